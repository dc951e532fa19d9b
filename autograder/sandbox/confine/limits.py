"""Resource limits of one candidate: memory, processor time, files, processes."""

from __future__ import annotations

import contextlib
import ctypes
import math
import os
import resource
from collections.abc import Iterator

from autograder.sandbox.confine import gpu
from autograder.sandbox.confine.libc import of

_MIB = 1 << 20
MAX_THREADS = 64
MAX_FILES = 64


class Limits:
    """Those of one child of this process at a time. What is the same for all of them, this process takes on itself.

    Attributes:
        calls: for the child to make, after `aim`.
    """

    def __init__(self, *, own_user: bool, for_gpu: bool = False) -> None:
        """Count from what is there now.

        Args:
            own_user: whether a child shares its user with no other process. The kernel counts all threads of a user,
                so a shared one may have some more than the whole machine has now: no bomb, and room for whoever else
                it is.
            for_gpu: limit writable memory and not addresses, of which CUDA reserves more than any machine has memory.
        """
        self._own_user, self._for_gpu = own_user, for_gpu
        self._before = _writable() if for_gpu else mapped()
        self._cores = len(os.sched_getaffinity(0))
        files = gpu.MAX_FILES if for_gpu else MAX_FILES
        for limit, value in ((resource.RLIMIT_CORE, 0), (resource.RLIMIT_MEMLOCK, 0), (resource.RLIMIT_NOFILE, files)):
            value = min(_hard(limit), value)
            resource.setrlimit(limit, (value, value))
        self._memory = _Limit(resource.RLIMIT_DATA if for_gpu else resource.RLIMIT_AS)
        self._files = _Limit(resource.RLIMIT_FSIZE)
        self._threads = _Limit(resource.RLIMIT_NPROC)
        self._cpu = _Limit(resource.RLIMIT_CPU)
        self.calls = tuple(limit.call for limit in (self._memory, self._files, self._threads, self._cpu))

    def aim(self, memory_mb: int, seconds: float) -> None:
        """Say what the next child may take.

        Args:
            memory_mb: MiB beyond what is there already (the libraries).
            seconds: processor time; the grader's own clock is the deadline that counts, this one outlives the grader.

        Raises:
            OSError: this process may not have so much memory itself; a candidate with less would look guilty.
        """
        memory, threads = memory_mb * _MIB, 0 if self._own_user else _threads_of_all()
        cpu = math.ceil(seconds * self._cores) + 1  # of all threads together
        if self._before + memory > self._memory.most:
            left = max(0, self._memory.most - self._before) // _MIB
            raise OSError(f"a hard limit of memory here leaves a candidate {left} of {memory_mb} MiB (ulimit -H -a)")
        self._memory.aim(self._before + memory)
        self._files.aim(memory if self._for_gpu else 0)  # in memory: there are no others
        self._threads.aim(threads + MAX_THREADS)
        self._cpu.aim(cpu, cpu + 1)  # the first ends it with a signal that says why


class _Limit:
    """One, never weaker than it is now: only root could raise it."""

    def __init__(self, limit: int) -> None:
        self.most = _hard(limit)
        self._values = (ctypes.c_ulong * 2)()
        self.call = of("setrlimit", ctypes.c_int(limit), self._values)

    def aim(self, soft: int, hard: int | None = None) -> None:
        self._values[0] = min(self.most, soft)
        self._values[1] = min(self.most, soft if hard is None else hard)


def _hard(limit: int) -> int:
    """As the kernel counts: no limit is the greatest number there is, and great ones are not below zero."""
    return resource.getrlimit(limit)[1] % (1 << 64)


class Turn:
    """Whom the kernel ends when memory runs out: candidates before the parent that made this.

    A child inherits the turn of its parent at its birth; to change it later would cost each child far more.
    """

    def __init__(self) -> None:
        self._file = os.open("/proc/self/oom_score_adj", os.O_RDWR | os.O_CLOEXEC)
        self._own = os.pread(self._file, 16, 0).strip()

    def first(self) -> None:
        """For the children that are born now."""
        os.pwrite(self._file, b"1000", 0)

    def second(self) -> None:
        """For the parent: as it was, so that not even a small group is fuller of it than of a candidate."""
        os.pwrite(self._file, self._own, 0)


def mapped() -> int:
    """Bytes of address space that this process has mapped."""
    return _pages()[0] * resource.getpagesize()


def _writable() -> int:
    """Bytes of memory of its own that this process may write to."""
    return _pages()[5] * resource.getpagesize()


def _pages() -> list[int]:
    with _open("/proc/self/statm", os.O_RDONLY) as descriptor:
        return [int(count) for count in os.read(descriptor, 256).split()]


def _threads_of_all() -> int:
    with _open("/proc/loadavg", os.O_RDONLY) as descriptor:
        return int(os.read(descriptor, 256).split()[3].partition(b"/")[2])


@contextlib.contextmanager
def _open(path: str, flags: int) -> Iterator[int]:
    """A bare descriptor: text streams touch, and so copy, far more memory of the warm process."""
    descriptor = os.open(path, flags)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
