"""What a candidate inherits and uses up on Linux, which layers it takes, and what remains when parts of ours die."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time

import pytest

from autograder.errors import SandboxFault
from autograder.records import Isolation, Outcome
from autograder.sandbox.base import Bounds
from tests.autograder.sandbox.helpers import BOUNDS, ask, ends, failure, hand_in, module

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine import landlock
from autograder.sandbox.linux import _ENVIRONMENT, LinuxSandbox, SocketChannel, confines


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


INHERITED = """
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


def test_a_candidate_inherits_nothing_of_the_graders(start_linux):
    candidate = start_linux(INHERITED)
    assert (
        ask(candidate, "environment").items()
        <= {
            **_ENVIRONMENT,
            "LC_CTYPE": "C.UTF-8",
            "TORCHINDUCTOR_CACHE_DIR": "/tmp",
        }.items()
    )
    null = os.stat(os.devnull).st_rdev
    *standard, (_, channel) = ask(candidate, "descriptors")
    assert standard == [(0, null), (1, null), (2, null)]
    assert channel == 0  # a socket
    assert ask(candidate, "place") == "/"


def test_a_candidate_of_a_busy_grader_does_not_hold_the_warm_process_by_its_socket(tmp_path):
    """A grader with many open files hands the socket on under a number above a candidate's limit of files."""
    (tmp_path / "file").touch()
    with contextlib.ExitStack() as files:
        for _ in range(100):
            files.enter_context((tmp_path / "file").open())
        sandbox = files.enter_context(LinuxSandbox(()))
        candidate = sandbox.start(hand_in(INHERITED), BOUNDS)
        assert len(ask(candidate, "descriptors")) == 4  # 0, 1, 2 and its own socket
        candidate.close()


@pytest.mark.parametrize("layer", ["rlimits", "capabilities", "no_new_privs", "seccomp"])
def test_without_a_necessary_layer_it_does_not_confine(layer):
    with LinuxSandbox((), without=frozenset({layer})) as sandbox:
        assert not confines(sandbox.isolation)
        assert sandbox.isolation.missing[layer] == "left off on request"


@pytest.mark.skipif(landlock.abi() < 3, reason="the kernel has no Landlock that stops writing")
def test_on_a_kernel_that_has_the_layers_it_confines():
    """Elsewhere in these tests a sandbox that does not confine is a reason to skip."""
    with LinuxSandbox(()) as sandbox:
        assert confines(sandbox.isolation), sandbox.isolation.missing


def test_one_protection_from_reading_is_enough_and_none_is_not():
    necessary = ("rlimits", "capabilities", "no_new_privs", "seccomp")
    for layers, enough in {
        ("uid",): True,
        ("landlock",): True,
        ("namespaces",): True,
        ("uid", "landlock"): True,
        (): False,
    }.items():
        assert confines(Isolation(backend="linux", layers=necessary + layers)) is enough


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


def test_a_new_warm_process_must_confine_as_the_first_did():
    with LinuxSandbox(()) as sandbox:
        sandbox.isolation = Isolation(backend="linux", layers=("another",))
        sandbox.close()
        with pytest.raises(SandboxFault, match="layers of isolation went missing"):
            sandbox.start(hand_in(), BOUNDS)


def test_a_library_that_is_missing_is_named():
    with pytest.raises(SandboxFault, match=r"did not start: ModuleNotFoundError: No module named 'no_such_library'"):
        LinuxSandbox(("no_such_library",))


def test_where_memory_is_limited_more_tightly_already_it_is_our_fault(python_is):
    python_is(f'exec prlimit --as=700000000 {sys.executable} "$@"')
    with LinuxSandbox(()) as sandbox:
        assert "rlimits" in sandbox.isolation.layers
        candidate = sandbox.start(hand_in("def f(): return 1"), BOUNDS)
        with pytest.raises(SandboxFault, match=r"could not be started: a hard limit of memory .* of 4096 MiB"):
            sandbox.start(hand_in(), Bounds(seconds=5, memory_mb=4096, reply_mb=1))
        assert ask(candidate, "f") == 1  # the refusal was not the end of the warm process
        candidate.close()


@pytest.fixture
def python_is(monkeypatch, tmp_path):
    """Starts processes of ours with a shell script for Python."""

    def use(script):
        path = tmp_path / "python"
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        monkeypatch.setattr(sys, "executable", str(path))

    return use


def test_a_library_that_starts_threads_is_refused(python_is, tmp_path):
    (tmp_path / "threading_library.py").write_text(
        "import threading\nthreading.Thread(target=threading.Event().wait, daemon=True).start()\n"
    )
    python_is(f'PYTHONPATH={tmp_path} exec {sys.executable} "$@"')
    with pytest.raises(SandboxFault, match="has 2 threads; a library started some at import"):
        LinuxSandbox(("threading_library",))


def test_a_warm_process_that_fails_leaves_its_last_words(python_is):
    python_is("echo broken installation >&2")
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


@pytest.fixture
def channel():
    """A channel and the socket at its other end."""
    ours, theirs = socket.socketpair()
    with theirs:
        yield SocketChannel(ours), theirs
    ours.close()


@pytest.mark.parametrize("deed", ["receive", "send"])
def test_sending_and_receiving_keep_their_deadlines(channel, deed):
    ours, theirs = channel
    theirs.sendall(b"ab")
    rescue = threading.Timer(5, theirs.close)  # from a channel that does not
    rescue.start()
    deadline = time.monotonic() + 0.1
    with pytest.raises(TimeoutError):
        ours.receive(3, deadline) if deed == "receive" else ours.send([bytes(1 << 20)] * 100, deadline)
    rescue.cancel()


def test_a_trickle_does_not_outrun_the_deadline(channel):
    ours, theirs = channel
    timer = threading.Timer(0.15, theirs.sendall, [b"b"])
    timer.start()
    theirs.sendall(b"a")
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        ours.receive(3, started + 0.2)
    assert time.monotonic() - started < 0.34  # not a new allowance for each piece
    timer.join()


def test_who_hangs_up_is_at_the_end_of_file(channel):
    ours, theirs = channel
    theirs.close()
    for deed in (lambda: ours.receive(3, time.monotonic() + 1), lambda: ours.send([b"a"], time.monotonic() + 1)):
        with pytest.raises(EOFError):
            deed()
    ours.close()
    with pytest.raises(EOFError):
        ours.receive(3, time.monotonic() + 1)


def test_a_descriptor_that_is_sent_along_is_not_taken(channel):
    ours, theirs = channel
    with open(os.devnull) as file:
        before = len(os.listdir("/proc/self/fd"))
        socket.send_fds(theirs, [b"abc"], [file.fileno()])
        assert ours.receive(3, time.monotonic() + 1) == b"abc"
        assert len(os.listdir("/proc/self/fd")) == before


def test_nothing_of_a_hand_in_runs_while_it_is_compiled(start_linux):
    """A warning of the compiler imports `linecache`, which must not be the student's yet."""
    spy = "import sys\nsys.modules['__main__'].taken = True\nfrom collections import OrderedDict as cache\n"
    text = "import sys\nx = 1\nodd = x is 1\ndef taken(): return hasattr(sys.modules['__main__'], 'taken')\n"
    first, second = (start_linux(text, linecache=spy) for _ in range(2))
    assert [ask(first, "taken"), ask(second, "taken")] == [False, False]


def test_after_a_timeout_the_warm_process_is_another(monkeypatch):
    """Its late answer would be taken for that to the next question."""
    monkeypatch.setattr("autograder.sandbox.linux._ANSWER_SECONDS", 0.3)
    with LinuxSandbox(()) as sandbox:
        before = sandbox._warm._process.pid
        candidate = sandbox.start(hand_in("def f(): return 1"), BOUNDS)
        os.kill(before, signal.SIGSTOP)
        with pytest.raises(SandboxFault, match="did not answer within"):
            sandbox._warm.stop(candidate._process._pid)
        candidate.close()
        after = sandbox.start(hand_in("def f(): return 2"), BOUNDS)
        assert ask(after, "f") == 2
        assert sandbox._warm._process.pid != before
        after.close()


def test_no_two_candidates_share_a_user(start_linux):
    if os.getuid() != 0:
        pytest.skip("only root can change the user")
    text = "import os\ndef user(): return [os.getuid(), os.getgid()]\n"
    users = [ask(start_linux(text), "user") for _ in range(5)]
    assert len({uid for uid, _ in users}) == 5
    assert all(uid == gid for uid, gid in users)


@pytest.mark.parametrize("library", ["time", "sys"])
def test_a_library_that_is_built_in_opens_no_folder(library):
    with LinuxSandbox((library,)) as sandbox, LinuxSandbox(()) as other:
        assert sandbox.isolation == other.isolation


def test_a_notebook_that_is_several_modules_is_counted_in_each(start_linux):
    text = "def f(n):\n    for i in range(n): pass\n    return n\n"
    candidate = start_linux({name: module(name, text, origin="all.ipynb") for name in ("one", "two")})
    for name, file in {"one": "all.ipynb", "two": "all.ipynb (two)"}.items():
        result, steps = candidate.count(f"{name}.f", [9], {})
        assert result == 9
        assert {line.origin for line in steps.lines} == {file}
        assert max(line.times for line in steps.lines) >= 9
