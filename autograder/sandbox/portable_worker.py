"""In the subprocess of the portable back end: import the libraries, take the limits, serve until the grader is gone.

The grader may be killed while a submission runs in an endless loop. So a thread reads what the grader sends, and the
end of that ends this process and all that it started. While a submission holds on to the interpreter in C code, no
other thread gets to run: there the limit on processor time is what ends it.
"""

from __future__ import annotations

import contextlib
import importlib.util
import math
import os
import queue
import signal
import sys
import threading
import time
from typing import Any

from autograder.sandbox import wire
from autograder.sandbox.preload import import_libraries
from autograder.sandbox.worker import READY, Worker, reader, writer

_MIB = 1 << 20
_PIECE = 1 << 18  # bytes read at once


def main(libraries: tuple[str, ...]) -> None:
    """Say `READY` when the libraries are imported, and again when the limits that then came are in force."""
    reading, writing = os.dup(0), os.dup(1)
    null = os.open(os.devnull, os.O_RDWR)
    os.dup2(null, 0)
    os.dup2(null, 1)  # what the submission prints must not be taken for an answer
    if sys.platform == "win32":
        import msvcrt

        for descriptor in (reading, writing):
            msvcrt.setmode(descriptor, os.O_BINARY)
    import_libraries(libraries)
    with os.fdopen(writing, "wb") as outgoing:
        receive, send = reader(Inbox(reading)), writer(outgoing)
        send([READY])
        limits: Any = wire.read(receive, 0)
        limit(limits["memory_mb"], limits["seconds"])
        os.dup2(null, 2)
        send([READY])
        Worker(receive, send).serve()


class Inbox:
    """What the grader sends. It is read while a submission runs too: who reads notices that the grader is gone."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._pieces: queue.SimpleQueue[bytes] = queue.SimpleQueue()  # at most one request: the grader awaits answers
        self._rest = memoryview(b"")
        threading.Thread(target=self._pump, daemon=True).start()

    def readinto(self, buffer: memoryview, /) -> int:
        """Fill some of `buffer`; how much."""
        if not self._rest:
            self._rest = memoryview(self._pieces.get())
        count = min(len(self._rest), len(buffer))
        buffer[:count], self._rest = self._rest[:count], self._rest[count:]
        return count

    def _pump(self) -> None:
        while piece := os.read(self._descriptor, _PIECE):
            self._pieces.put(piece)
        end_all()


def end_all() -> None:
    """End this process, and where there are sessions all that it started in its own."""
    if sys.platform != "win32":
        os.killpg(0, signal.SIGKILL)
    os._exit(1)


def limit(memory_mb: int, seconds: float) -> None:
    """Limit this process for good, as far as the system has limits and keeps to them.

    Args:
        memory_mb: MiB of address space beyond what is mapped now (the libraries). Linux with /proc only: macOS takes
            such a limit and does not enforce it.
        seconds: processor time from now on; the grader's own clock is the deadline that counts, this one outlives it.
    """
    if importlib.util.find_spec("resource") is None:  # Windows
        return
    _lower("RLIMIT_CPU", math.ceil(time.process_time() + seconds) + 1, until_killed=1)
    if sys.platform == "linux":
        from autograder.sandbox.confine.limits import mapped

        with contextlib.suppress(OSError):  # /proc is not mounted
            _lower("RLIMIT_AS", mapped() + memory_mb * _MIB)


def _lower(name: str, value: int, until_killed: int = 0) -> None:
    """Set a limit, or leave one that is lower already.

    Args:
        until_killed: from the limit that warns to the one that ends it.
    """
    import resource

    kind = getattr(resource, name)
    _, most = resource.getrlimit(kind)
    hard = value + until_killed if most == resource.RLIM_INFINITY else min(value + until_killed, most)
    resource.setrlimit(kind, (min(value, hard), hard))


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
