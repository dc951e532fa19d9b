"""Grader side: the processor time of another process, which that process cannot forge."""

from __future__ import annotations

import sys
import time


def processor_seconds(pid: int) -> float | None:
    """What all threads of the process have used since it began; None where the system does not tell.

    Linux tells anybody, to the nanosecond, by a clock whose number is made of that of the process:
    ``clock_getcpuclockid(3)``.
    """
    if sys.platform != "linux":
        return None
    try:
        return time.clock_gettime(~pid << 3 | 2)
    except OSError:
        return None
