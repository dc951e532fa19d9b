"""No process can be started, by no route, and only a few threads."""

import platform

import pytest

from .attacker import is_refused
from .conftest import deeds
from .witness import children

FORKING = {
    "fork": "os.fork() or os._exit(0)",
    "fork and a terminal": "os.forkpty()[0] or os._exit(0)",
    "fork in C": "checked(libc.fork()) or os._exit(0)",
    "twice, to be nobody's": "os.fork() or (os.setsid(), os.fork(), time.sleep(60))",
    "vfork": "syscall('vfork') or os._exit(0)",
    "clone": "syscall('clone', signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0)",
    "clone that nobody waits for": "syscall('clone', 0, 0, 0, 0, 0) or os._exit(0)",
    "clone with its memory": "syscall('clone', 0x100 | signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0)",
    "clone as a sibling": "syscall('clone', 0x8000 | signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0)",
    "clone into new namespaces": "syscall('clone', 0x10000000 | signal.SIGCHLD, 0, 0, 0, 0) or os._exit(0)",
    "clone with a descriptor": "syscall('clone', 0x1000 | signal.SIGCHLD, 0, bytes(8), 0, 0) or os._exit(0)",
    "clone3": """
        arguments = (ctypes.c_ulong * 8)(0, 0, 0, 0, signal.SIGCHLD)
        syscall("clone3", arguments, 64) or os._exit(0)
    """,
    "as a daemon": "checked(libc.daemon(0, 0)); os._exit(0)",
}
PROGRAMS = {
    "exec": "os.execv(sys.executable, [sys.executable])",
    "exec in C": "checked(libc.execv(b'/bin/true', (ctypes.c_char_p * 2)(b'true')))",
    "exec by descriptor": "os.execve(os.open('/bin/true', os.O_PATH), ['true'], {})",
    "exec of what may be read": "os.execv(os.path.realpath('/lib64/ld-linux-x86-64.so.2'), ['ld', '/bin/true'])",
    "posix_spawn": "os.posix_spawn('/bin/true', ['true'], {})",
    "posix_spawnp": "os.posix_spawnp('true', ['true'], {})",
    "a subprocess": "subprocess.run(['/bin/true'])",
    "a subprocess in the background": "subprocess.Popen(['/bin/sleep', '60'], start_new_session=True)",
    "a shell": "import contextlib; os.popen('true').read()",
    "a shell in C": "status = libc.system(b'true'); checked(-1 if status else 0)",
    "os.system": "status = os.system('true'); ctypes.set_errno(1); checked(-1 if status else 0)",
    "a pool": "import multiprocessing; multiprocessing.get_context('fork').Pool(1)",
    "a process": "import multiprocessing; multiprocessing.get_context('fork').Process(target=print).start()",
    "a program from memory": "os.memfd_create(MARK)",
}
MANY_THREADS = """
    stop = threading.Event()
    started = 0
    try:
        threading.stack_size(1 << 15)
        for _ in range(2000):
            threading.Thread(target=stop.wait, args=(60,), daemon=True).start()
            started += 1
    except RuntimeError:
        pass
    return started
"""
CLONING = """
    # A thread in machine code: pause() for ever. No Python state, no stack to speak of.
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    page = checked(libc.mmap(None, 4096, 7, 0x22, -1, 0))
    # mov eax, 56; syscall; test eax, eax; jnz done; pause: mov eax, 34; syscall; jmp pause; done: ret
    code = bytes.fromhex("b838000000" "0f05" "85c0" "7509" "b822000000" "0f05" "ebf7" "c3")
    ctypes.memmove(page, code, len(code))
    clone = ctypes.CFUNCTYPE(ctypes.c_long, *[ctypes.c_long] * 5)(page)
    stack = page + 4096
    started = 0
    for _ in range(3000):
        if clone(0x10F00, stack, 0, 0, 0) < 0:
            break
        started += 1
    return started
"""


@deeds(FORKING)
def test_no_process_can_be_forked(attack, victim, code):
    assert is_refused(answer := attack(code)), answer


@deeds(PROGRAMS)
def test_no_program_can_be_started(attack, code):
    assert is_refused(answer := attack(code)), answer


def threads_started(answer):
    assert isinstance(answer, str), answer
    assert answer.startswith("done: "), answer
    return int(answer.removeprefix("done: "))


def test_a_bomb_of_threads_fizzles_out(attack):
    assert threads_started(attack(MANY_THREADS)) < 1000


def test_a_bomb_of_bare_threads_fizzles_out(attack):
    """Without stacks, so that no limit on memory stops it: only the one on a user's threads does."""
    if platform.machine() != "x86_64":
        pytest.skip("in machine code of x86_64")
    assert threads_started(attack(CLONING)) < 1000


def test_a_thread_does_not_outlive_its_check(attack, victim):
    answer = attack("threading.Thread(target=time.sleep, args=(60,)).start(); return threading.active_count()")
    assert answer == "done: 2"
    assert children(victim.warm) == []


def test_an_exit_hook_does_not_outlive_its_check(attack, victim):
    """A candidate is killed, not asked to end."""
    assert attack("import atexit; atexit.register(time.sleep, 60); return 1") == "done: 1"
    assert children(victim.warm) == []
