"""What a candidate cannot do on Linux, deed by deed, and what remains when parts of ours die."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

import autograder
from autograder.errors import SandboxFault
from autograder.records import Isolation, Outcome
from autograder.sandbox.base import Bounds
from tests.autograder.sandbox.helpers import BOUNDS, ask, ends, failure, hand_in

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine.syscalls import NUMBERS
from autograder.sandbox.linux import _ENVIRONMENT, LinuxSandbox, SocketChannel, confines

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
    assert "No such file" not in answer
    assert secret.read_text() == "the right answers"
    assert os.listdir(secret.parent) == ["secret"]


@deeds(READING)
def test_nothing_but_python_can_be_read(start_linux, secret, deed):
    assert_refused(start_linux, deed, secret)


@pytest.mark.parametrize("folder", ["tests", "solutions", "assignments", "autograder"])
def test_the_course_cannot_be_read(start_linux, folder):
    place = Path(autograder.__file__).parents[1] / folder
    assert "Permission denied" in attempt(start_linux(DOER), f"os.listdir({str(place)!r})", "")


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


@pytest.mark.parametrize(
    "bomb",
    [
        "def f():\n    x = []\n    while True: x.append(bytes(1 << 22))",
        "x = []\ndef f():\n    while True: x.append([])",
        "x = []\nwhile True: x.append(bytes(1 << 22))",
        "import numpy as np\ndef f(): return np.ones((40 << 20, 1), np.int8)[:, ::-1].repeat(9, 1).T",
        "import mmap\nx = []\ndef f():\n    while True: x.append(mmap.mmap(-1, 1 << 24, flags=mmap.MAP_PRIVATE))",
    ],
    ids=["large pieces", "small pieces that stay", "at import", "in NumPy", "from the system"],
)
def test_a_memory_bomb_is_out_of_memory(start_linux, bomb):
    candidate = start_linux(bomb, Bounds(seconds=20, memory_mb=64, reply_mb=512))
    assert failure(candidate, "f").outcome is Outcome.OUT_OF_MEMORY


def test_an_answer_that_cannot_be_copied_is_out_of_memory(start_linux):
    source = "import numpy as np\ndef f(): return np.ones((1024, 40 << 10), np.int8).T\ndef g(): return 1"
    candidate = start_linux(source, Bounds(seconds=20, memory_mb=64, reply_mb=512))
    assert failure(candidate, "f").outcome is Outcome.OUT_OF_MEMORY
    assert ask(candidate, "g") == 1


def test_a_candidate_inherits_nothing_of_the_graders(start_linux):
    candidate = start_linux(
        """
        import os
        def environment(): return dict(os.environ)
        def descriptors():
            found = []
            for descriptor in range(4096):
                try:
                    found.append((descriptor, os.fstat(descriptor).st_rdev))
                except OSError:
                    pass
            return found
        def place(): return os.getcwd()
        """
    )
    assert ask(candidate, "environment").items() <= {**_ENVIRONMENT, "LC_CTYPE": "C.UTF-8"}.items()
    null = os.stat(os.devnull).st_rdev
    *standard, (_, channel) = ask(candidate, "descriptors")
    assert standard == [(0, null), (1, null), (2, null)]
    assert channel == 0  # a socket
    assert ask(candidate, "place") == "/"


@pytest.mark.parametrize("layer", ["rlimits", "capabilities", "no_new_privs", "seccomp"])
def test_without_a_necessary_layer_it_does_not_confine(layer):
    with LinuxSandbox((), without=frozenset({layer})) as sandbox:
        assert not confines(sandbox.isolation)
        assert sandbox.isolation.missing[layer] == "left off on request"


def test_one_protection_from_reading_is_enough_and_none_is_not():
    necessary = ("rlimits", "capabilities", "no_new_privs", "seccomp")
    for layers, enough in {("uid",): True, ("landlock",): True, ("uid", "landlock"): True, (): False}.items():
        assert confines(Isolation(backend="linux", layers=necessary + layers)) is enough


def test_landlock_is_what_keeps_files_from_being_read(linux, secret):
    if "landlock" not in linux.isolation.layers:
        pytest.skip("no Landlock here")
    with LinuxSandbox((), without=frozenset({"landlock"})) as sandbox:
        candidate = sandbox.start(hand_in(DOER), BOUNDS)
        assert attempt(candidate, READING["a secret"], secret) == "done"
        assert attempt(candidate, WRITING["over a file"], secret).startswith("refused: ")  # seccomp does, without it


def test_what_outlives_a_candidate_is_swept_away():
    """Only without seccomp can there be anything."""
    daemon = """
        import os, time
        def f():
            pid = os.fork()
            if pid == 0:
                os.setsid()
                time.sleep(60)
            return pid
    """
    with LinuxSandbox((), without=frozenset({"seccomp", "landlock"})) as sandbox:
        well, ill = (sandbox.start(hand_in(daemon), BOUNDS) for _ in "ab")
        mine, orphan = ask(well, "f"), ask(ill, "f")
        ill.close()
        assert ends(orphan)
        assert ask(well, "f") != mine  # another candidate is no orphan
        well.close()
        assert ends(mine)


def test_when_the_warm_process_is_killed_it_is_our_fault_and_the_next_start_works():
    with LinuxSandbox(()) as sandbox:
        source = hand_in("import os\ndef f(): return os.getppid()\ndef pid(): return os.getpid()")
        candidate = sandbox.start(source, BOUNDS)
        warm, pid = ask(candidate, "f"), ask(candidate, "pid")
        os.kill(warm, signal.SIGKILL)
        assert ends(pid)
        with pytest.raises(SandboxFault, match="the warm process died"):
            ask(candidate, "f")
        candidate.close()
        assert ask(sandbox.start(source, BOUNDS), "f") != warm
        os.kill(sandbox._warm._process.pid, signal.SIGKILL)  # also if nobody noticed yet
        assert ask(sandbox.start(source, BOUNDS), "f") != warm


def test_a_library_that_is_missing_is_named():
    with pytest.raises(SandboxFault, match=r"did not start: ModuleNotFoundError: No module named 'no_such_library'"):
        LinuxSandbox(("no_such_library",))


def test_a_warm_process_that_fails_leaves_its_last_words(monkeypatch, tmp_path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho broken installation >&2\n")
    python.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(python))
    with pytest.raises(SandboxFault, match="the warm process died: broken installation"):
        LinuxSandbox(())


def test_a_sandbox_that_is_closed_leaves_no_process():
    sandbox = LinuxSandbox(())
    candidate = sandbox.start(hand_in("import os\ndef f(): return [os.getpid(), os.getppid()]"), BOUNDS)
    pids = ask(candidate, "f")
    sandbox.close()
    assert all(ends(pid) for pid in pids)
    candidate.close()


DRIVER = """
import json
from autograder.sandbox.base import Bounds
from autograder.sandbox.linux import LinuxSandbox
from autograder.records import SourceFile
sandbox = LinuxSandbox(())
source = "import os\\ndef f(): return [os.getpid(), os.getppid()]\\ndef g():\\n while 1: pass"
candidate = sandbox.start({"work": SourceFile(module="work", origin="work.py", text=source)}, Bounds(60, 256, 1))
print(json.dumps(candidate.call("work.f", [], {})), flush=True)
candidate.call("work.g", [], {})
"""


@pytest.mark.usefixtures("linux")
def test_when_the_grader_is_killed_nothing_lives_on():
    driver = subprocess.Popen([sys.executable, "-c", DRIVER], stdout=subprocess.PIPE)
    pids = json.loads(driver.stdout.readline())
    driver.kill()
    driver.communicate()
    assert all(ends(pid) for pid in pids)


def test_a_channel_keeps_its_deadline_in_both_directions():
    ours, theirs = socket.socketpair()
    channel = SocketChannel(ours)
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        channel.send([bytes(1 << 20)] * 100, started + 0.1)
    theirs.sendall(b"ab")
    with pytest.raises(TimeoutError):
        channel.receive(3, started + 0.2)
    assert time.monotonic() - started < 2
    theirs.close()
    with pytest.raises(EOFError):
        channel.receive(3, time.monotonic() + 1)
    channel.close()
    with pytest.raises(EOFError):
        channel.send([b"a"], time.monotonic() + 1)


def test_a_descriptor_that_is_sent_along_is_not_taken():
    ours, theirs = socket.socketpair()
    with theirs, open(os.devnull) as file:
        channel = SocketChannel(ours)
        before = len(os.listdir("/proc/self/fd"))
        socket.send_fds(theirs, [b"abc"], [file.fileno()])
        assert channel.receive(3, time.monotonic() + 1) == b"abc"
        assert len(os.listdir("/proc/self/fd")) == before
        channel.close()
