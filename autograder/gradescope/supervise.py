"""Run work in a process of its own, and end it in time: whatever becomes of it, this process can still say so."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from types import FrameType
from typing import Literal

_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


@dataclass(frozen=True)
class Ending:
    """How the work ended.

    Attributes:
        kind: ``done``: it returned; ``failed``: it raised, and what stands on standard error; ``killed``: its process
            died of `signal`; ``late``: its time was up; ``stopped``: this process was told to end by `signal`.
    """

    kind: Literal["done", "failed", "killed", "late", "stopped"]
    signal: int = 0


class _Stopped(BaseException):
    """A signal that asks this process to end."""


def supervise(work: Callable[[], None], seconds: float) -> Ending:
    """Run `work` in a fork for at most `seconds`; when this returns, that process is gone.

    Nothing that needs threads or much memory should be loaded before: the fork shares it, and this process must be the
    last that a kernel short of memory ends.
    """
    process = multiprocessing.get_context("fork").Process(target=_work, args=(work, os.getpid()))
    stop = _Stop()
    before = {number: signal.signal(number, stop) for number in _SIGNALS}
    try:
        _start(process)
        try:
            with stop.at_once():
                process.join(seconds)
            return _ending(process)
        except _Stopped:
            return Ending("stopped", stop.signals[0])
        finally:
            process.kill()
            process.join()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _start(process: BaseProcess) -> None:
    """Start it with these signals held back, until its own handlers are in place."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _SIGNALS)
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Stop:
    """A handler of signals that ask this process to end: it notes them, and raises only where somebody waits.

    A mask alone does not hold them back while the work starts: the kernel hands a signal to any thread that does not
    block it, and libraries have threads of their own.
    """

    def __init__(self) -> None:
        self.signals: list[int] = []
        self._raises = False

    def __call__(self, number: int, _: FrameType | None) -> None:
        self.signals.append(number)
        if self._raises:
            raise _Stopped

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Raise in this block, also for what came before it."""
        try:
            self._raises = True
            if self.signals:
                raise _Stopped
            yield
        finally:
            self._raises = False


def _ending(process: BaseProcess) -> Ending:
    code = process.exitcode
    if code is None:
        return Ending("late")
    return Ending("done") if code == 0 else Ending("killed", -code) if code < 0 else Ending("failed")


def _work(work: Callable[[], None], parent: int) -> None:
    """In the fork: signals as usual, and an end with the parent."""
    for number in _SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, _SIGNALS)
    _prefer_to_die(parent)
    work()  # what it raises is printed by multiprocessing, and is exit status 1


def _prefer_to_die(parent: int) -> None:
    """Linux: of the two processes, a kernel that is short of memory ends this one, and it ends with the other."""
    if sys.platform != "linux":
        return
    from pathlib import Path

    from autograder.sandbox.confine.libc import PR_SET_PDEATHSIG, prctl

    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
    with suppress(OSError):  # not every container has the file
        Path("/proc/self/oom_score_adj").write_text("500")
