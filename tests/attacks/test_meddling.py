"""The grader, the warm process and everyone else are out of reach."""

from .attacker import is_refused
from .conftest import deeds

SIGNALS = {
    "asking whether the grader lives": "os.kill(v.grader, 0)",
    "ending the grader": "os.kill(v.grader, signal.SIGKILL)",
    "stopping the grader": "os.kill(v.grader, signal.SIGSTOP)",
    "ending the warm process": "os.kill(v.warm, signal.SIGKILL)",
    "stopping the warm process": "os.kill(v.warm, signal.SIGSTOP)",
    "ending everyone": "os.kill(-1, signal.SIGKILL)",
    "ending the first": "os.kill(1, signal.SIGTERM)",
    "ending the grader's group": "os.killpg(os.getpgid(v.grader), signal.SIGTERM)",
    "ending its own group": "os.kill(0, signal.SIGTERM)",
    "a high number that is the grader's below": "syscall('kill', (1 << 32) + v.grader, 0)",
    "one thread of the grader": "syscall('tgkill', v.grader, v.grader, signal.SIGTERM)",
    "one thread, the old way": "syscall('tkill', v.grader, signal.SIGTERM)",
    "a signal with a value": "syscall('rt_sigqueueinfo', v.grader, signal.SIGTERM, ctypes.create_string_buffer(128))",
    "one for a thread": """
        syscall("rt_tgsigqueueinfo", v.grader, v.grader, signal.SIGTERM, ctypes.create_string_buffer(128))
    """,
    "sigqueue in C": "checked(libc.sigqueue(v.grader, signal.SIGTERM, None))",
    "by descriptor": "signal.pidfd_send_signal(os.pidfd_open(v.grader), signal.SIGTERM)",
    "by a forged descriptor": "syscall('pidfd_send_signal', 0, signal.SIGTERM, 0, 0)",
    "by the kernel, on input": "fcntl.fcntl(channel(), fcntl.F_SETOWN, v.grader)",
    "by the kernel, for a group": "fcntl.fcntl(channel(), fcntl.F_SETOWN, -os.getpgid(v.grader))",
    "by the kernel, for a thread": "fcntl.fcntl(channel(), 15, (ctypes.c_int * 2)(1, v.grader))",
    "by the kernel, as one likes": "fcntl.fcntl(channel(), 10, signal.SIGKILL)",
    "by the kernel, by ioctl": "fcntl.ioctl(channel(), 0x8901, (ctypes.c_int * 1)(v.grader))",
    "by the kernel, by the other ioctl": "fcntl.ioctl(channel(), 0x8902, (ctypes.c_int * 1)(v.grader))",
    "turning that on": "fcntl.ioctl(channel(), 0x5452, (ctypes.c_int * 1)(1))",
}
SETTINGS = {
    "the grader's limits": "resource.prlimit(v.grader, resource.RLIMIT_NOFILE, (3, 3))",
    "reading its limits": "resource.prlimit(v.grader, resource.RLIMIT_NOFILE)",
    "the warm process's limits": "resource.prlimit(v.warm, resource.RLIMIT_AS, (1 << 20, 1 << 20))",
    "the grader's cores": "os.sched_setaffinity(v.grader, {0})",
    "the warm process's cores": "os.sched_setaffinity(v.warm, {0})",
    "the grader's priority": "os.setpriority(os.PRIO_PROCESS, v.grader, 19)",
    "the priority of all of its user's": "os.setpriority(os.PRIO_USER, 0, 19)",
    "its own priority": "os.setpriority(os.PRIO_PROCESS, 0, -20)",
    "niceness": "os.nice(-5)",
    "the grader's scheduling": "os.sched_setscheduler(v.grader, os.SCHED_IDLE, os.sched_param(0))",
    "the grader's parameters": "os.sched_setparam(v.grader, os.sched_param(0))",
    "the grader's attributes": "syscall('sched_setattr', v.grader, ctypes.create_string_buffer(b'0' + bytes(47)), 0)",
    "real time": "os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))",
    "the grader's disk": "syscall('ioprio_set', 1, v.grader, 0x6000)",
    "the grader's pages": "syscall('migrate_pages', v.grader, 1, 0, 0)",
    "its session": "os.setsid()",
    "the group of the grader": "os.setpgid(v.grader, v.grader)",
    "going into the grader's group": "os.setpgid(0, os.getpgid(v.grader))",
    "the grader's memory by call": """
        here = ctypes.create_string_buffer(8)
        piece = (ctypes.c_ulong * 2)(ctypes.addressof(here), 8)
        syscall("process_vm_writev", v.grader, piece, 1, piece, 1, 0)
    """,
    "the warm process's memory by call": """
        here = ctypes.create_string_buffer(8)
        piece = (ctypes.c_ulong * 2)(ctypes.addressof(here), 8)
        syscall("process_vm_writev", v.warm, piece, 1, piece, 1, 0)
    """,
    "freeing the grader's memory": "syscall('process_mrelease', 0, 0)",
}
TYPING = {
    "a letter into its terminal": "fcntl.ioctl(0, 0x5412, b'x')",
    "a letter, with bits above": "checked(libc.ioctl(0, ctypes.c_ulong(0x1_0000_5412), b'x'))",
    "a selection": "fcntl.ioctl(0, 0x541C, b'\\2')",
}


@deeds(SIGNALS)
def test_no_signal_reaches_anyone(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(SETTINGS)
def test_no_setting_of_another_process_can_be_changed(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(TYPING)
def test_nothing_can_be_typed_for_whoever_sits_at_the_terminal(attack, code):
    assert is_refused(answer := attack(code)), answer


def test_a_timer_signals_only_the_candidate(attack):
    """Of all signals by a timer, only those to its own threads can be asked for."""
    code = """
        event = (ctypes.c_int * 16)(0, 0, signal.SIGTERM, 4, v.grader)  # SIGEV_THREAD_ID
        checked(libc.syscall(ctypes.c_long({"x86_64": 222}.get(os.uname().machine, 107)), 0, event, event))
    """
    answer = attack(code)
    assert answer.startswith("refused: EINVAL"), answer
