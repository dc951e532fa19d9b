"""What is particular to plain subprocesses: pipes with deadlines, the spare, and that they run anywhere."""

import contextlib
import os
import threading
import time

import pytest

from autograder.errors import SandboxFault
from autograder.sandbox.base import CandidateFailure
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


def test_nothing_of_it_needs_linux():
    """The modules that other systems use, where what only Linux (or only POSIX) has cannot be imported."""
    loaded = in_python(
        """
        import sys
        for name in ("fcntl", "resource", "termios", "pwd", "grp"):
            sys.modules[name] = None
        import ctypes
        ctypes.CDLL = None
        import autograder.sandbox.portable, autograder.sandbox.choose, autograder.sandbox.worker
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
