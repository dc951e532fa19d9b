"""Resource limits of one candidate: memory, processor time, files, processes."""

from __future__ import annotations

import math
import resource
from pathlib import Path

_MIB = 1 << 20
MAX_THREADS = 64
MAX_FILES = 64


def restrict(memory_mb: int, seconds: float) -> None:
    """Limit the calling process for good.

    Args:
        memory_mb: MiB of address space beyond what is mapped now (the libraries).
        seconds: processor time; the grader's own clock is the deadline that counts, this one outlives the grader.
    """
    cpu = math.ceil(seconds) + 1
    for limit, value in {
        resource.RLIMIT_AS: _mapped() + memory_mb * _MIB,
        resource.RLIMIT_CPU: cpu,
        resource.RLIMIT_CORE: 0,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_MEMLOCK: 0,
        resource.RLIMIT_NOFILE: MAX_FILES,
        resource.RLIMIT_NPROC: MAX_THREADS,
    }.items():
        resource.setrlimit(limit, (value, value))


def first_to_die() -> None:
    """Ask the kernel to take this process first when memory runs out."""
    Path("/proc/self/oom_score_adj").write_text("1000")


def _mapped() -> int:
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    return pages * resource.getpagesize()
