"""What is particular to plain subprocesses: pipes with deadlines, the spare, and that they run anywhere."""

import contextlib
import os
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from pathlib import Path

import pytest

from autograder.errors import SandboxFault
from autograder.sandbox.base import Bounds, CandidateFailure
from autograder.sandbox.portable import PipeChannel, PortableSandbox, _environment
from tests.autograder.sandbox.helpers import BOUNDS, ask, ends, failure, hand_in, in_python


@pytest.fixture
def pipes():
    """A channel, and the other ends of its two pipes."""
    read, their_write = os.pipe()
    their_read, write = os.pipe()
    incoming, outgoing = os.fdopen(read, "rb", buffering=0), os.fdopen(write, "wb", buffering=0)
    channel = PipeChannel(incoming, outgoing)
    yield channel, their_read, their_write
    for descriptor in (their_read, their_write):
        with contextlib.suppress(OSError):
            os.close(descriptor)
    channel.close()


def in_a_moment(seconds=5.0):
    return time.monotonic() + seconds


def test_bytes_come_in_their_order_however_they_are_cut(pipes):
    channel, their_read, their_write = pipes
    os.write(their_write, b"abcde")
    assert channel.receive(2, in_a_moment()) == b"ab"
    os.write(their_write, b"fgh")
    assert channel.receive(6, in_a_moment()) == b"cdefgh"
    assert channel.receive(0, in_a_moment()) == b""
    channel.send([b"abc", memoryview(b"def")], in_a_moment())
    assert os.read(their_read, 100) == b"abcdef"


def test_deadlines_hold_in_both_directions(pipes):
    channel, _, their_write = pipes
    os.write(their_write, b"ab")
    with pytest.raises(TimeoutError):
        channel.receive(3, in_a_moment(0.1))
    with pytest.raises(TimeoutError):
        channel.send([bytes(10 << 20)], in_a_moment(0.1))


def test_hanging_up_is_the_end_of_file_every_time(pipes):
    channel, their_read, their_write = pipes
    os.close(their_write)
    os.close(their_read)
    for _ in "ab":
        with pytest.raises(EOFError):
            channel.receive(1, in_a_moment())
        with pytest.raises(EOFError):
            channel.send([b"a" * 100], in_a_moment())


def written_until_full(descriptor):
    os.set_blocking(descriptor, False)
    written, last = 0, time.monotonic()
    while written < 20 << 20 and time.monotonic() < last + 0.3:
        try:
            written += os.write(descriptor, bytes(1 << 16))
            last = time.monotonic()
        except BlockingIOError:
            time.sleep(0.001)
    return written


def threads_fall_to(count):
    deadline = in_a_moment()
    while threading.active_count() > count and time.monotonic() < deadline:
        time.sleep(0.01)
    return threading.active_count() <= count


def test_what_nobody_takes_is_not_gathered(pipes):
    channel, _, their_write = pipes
    written = written_until_full(their_write)
    assert 0 < written < 20 << 20
    assert channel.receive(written, in_a_moment(20)) == bytes(written)


def test_hanging_up_on_a_flood_frees_the_thread(pipes):
    channel, _, their_write = pipes
    with_it = threading.active_count()
    written_until_full(their_write)
    channel.close()
    os.close(their_write)
    assert threads_fall_to(with_it - 1)


def test_no_thread_outlives_its_candidate():
    before = threading.active_count()
    with PortableSandbox(()) as sandbox:
        for ending in ("return 1", "os._exit(0)"):
            candidate = sandbox.start(hand_in(f"import os\ndef f(): {ending}"), BOUNDS)
            with contextlib.suppress(CandidateFailure):
                ask(candidate, "f")
            candidate.close()
    assert threads_fall_to(before)


def test_the_spare_is_ready_and_ends_with_the_sandbox():
    with PortableSandbox(()) as sandbox:
        spare = sandbox._spare
        source = (
            "import os\ndef f(): return os.getpid()\ndef standard(): return [os.fstat(d).st_rdev for d in range(3)]"
        )
        candidate = sandbox.start(hand_in(source), BOUNDS)
        assert ask(candidate, "f") == spare._popen.pid
        assert ask(candidate, "standard") == [os.stat(os.devnull).st_rdev] * 3
        candidate.close()
        last = sandbox._spare
        assert last is not spare
    assert ends(last._popen.pid)


def test_it_claims_no_isolation(portable):
    assert portable.isolation.layers == ()
    assert "isolation" in portable.isolation.missing


def test_a_library_that_is_missing_is_named():
    sandbox = PortableSandbox(("no_such_library",))
    with sandbox, pytest.raises(SandboxFault, match="No module named 'no_such_library'"):
        sandbox.start(hand_in(), BOUNDS)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_who_escapes_with_the_pipe_does_not_hold_up_the_grader(portable):
    """A daemon of a session of its own keeps the pipes open; this back end cannot find it, and must not wait for it."""
    candidate = portable.start(
        hand_in(
            """
            import os, time
            def f():
                if os.fork() == 0:
                    os.setsid()
                    time.sleep(3)
                    os._exit(0)
                os._exit(5)
            """
        ),
        BOUNDS,
    )
    candidate._seconds_left = 0.5
    started = time.monotonic()
    assert failure(candidate, "f")
    candidate.close()
    assert time.monotonic() - started < 2.5


ORPHAN = """
    import sys, threading
    from autograder.sandbox.base import Bounds
    from autograder.sandbox.portable import PortableSandbox
    from tests.autograder.sandbox.helpers import hand_in
    with PortableSandbox(()) as sandbox:
        candidate = sandbox.start(hand_in(sys.argv[1]), Bounds(seconds=float(sys.argv[2]), memory_mb=256, reply_mb=1))
        print(candidate.call("work.pid", [], {}), sandbox._spare._popen.pid, flush=True)
        candidate.call("work.f", [], {})
"""


def killed_while_it_waits(source, seconds):
    """The candidate of a grader that was killed, and its spare."""
    command = [sys.executable, "-c", textwrap.dedent(ORPHAN), f"import os\ndef pid(): return os.getpid()\n{source}"]
    with subprocess.Popen([*command, str(seconds)], stdout=subprocess.PIPE, text=True) as grader:
        pids = [int(pid) for pid in grader.stdout.readline().split()]
        time.sleep(0.2)  # the call has begun, or is about to
        grader.kill()
    return pids


def test_an_endless_loop_does_not_outlive_a_grader_that_is_killed():
    for pid in killed_while_it_waits("def f():\n    while True: pass", seconds=60):
        assert ends(pid, within=5)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on processor time")
def test_a_loop_that_never_lets_go_of_the_interpreter_outlives_the_grader_by_its_own_limit_at_most():
    loop = "import re\ndef f(): re.match('(a+)+$', 'a' * 60 + 'b')"
    for pid in killed_while_it_waits(loop, seconds=1):
        assert ends(pid, within=15)


@pytest.fixture
def slow_library(tmp_path, monkeypatch):
    """A library that takes a second to import."""
    (tmp_path / "slow_library.py").write_text("import time\ntime.sleep(1)\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return "slow_library"


def test_a_check_does_not_wait_for_imports_if_the_spare_is_ready(slow_library):
    with PortableSandbox((slow_library,)) as sandbox:
        for _ in "ab":
            time.sleep(2)  # the exam does something else
            started = time.monotonic()
            candidate = sandbox.start(hand_in("import slow_library\ndef f(): return 1"), BOUNDS)
            assert ask(candidate, "f") == 1
            assert time.monotonic() - started < 0.7
            candidate.close()


def belongings():
    """What this process holds: threads, descriptors, children."""
    descriptors = len(os.listdir("/proc/self/fd"))
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return threading.active_count(), descriptors, len(children)


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="looks at the process table")
def test_fifty_candidates_leave_nothing_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    before = belongings()
    with PortableSandbox(()) as sandbox:
        for number in range(50):
            candidate = sandbox.start(hand_in("import os\ndef f(x): return x if x % 5 else os._exit(1)"), BOUNDS)
            with contextlib.suppress(CandidateFailure):
                assert ask(candidate, "f", number) == number
            candidate.close()
            assert os.listdir(tmp_path) == []
    threads_fall_to(before[0])
    assert belongings() == before


def test_limits_that_cannot_be_put_on_are_our_fault():
    with PortableSandbox(()) as sandbox, pytest.raises(SandboxFault, match=r"(?s)did not start.*ValueError"):
        sandbox.start(hand_in(), Bounds(seconds=float("nan"), memory_mb=1, reply_mb=1))


@pytest.mark.skipif(sys.platform != "linux", reason="address space is limited on Linux only")
def test_a_limit_that_is_lower_already_is_left():
    said = in_python(
        """
        import resource
        from autograder.sandbox.portable_worker import limit
        resource.setrlimit(resource.RLIMIT_CPU, (7, 9))
        limit(100, 1000)
        print(resource.getrlimit(resource.RLIMIT_CPU))
        limit(100, 2)
        print(resource.getrlimit(resource.RLIMIT_CPU)[0] < 7, resource.getrlimit(resource.RLIMIT_AS)[0] < 1 << 40)
        """
    )
    assert said.splitlines() == ["(9, 9)", "True True"]


@pytest.mark.skipif(sys.platform != "linux", reason="/proc is Linux's")
def test_without_proc_processor_time_is_limited_all_the_same():
    said = in_python(
        """
        import os, resource
        real = os.open
        def without_proc(path, *more, **options):
            if str(path).startswith("/proc"):
                raise FileNotFoundError(2, "No such file or directory", path)
            return real(path, *more, **options)
        os.open = without_proc
        from autograder.sandbox.portable_worker import limit
        limit(100, 2)
        print(resource.getrlimit(resource.RLIMIT_CPU)[0] < 7)
        """
    )
    assert said == "True"


def test_nothing_of_it_needs_linux():
    """The modules that other systems use, where what only Linux (or only POSIX) has cannot be imported."""
    loaded = in_python(
        """
        import sys
        for name in ("fcntl", "resource", "termios", "pwd", "grp"):
            sys.modules[name] = None
        import ctypes
        ctypes.CDLL = None
        import autograder.sandbox.portable, autograder.sandbox.choose, autograder.sandbox.portable_worker
        autograder.sandbox.portable_worker.limit(1, 1)
        import autograder.sandbox.preload, autograder.sandbox.candidate, autograder.sandbox.loader
        print([name for name in sys.modules if "linux" in name or "confine" in name or name.endswith("warm")])
        """
    )
    assert loaded == "[]"


def test_what_the_environment_says_of_threads_is_overruled(monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "8")
    monkeypatch.setenv("PYTHONPATH", "kept")
    environment = _environment()
    assert (environment["OMP_NUM_THREADS"], environment["PYTHONPATH"]) == ("1", "kept")
