"""A process that holds the exam is closed to every other process of its user."""

from __future__ import annotations

import sys


def close_to_others() -> None:
    """Nobody but root may look into this process, nor into what it forks: it knows the answers.

    Linux: no tracing, no ``/proc/PID/environ`` or ``mem``, no core dump. Elsewhere it does nothing.
    """
    if sys.platform == "linux":
        from autograder.sandbox.confine.libc import PR_SET_DUMPABLE, prctl

        prctl(PR_SET_DUMPABLE, 0)
