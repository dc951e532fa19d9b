import errno
import os
import signal
import subprocess
import sys
import time
from multiprocessing.context import ForkProcess
from pathlib import Path

import pytest

from autograder.gradescope.supervise import Ending, supervise

from ..sandbox.helpers import ends

ADJUSTED = Path("/proc/self/oom_score_adj")
pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Gradescope's containers are Linux")


def sleeper(file):
    """Work that says who it is and then takes for ever."""

    def work():
        file.write_text(str(os.getpid()))
        time.sleep(600)

    return work


def test_work_that_returns_is_done(tmp_path):
    assert supervise(lambda: (tmp_path / "x").write_text("done") and None, 60) == Ending("done")
    assert (tmp_path / "x").read_text() == "done"


def test_work_that_raises_has_failed_and_says_why(capfd):
    assert supervise(lambda: 1 / 0, 60) == Ending("failed")
    assert "ZeroDivisionError" in capfd.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_work_whose_process_dies_was_killed(number):
    assert supervise(lambda: os.kill(os.getpid(), number), 60) == Ending("killed", number)


def test_work_that_takes_too_long_is_late_and_gone(tmp_path):
    started = time.monotonic()
    assert supervise(sleeper(tmp_path / "pid"), 0.5) == Ending("late")
    assert time.monotonic() - started < 10
    assert ends(int((tmp_path / "pid").read_text()))


def test_work_that_ignores_signals_is_gone_too(tmp_path):
    def work():
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        sleeper(tmp_path / "pid")()

    assert supervise(work, 1.0) == Ending("late")
    assert ends(int((tmp_path / "pid").read_text()))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_to_this_process_stops_the_work(tmp_path, number):
    def work():
        (tmp_path / "pid").write_text(str(os.getpid()))
        os.kill(os.getppid(), number)
        time.sleep(600)

    before = signal.signal(number, signal.SIG_DFL)  # in the background of a shell, SIGINT is ignored
    try:
        assert supervise(work, 60) == Ending("stopped", number)
        assert signal.getsignal(number) == signal.SIG_DFL
    finally:
        signal.signal(number, before)
    assert ends(int((tmp_path / "pid").read_text()))


STOPPED_AT_ONCE = """
import os, signal, threading, time
from multiprocessing.context import ForkProcess
from autograder.gradescope.supervise import supervise

threading.Thread(target=time.sleep, args=(600,), daemon=True).start()  # it blocks no signals, as those of libraries
start = ForkProcess.start

def slowly(process):
    start(process)
    time.sleep(1)  # the work is quicker than we are

ForkProcess.start = slowly
signal.signal(signal.{name}, signal.SIG_DFL)

def work():
    os.kill(os.getppid(), signal.{name})
    time.sleep(600)

ending = supervise(work, 60)
print(ending.kind, "by", ending.signal)
"""


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_while_the_work_starts_stops_it(number):
    """Another thread may take it: so in a process of its own, which a mistake may end."""
    program = STOPPED_AT_ONCE.format(name=number.name)
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert (run.stdout.strip(), run.returncode) == (f"stopped by {number:d}", 0), run.stderr


def test_where_no_process_can_be_had_nothing_stays_changed(monkeypatch):
    def refused(process):
        raise BlockingIOError(errno.EAGAIN, "no more processes")

    monkeypatch.setattr(ForkProcess, "start", refused)
    before = [signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, [])]
    with pytest.raises(BlockingIOError):
        supervise(lambda: None, 60)
    assert [signal.getsignal(signal.SIGTERM), signal.pthread_sigmask(signal.SIG_BLOCK, [])] == before


def test_work_ends_with_the_process_that_supervises_it(tmp_path):
    supervisor = os.fork()
    if supervisor == 0:
        supervise(sleeper(tmp_path / "pid"), 60)
        os._exit(0)
    deadline = time.monotonic() + 20
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline
        time.sleep(0.01)
    os.kill(supervisor, signal.SIGKILL)
    os.waitpid(supervisor, 0)
    assert ends(int((tmp_path / "pid").read_text()))


def test_a_kernel_short_of_memory_ends_the_work_first(tmp_path):
    def work():
        (tmp_path / "score").write_text(ADJUSTED.read_text())

    supervise(work, 60)
    assert int((tmp_path / "score").read_text()) > int(ADJUSTED.read_text())
