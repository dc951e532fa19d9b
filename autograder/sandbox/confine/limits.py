"""Resource limits of one candidate: memory, processor time, files, processes."""

from __future__ import annotations

import contextlib
import math
import os
import resource
from collections.abc import Iterator

from autograder.sandbox.confine import gpu

_MIB = 1 << 20
MAX_THREADS = 64
MAX_FILES = 64


def restrict(memory_mb: int, seconds: float, *, own_user: bool, for_gpu: bool = False) -> None:
    """Limit the calling process for good.

    Args:
        memory_mb: MiB of address space beyond what is mapped now (the libraries); `for_gpu` of writable memory, for
            CUDA reserves more addresses than any machine has memory.
        seconds: processor time; the grader's own clock is the deadline that counts, this one outlives the grader.
        own_user: whether the process shares its user with no other. The kernel counts all threads of a user, so a
            shared one may have some more than the whole machine has now: no bomb, and room for whoever else it is.
    """
    memory = (resource.RLIMIT_DATA, _writable()) if for_gpu else (resource.RLIMIT_AS, mapped())
    first_to_die()
    values = {
        memory[0]: memory[1] + memory_mb * _MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: memory_mb * _MIB if for_gpu else 0,  # of files in memory: there are no others
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: gpu.MAX_FILES if for_gpu else MAX_FILES,
        resource.RLIMIT_NPROC: MAX_THREADS if own_user else _threads_of_all() + MAX_THREADS,
    }
    for limit, value in values.items():
        _limit(limit, value, value)
    cpu = math.ceil(seconds * len(os.sched_getaffinity(0))) + 1  # of all threads together
    _limit(resource.RLIMIT_CPU, cpu, cpu + 1)  # the first ends it with a signal that says why


def _limit(limit: int, soft: int, hard: int) -> None:
    """Set a limit, or keep the one that is there already if it is stricter: only root could raise it."""
    _, now = resource.getrlimit(limit)
    most = hard if now == resource.RLIM_INFINITY else min(hard, now)
    resource.setrlimit(limit, (min(soft, most), most))


def first_to_die(but_for_children: bool = False) -> None:
    """Ask the kernel to take this process first when memory runs out, or right after those of its children that ask."""
    with _open("/proc/self/oom_score_adj", os.O_WRONLY) as descriptor:
        os.write(descriptor, b"500" if but_for_children else b"1000")


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
