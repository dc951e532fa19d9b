"""What a candidate cannot do on Linux, deed by deed."""

import os
import sys
from pathlib import Path

import pytest

import autograder
from tests.autograder.sandbox.conftest import candidates_of
from tests.autograder.sandbox.helpers import BOUNDS, ask, hand_in

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine.syscalls import NUMBERS
from autograder.sandbox.linux import LinuxSandbox, confines

DOER = """
    import ctypes, errno, fcntl, mmap, os, resource, signal, socket, subprocess, sys
    from pathlib import Path
    libc = ctypes.CDLL(None, use_errno=True)
    def checked(result):
        if result < 0:
            raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
        return result
    def syscall(number, *arguments):
        return checked(libc.syscall(ctypes.c_long(number), *map(ctypes.c_long, arguments)))
    def prctl(*arguments):
        return checked(libc.prctl(*arguments))
    def attempt(code, path="", pid=0, number=0):
        try:
            eval(code)
        except (OSError, ValueError) as error:
            return f"refused: {type(error).__name__} {error}"
        return "done"
"""

READING = {
    "a secret": "Path(path).read_text()",
    "a secret by descriptor": "os.open(path, os.O_RDONLY)",
    "the folder of the secret": "os.listdir(os.path.dirname(path))",
    "the root": "os.listdir('/')",
    "users": "Path('/etc/passwd').read_text()",
    "own environment file": "Path('/proc/self/environ').read_bytes()",
    "own memory": "open('/proc/self/mem', 'rb')",
    "the warm process's environment": "Path(f'/proc/{os.getppid()}/environ').read_bytes()",
    "the warm process's memory": "open(f'/proc/{os.getppid()}/mem', 'rb')",
    "the grader's environment": "Path(f'/proc/{pid}/environ').read_bytes()",
    "the grader's memory": "open(f'/proc/{pid}/mem', 'rb')",
    "the grader's files": "os.listdir(f'/proc/{pid}/fd')",
    "where the grader is": "os.readlink(f'/proc/{pid}/cwd')",
}
WRITING = {
    "a new file": "open(os.path.join(os.path.dirname(path), 'new'), 'w')",
    "over a file": "open(path, 'r+')",
    "a temporary file": "__import__('tempfile').TemporaryFile()",
    "shared memory in a file": "open('/dev/shm/left-behind', 'w')",
    "the library": "open(os.__file__, 'a')",
    "a folder": "os.mkdir(os.path.join(os.path.dirname(path), 'new'))",
    "rights": "os.chmod(path, 0o777)",
    "times": "os.utime(path)",
    "a symbolic link": "os.symlink(path, path + '.link')",
    "a hard link": "os.link(path, path + '.link')",
    "a name": "os.rename(path, path + '.new')",
    "away a file": "os.unlink(path)",
    "shorter a file": "os.truncate(path, 0)",
    "an attribute": "os.setxattr(path, 'user.note', b'left')",
    "a pipe": "os.mkfifo(path + '.pipe')",
    "the console": "open('/dev/tty', 'w')",
}
STARTING = {
    "fork": "os.fork()",
    "vfork": "syscall(number['vfork'])",
    "clone": "syscall(number['clone'], signal.SIGCHLD, 0, 0, 0, 0)",
    "clone3": "syscall(number['clone3'], 0, 0)",
    "exec": "os.execv(sys.executable, [sys.executable])",
    "spawn": "os.posix_spawn(sys.executable, [sys.executable], {})",
    "a subprocess": "subprocess.run([sys.executable, '-c', ''])",
    "a shell": "os.popen('true').read() and None",
}
TALKING = {
    "tcp": "socket.socket()",
    "udp": "socket.socket(socket.AF_INET, socket.SOCK_DGRAM)",
    "tcp 6": "socket.socket(socket.AF_INET6)",
    "unix": "socket.socket(socket.AF_UNIX)",
    "netlink": "socket.socket(socket.AF_NETLINK, socket.SOCK_RAW)",
    "a pair": "socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)",
    "a message queue": "syscall(number['msgget'], 4711, 0o1666)",
    "shared memory": "syscall(number['shmget'], 4711, 4096, 0o1666)",
    "a semaphore": "syscall(number['semget'], 4711, 1, 0o1666)",
    "a keyring": "syscall(number['add_key'], 0, 0, 0, 0, 0)",
    "shared anonymous memory": "mmap.mmap(-1, 4096)",
    "a file in memory": "os.memfd_create('left')",
}
MEDDLING = {
    "a signal to the grader": "os.kill(pid, 0)",
    "a signal to the warm process": "os.kill(os.getppid(), signal.SIGKILL)",
    "a signal to all": "os.kill(-1, 0)",
    "a signal to its group": "os.killpg(0, 0)",
    "a signal to a thread": "syscall(number['tkill'], pid, 0)",
    "a queued signal": "syscall(number['rt_sigqueueinfo'], pid, 0, 0)",
    "a signal by descriptor": "os.pidfd_open(pid)",
    "a signal from the kernel": "fcntl.fcntl(0, fcntl.F_SETOWN, pid)",
    "choosing the kernel's signal": "fcntl.fcntl(0, 10, signal.SIGKILL)",
    "tracing": "syscall(number['ptrace'], 16, pid, 0, 0)",
    "reading memory": "syscall(number['process_vm_readv'], pid, 0, 0, 0, 0, 0)",
    "limits of the grader": "resource.prlimit(pid, resource.RLIMIT_NOFILE)",
    "cores of the grader": "os.sched_setaffinity(pid, {0})",
    "priority of the grader": "os.setpriority(os.PRIO_PROCESS, pid, 19)",
}
RISING = {
    "root": "os.setuid(0)",
    "root by all three": "os.setresuid(0, 0, 0)",
    "a group": "os.setgid(0)",
    "groups": "os.setgroups([0])",
    "a namespace": "syscall(number['unshare'], 0x10000000)",
    "mounting": "syscall(number['mount'], 0, 0, 0, 0, 0)",
    "another root": "os.chroot('/')",
    "capabilities": "syscall(number['capset'], 0, 0)",
    "programs in the kernel": "syscall(number['bpf'], 0, 0, 0)",
    "rings": "syscall(number['io_uring_setup'], 1, 0)",
    "counters": "syscall(number['perf_event_open'], 0, 0, -1, -1, 0)",
    "faults in user space": "syscall(number['userfaultfd'], 0)",
    "living on": "prctl(1, 0, 0, 0, 0)",
    "being looked into": "prctl(4, 1, 0, 0, 0)",
    "more memory": "resource.setrlimit(resource.RLIMIT_AS, (-1, -1))",
    "more files": "resource.setrlimit(resource.RLIMIT_NOFILE, (4096, 4096))",
    "a session": "os.setsid()",
}
COLUMN = {"x86_64": 0, "aarch64": 1}.get(os.uname().machine, 0)
HERE = {name: pair[COLUMN] for name, pair in NUMBERS.items() if pair[COLUMN] is not None}


def deeds(table):
    known = {name: code for name, code in table.items() if "number['vfork']" not in code or "vfork" in HERE}
    return pytest.mark.parametrize("deed", known.values(), ids=known)


LEFT_OFF = {"all layers": set(), "another user": {"namespaces"}, "the same user": {"namespaces", "uid"}}


@pytest.fixture(scope="module", params=LEFT_OFF)
def confined(request, linux):
    """Also where no file is hidden, and without a user of its own, when rights of files do not help."""
    with LinuxSandbox((), without=frozenset(LEFT_OFF[request.param])) as sandbox:
        if not confines(sandbox.isolation):
            pytest.skip(f"does not confine with {request.param}: {dict(sandbox.isolation.missing)}")
        yield sandbox


@pytest.fixture
def start_linux(confined):
    with candidates_of(confined) as starter:
        starter.hides_files = "namespaces" in confined.isolation.layers
        yield starter


@pytest.fixture
def secret(tmp_path):
    """A file that anybody may read, in folders that anybody may write."""
    folder = tmp_path / "course"
    folder.mkdir()
    path = folder / "secret"
    path.write_text("the right answers")
    path.chmod(0o666)
    folder.chmod(0o777)
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(parent.stat().st_mode | 0o055)
    return path


def attempt(candidate, deed, secret):
    return ask(candidate, "attempt", deed, path=str(secret), pid=os.getpid(), number=HERE)


def assert_refused(start_linux, deed, secret):
    candidate = start_linux(DOER)
    answer = attempt(candidate, deed, secret)
    assert answer.startswith("refused: "), answer
    assert "No such file" not in answer or start_linux.hides_files
    assert secret.read_text() == "the right answers"
    assert os.listdir(secret.parent) == ["secret"]


@deeds(READING)
def test_nothing_but_python_can_be_read(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


def test_the_course_cannot_be_read(start_linux):
    candidate = start_linux(DOER)
    root = Path(autograder.__file__).parents[1]
    folders = [root, *(folder for folder in root.iterdir() if folder.is_dir() and folder.name != ".venv")]
    for folder in folders:
        answer = attempt(candidate, f"os.listdir({str(folder)!r})", "")
        assert ("No such file" if start_linux.hides_files else "Permission denied") in answer or folder == root, answer
        assert answer.startswith("refused: ")


@deeds(WRITING)
def test_nothing_can_be_written(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@deeds(STARTING)
def test_no_process_can_be_started(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@deeds(TALKING)
def test_no_message_can_be_left_or_sent(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@deeds(MEDDLING)
def test_other_processes_are_out_of_reach(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@deeds(RISING)
def test_no_right_can_be_gained(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@pytest.mark.parametrize(
    "deed",
    [
        "Path(os.__file__).read_bytes()",
        "__import__('threading').Thread(target=print).start()",
        "os.kill(os.getpid(), 0)",
        "os.pipe()",
        "mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)",
        "open('/dev/null', 'w').write('x')",
        "__import__('statistics').mean([1])",
    ],
)
def test_what_honest_code_needs_is_allowed(start_linux, deed):
    assert attempt(start_linux(DOER), deed, "") == "done"


def test_landlock_is_what_keeps_files_from_being_read(linux, secret):
    if "landlock" not in linux.isolation.layers:
        pytest.skip("no Landlock here")
    with LinuxSandbox((), without=frozenset({"namespaces", "landlock"})) as sandbox:
        candidate = sandbox.start(hand_in(DOER), BOUNDS)
        assert attempt(candidate, READING["a secret"], secret) == "done"
        assert attempt(candidate, WRITING["over a file"], secret).startswith("refused: ")  # seccomp does, without it


@pytest.mark.parametrize("deed", ["os.stat(path)", "os.chdir(os.path.dirname(path))", "os.readlink(path)"])
def test_in_namespaces_nobody_learns_which_files_exist(linux, secret, deed):
    if "namespaces" not in linux.isolation.layers:
        pytest.skip("no namespaces here")
    candidate = linux.start(hand_in(DOER), BOUNDS)
    assert "No such file" in attempt(candidate, deed, secret)
    assert "No such file" in attempt(candidate, deed, secret.parent / "no such folder" / "no such file")


@pytest.mark.parametrize("deed", [READING["a secret"], WRITING["over a file"], WRITING["a new file"]])
def test_namespaces_alone_keep_files_from_being_read_and_written(linux, secret, deed):
    if "namespaces" not in linux.isolation.layers:
        pytest.skip("no namespaces here")
    with LinuxSandbox((), without=frozenset({"uid", "landlock", "seccomp"})) as sandbox:
        candidate = sandbox.start(hand_in(DOER), BOUNDS)
        assert "No such file" in attempt(candidate, deed, secret)
