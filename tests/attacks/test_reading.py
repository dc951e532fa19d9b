"""Nothing can be read but Python, and nothing be found out about other processes."""

import pytest

from .attacker import is_refused
from .conftest import deeds

FILES = {
    "the secret": "Path(v.secret).read_text()",
    "the secret through a link": "Path(v.link).read_text()",
    "the secret by descriptor": "os.open(v.secret, os.O_RDONLY)",
    "the secret past its times": "os.open(v.secret, os.O_RDONLY | os.O_NOATIME)",
    "the secret as root of a relative path": "os.chdir(v.course); open('secret').read()",
    "the secret by numpy": "__import__('numpy').fromfile(v.secret, 'u1')",
    "the secret by mapping it": "__import__('numpy').memmap(v.secret, 'u1', 'r')",
    "the secret by C": """
        libc.fopen.restype = ctypes.c_void_p
        return checked(libc.fopen(v.secret.encode(), b"r"))
    """,
    "the secret as a module": "import runpy; runpy.run_path(v.secret)",
    "the secret as a library": """
        try:
            ctypes.CDLL(v.secret)
        except OSError as error:
            if not any(word in str(error) for word in ("Permission denied", "No such file")):
                return str(error)
            raise OSError(errno.EACCES, str(error))
    """,
    "the secret by an open without a name": """
        syscall("openat2", -100, v.secret.encode(), (ctypes.c_ulong * 3)(), 24)
    """,
    "the secret by another root": "os.open('/proc/self/root' + v.secret, os.O_RDONLY)",
    "the secret by handle": """
        handle = ctypes.create_string_buffer(b"\\x80\\0\\0\\0", 256)
        syscall("name_to_handle_at", -100, v.secret.encode(), handle, ctypes.create_string_buffer(8), 0)
    """,
    "the secret by a forged handle": """
        handle = ctypes.create_string_buffer(b"\\x08\\0\\0\\0\\x01\\0\\0\\0\\x02\\0\\0\\0\\0\\0\\0\\0", 64)
        directory = os.open(os.path.dirname(os.__file__), os.O_RDONLY)
        syscall("open_by_handle_at", directory, handle, 0)
    """,
    "results": "Path(v.results).read_text()",
    "another submission": "Path(v.other).read_text()",
    "the names in the course": "os.listdir(v.course)",
    "the names by a path descriptor": "os.open('.', os.O_RDONLY, dir_fd=os.open(v.course, os.O_PATH))",
    "the root": "os.listdir('/')",
    "homes": "os.listdir('/home')",
    "root's home": "os.listdir('/root')",
    "temporary files": "os.listdir('/tmp')",
    "users": "Path('/etc/passwd').read_text()",
    "passwords": "Path('/etc/shadow').read_text()",
    "the host": "Path('/etc/hostname').read_text()",
    "programs": "Path('/bin/sh').read_bytes()",
    "devices": "os.listdir('/dev')",
    "a raw disk's names": "os.listdir('/sys')",
    "the kernel's log": "open('/proc/kmsg')",
    "the kernel's log by call": "syscall('syslog', 10, 0, 0)",
    "changes to the course": "syscall('inotify_init1', 0)",
    "all changes": "syscall('fanotify_init', 0, 0)",
}
NO_READ_PROTECTION = "without Landlock and namespaces, rights of files decide, and `autograder grade` looks at those"
PROCESSES = {
    "the grader's environment": "Path(f'/proc/{v.grader}/environ').read_bytes()",
    "the grader's command": "Path(f'/proc/{v.grader}/cmdline').read_bytes()",
    "the grader's memory": "open(f'/proc/{v.grader}/mem', 'rb')",
    "the grader's maps": "Path(f'/proc/{v.grader}/maps').read_bytes()",
    "the grader's descriptors": "os.listdir(f'/proc/{v.grader}/fd')",
    "the grader's threads": "os.listdir(f'/proc/{v.grader}/task')",
    "the grader's state": "Path(f'/proc/{v.grader}/status').read_bytes()",
    "where the grader is": "os.readlink(f'/proc/{v.grader}/cwd')",
    "what the grader runs": "os.readlink(f'/proc/{v.grader}/exe')",
    "a file through the grader": "Path(f'/proc/{v.grader}/root{v.secret}').read_text()",
    "the warm process's environment": "Path(f'/proc/{v.warm}/environ').read_bytes()",
    "the warm process's memory": "open(f'/proc/{v.warm}/mem', 'rb')",
    "the warm process's descriptors": "os.listdir(f'/proc/{v.warm}/fd')",
    "the warm process's descriptor 3": "os.readlink(f'/proc/{v.warm}/fd/3')",
    "own memory as a file": "open('/proc/self/mem', 'rb')",
    "own environment as a file": "Path('/proc/self/environ').read_bytes()",
    "own maps": "Path('/proc/self/maps').read_bytes()",
    "who else there is": "os.listdir('/proc')",
    "mounts": "Path('/proc/mounts').read_bytes()",
    "connections": "Path('/proc/net/unix').read_bytes()",
    "locks": "Path('/proc/locks').read_bytes()",
    "keys": """
        if not Path("/proc/keys").read_bytes():
            raise OSError(errno.EACCES, "Docker puts the null device in its place")
    """,
    "shared memory": "Path('/proc/sysvipc/shm').read_bytes()",
    "memory by call": """
        there = ctypes.create_string_buffer(8)
        piece = (ctypes.c_ulong * 2)(ctypes.addressof(there), 8)
        syscall("process_vm_readv", v.grader, piece, 1, piece, 1, 0)
    """,
    "memory by tracing": "syscall('ptrace', 16, v.grader, 0, 0)",
    "memory by seizing": "syscall('ptrace', 0x4206, v.grader, 0, 0)",
    "memory of the warm process by tracing": "syscall('ptrace', 16, v.warm, 0, 0)",
    "which files are the same": "syscall('kcmp', v.grader, v.grader, 0, 0, 0)",
    "a process as a descriptor": "os.pidfd_open(v.grader)",
    "a descriptor of a process": "syscall('pidfd_getfd', 0, 0, 0)",
    "where memory lies": "syscall('move_pages', v.grader, 0, 0, 0, 0, 0)",
    "a working set": "syscall('process_madvise', 0, 0, 0, 20, 0)",
}


@pytest.fixture(autouse=True)
def _confined_reading(sandbox):
    if not {"landlock", "namespaces"} & set(sandbox.isolation.layers):
        pytest.skip(NO_READ_PROTECTION)


@deeds(FILES)
def test_nothing_but_python_can_be_read(attack, code):
    assert is_refused(answer := attack(code)), answer


@deeds(PROCESSES)
def test_nothing_can_be_found_out_about_processes(attack, code):
    assert is_refused(answer := attack(code)), answer


def test_names_can_be_guessed_but_that_is_all(attack):
    """Known and left: whether a path that one can guess exists. A private folder above it mends that."""
    answer = attack("return os.path.exists(v.secret), os.path.exists(v.secret + 'x')")
    assert answer in ("done: (True, False)", "done: (False, False)")


@pytest.mark.parametrize("pid", ["v.grader", "v.warm"])
def test_a_process_that_is_known_cannot_be_looked_into_by_its_threads(attack, pid):
    answer = attack(f"return Path('/proc/' + str({pid}) + '/task/' + str({pid}) + '/mem').open('rb')")
    assert is_refused(answer), answer
