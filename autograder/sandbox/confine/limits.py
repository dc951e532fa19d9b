"""Resource limits of one candidate: memory, processor time, files, processes."""

from __future__ import annotations

import contextlib
import math
import os
import resource
from collections.abc import Iterator

_MIB = 1 << 20
MAX_THREADS = 64
MAX_FILES = 64


def restrict(memory_mb: int, seconds: float, *, own_user: bool) -> None:
    """Limit the calling process for good.

    Args:
        memory_mb: MiB of address space beyond what is mapped now (the libraries).
        seconds: processor time; the grader's own clock is the deadline that counts, this one outlives the grader.
        own_user: whether the process shares its user with no other. The kernel counts all threads of a user, so a
            shared one may have some more than the whole machine has now: no bomb, and room for whoever else it is.
    """
    values = {
        resource.RLIMIT_AS: _mapped() + memory_mb * _MIB,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: MAX_FILES,
        resource.RLIMIT_NPROC: MAX_THREADS if own_user else _threads_of_all() + MAX_THREADS,
    }
    for limit, value in values.items():
        _limit(limit, value, value)
    cpu = math.ceil(seconds) + 1
    _limit(resource.RLIMIT_CPU, cpu, cpu + 1)  # the first ends it with a signal that says why


def _limit(limit: int, soft: int, hard: int) -> None:
    """Set a limit, or keep the one that is there already if it is stricter: only root could raise it."""
    _, now = resource.getrlimit(limit)
    most = hard if now == resource.RLIM_INFINITY else min(hard, now)
    resource.setrlimit(limit, (min(soft, most), most))


def first_to_die() -> None:
    """Ask the kernel to take this process and its children first when memory runs out, the largest of them."""
    with _open("/proc/self/oom_score_adj", os.O_WRONLY) as descriptor:
        os.write(descriptor, b"1000")


def _mapped() -> int:
    with _open("/proc/self/statm", os.O_RDONLY) as descriptor:
        return int(os.read(descriptor, 256).split()[0]) * resource.getpagesize()


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
