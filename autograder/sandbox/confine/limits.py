"""Resource limits of one candidate: memory, processor time, files, processes."""

from __future__ import annotations

import contextlib
import math
import os
import resource
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.sandbox.confine import gpu

_MIB = 1 << 20
MAX_THREADS = 64
MAX_FILES = 64


@dataclass(frozen=True)
class Start:
    """What the children of a process start from, found out once for all of them.

    Attributes:
        memory: bytes that are there already, of the kind that is limited.
        cores: that they may run on.
    """

    memory: int
    cores: int


def start(*, for_gpu: bool = False) -> Start:
    """That of this process as it is now."""
    return Start(_writable() if for_gpu else mapped(), len(os.sched_getaffinity(0)))


def restrict(
    memory_mb: int, seconds: float, *, own_user: bool, for_gpu: bool = False, since: Start | None = None
) -> None:
    """Limit the calling process for good.

    Args:
        memory_mb: MiB of address space beyond what is mapped now (the libraries); `for_gpu` of writable memory, for
            CUDA reserves more addresses than any machine has memory.
        seconds: processor time; the grader's own clock is the deadline that counts, this one outlives the grader.
        own_user: whether the process shares its user with no other. The kernel counts all threads of a user, so a
            shared one may have some more than the whole machine has now: no bomb, and room for whoever else it is.
        since: what the parent started from.
    """
    before = since or start(for_gpu=for_gpu)
    values = {
        resource.RLIMIT_DATA if for_gpu else resource.RLIMIT_AS: before.memory + memory_mb * _MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: memory_mb * _MIB if for_gpu else 0,  # of files in memory: there are no others
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: gpu.MAX_FILES if for_gpu else MAX_FILES,
        resource.RLIMIT_NPROC: MAX_THREADS if own_user else _threads_of_all() + MAX_THREADS,
    }
    for limit, value in values.items():
        _limit(limit, value, value)
    cpu = math.ceil(seconds * before.cores) + 1  # of all threads together
    _limit(resource.RLIMIT_CPU, cpu, cpu + 1)  # the first ends it with a signal that says why


def _limit(limit: int, soft: int, hard: int) -> None:
    """Set a limit, or keep the one that is there already if it is stricter: only root could raise it."""
    _, now = resource.getrlimit(limit)
    most = hard if now == resource.RLIM_INFINITY else min(hard, now)
    resource.setrlimit(limit, (min(soft, most), most))


class Turn:
    """Whom the kernel ends when memory runs out: candidates first, then the parent that made this, then others.

    A child inherits the turn of its parent at its birth; to change it later would cost each child far more.
    """

    def __init__(self) -> None:
        self._file = os.open("/proc/self/oom_score_adj", os.O_WRONLY | os.O_CLOEXEC)
        self.second()

    def first(self) -> None:
        """For the children that are born now."""
        os.pwrite(self._file, b"1000", 0)

    def second(self) -> None:
        """For the parent."""
        os.pwrite(self._file, b"500", 0)


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
