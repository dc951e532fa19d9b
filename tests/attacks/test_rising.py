"""No right can be gained, no namespace entered, nothing asked of the kernel that only few programs need."""

import platform

import pytest

from autograder.records import Outcome

from .attacker import is_refused
from .conftest import deeds

RIGHTS = {
    "being root": "os.setuid(0)",
    "being root in effect": "os.seteuid(0)",
    "being root by all three": "os.setresuid(0, 0, 0)",
    "being root for files": "syscall('setfsuid', 0)",
    "the next candidate's user": "os.setresuid(60600, 60600, 60600)",
    "a group": "os.setgid(0)",
    "a group by all three": "os.setresgid(0, 0, 0)",
    "groups": "os.setgroups([0])",
    "groups of the disk": "checked(libc.setgroups(1, (ctypes.c_uint * 1)(6)))",
    "capabilities": """
        syscall("capset", (ctypes.c_uint * 2)(0x20080522, 0), (ctypes.c_uint * 6)(0xFFFFFFFF, 0xFFFFFFFF))
    """,
    "ambient capabilities": "checked(libc.prctl(47, 2, 2, 0, 0))",
    "being looked into": "checked(libc.prctl(4, 1, 0, 0, 0))",
    "outliving the warm process": "checked(libc.prctl(1, 0, 0, 0, 0))",
    "secure bits": "checked(libc.prctl(28, 0, 0, 0, 0))",
    "another program's file": "checked(libc.prctl(35, 13, 0, 0, 0))",
    "more memory": "checked(libc.setrlimit(resource.RLIMIT_AS, (ctypes.c_ulong * 2)(2**64 - 1, 2**64 - 1)))",
    "more time": "checked(libc.setrlimit(resource.RLIMIT_CPU, (ctypes.c_ulong * 2)(2**64 - 1, 2**64 - 1)))",
    "more files": "checked(libc.setrlimit(resource.RLIMIT_NOFILE, (ctypes.c_ulong * 2)(4096, 4096)))",
    "more threads": "checked(libc.setrlimit(resource.RLIMIT_NPROC, (ctypes.c_ulong * 2)(2**64 - 1, 2**64 - 1)))",
    "core dumps": "checked(libc.setrlimit(resource.RLIMIT_CORE, (ctypes.c_ulong * 2)(2**64 - 1, 2**64 - 1)))",
    "memory that stays": "checked(libc.mlockall(3))",
    "an old personality": "syscall('personality', 0x0400000)",
}
NAMESPACES = {
    "users": "syscall('unshare', 0x10000000)",
    "mounts": "syscall('unshare', 0x20000)",
    "networks": "syscall('unshare', 0x10000000 | 0x40000000)",
    "processes": "syscall('unshare', 0x10000000 | 0x20000000)",
    "files only": "syscall('unshare', 0x400)",
    "the grader's": "syscall('setns', os.open(f'/proc/{v.grader}/ns/mnt', os.O_RDONLY), 0)",
    "the grader's by number": "syscall('setns', 0, 0)",
    "mounting": "syscall('mount', b'none', v.folder.encode(), b'tmpfs', 0, 0)",
    "mounting again": "syscall('mount', b'/', b'/', 0, 0x1020, 0)",
    "unmounting": "syscall('umount2', v.folder.encode(), 2)",
    "mounting the new way": "syscall('fsopen', b'tmpfs', 0)",
    "a copy of a tree": "syscall('open_tree', -100, b'/', 1)",
    "a tree elsewhere": "syscall('move_mount', -100, b'', -100, b'', 0)",
    "changing a mount": "syscall('mount_setattr', -100, b'/', 0, 0, 0)",
    "another root": "os.chroot(v.folder)",
    "a pivoted root": "syscall('pivot_root', v.folder.encode(), v.folder.encode())",
}
KERNEL = {
    "rings": "syscall('io_uring_setup', 1, ctypes.create_string_buffer(128))",
    "a ring": "syscall('io_uring_enter', 0, 0, 0, 0, 0, 0)",
    "a ring's files": "syscall('io_uring_register', 0, 0, 0, 0)",
    "programs in the kernel": "syscall('bpf', 0, ctypes.create_string_buffer(128), 128)",
    "counters": "syscall('perf_event_open', ctypes.create_string_buffer(128), v.grader, -1, -1, 0)",
    "faults in user space": "syscall('userfaultfd', 1)",
    "quotas": "syscall('quotactl', 0, 0, 0, 0)",
    "quotas by descriptor": "syscall('quotactl_fd', 0, 0, 0, 0)",
    "another kernel": "syscall('kexec_load', 0, 0, 0, 0)",
    "another kernel from a file": "syscall('kexec_file_load', -1, -1, 0, 0, 0)",
    "a module": "syscall('init_module', 0, 0, b'')",
    "a module from a file": "syscall('finit_module', 0, b'', 0)",
    "away a module": "syscall('delete_module', b'none', 0)",
    "an end": "syscall('reboot', 0, 0, 0, 0)",
    "swap": "syscall('swapon', b'/none', 0)",
    "the time": "syscall('clock_settime', 0, (ctypes.c_long * 2)(0, 0))",
    "the time of day": "syscall('settimeofday', 0, 0)",
    "the clock's speed": "syscall('clock_adjtime', 0, ctypes.create_string_buffer(b'\\x01' + bytes(255)))",
    "the host's name": "syscall('sethostname', b'x', 1)",
    "accounting": "syscall('acct', b'/none')",
    "hanging up": "syscall('vhangup')",
    "a call that is not there": "syscall(1000)",
    "a call of the future": "syscall(470, 0, 0, 0, 0)",
    "x32": "syscall(0x40000000 + 39)",
    "opening by x32": "syscall(0x40000000 + 2, v.secret.encode(), 0)",
    "forking by x32": "syscall(0x40000000 + 57)",
}
INT_0X80 = """
    libc.mmap.argtypes = [ctypes.c_void_p, ctypes.c_size_t, ctypes.c_int, ctypes.c_int, ctypes.c_int, ctypes.c_long]
    page = checked(libc.mmap(None, 4096, 7, 0x22, -1, 0))
    code = bytes.fromhex("b8CALL000000" "31db" "31c9" "31d2" "cd80" "c3")  # with no arguments
    ctypes.memmove(page, code, len(code))
    return ctypes.CFUNCTYPE(ctypes.c_int)(page)()
"""


@deeds(RIGHTS)
def test_no_right_can_be_gained(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(NAMESPACES)
def test_no_other_view_of_the_system_can_be_had(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(KERNEL)
def test_nothing_rare_can_be_asked_of_the_kernel(attack, code):
    assert is_refused(answer := attack(code)), answer


@pytest.mark.skipif(platform.machine() != "x86_64", reason="in machine code of x86_64")
@pytest.mark.parametrize("call", ["02", "05", "14", "66"], ids=["fork", "open", "getpid", "sockets"])
def test_a_32_bit_call_is_the_end(attack, call):
    failure = attack(INT_0X80.replace("CALL", call))
    assert failure.outcome is Outcome.CRASHED
    assert "Bad system call" in failure.message


def test_new_privileges_stay_forgone(attack):
    assert attack("return libc.prctl(38, 0, 0, 0, 0), libc.prctl(39, 0, 0, 0, 0)") == "done: (-1, 1)"


def test_a_filter_of_its_own_cannot_take_away_ours(attack):
    """One may always add a filter: a laxer one changes nothing."""
    code = """
        import struct
        allow_all = ctypes.create_string_buffer(struct.pack("=HBBI", 6, 0, 0, 0x7FFF0000))
        program = struct.pack("@HP", 1, ctypes.addressof(allow_all))
        checked(libc.prctl(22, 2, ctypes.c_char_p(program), 0, 0))
        os.fork() or os._exit(0)
    """
    assert is_refused(answer := attack(code)), answer


def test_a_ruleset_of_its_own_cannot_open_what_ours_closes(attack):
    code = """
        import struct
        ruleset = checked(libc.syscall(444, struct.pack("=Q", 0x1FFF), ctypes.c_long(8), 0))
        checked(libc.syscall(446, ruleset, 0))
        open(v.secret)
    """
    assert is_refused(answer := attack(code)), answer
