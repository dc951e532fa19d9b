"""What runs that were killed left behind; whoever holds the lock of a folder of results may clear it away."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from autograder.batch.slurm import cancel_left_over
from autograder.batch.workshop import WORKSHOP


def clear(out: Path) -> None:
    """Remove half-written files, the workshop of the last run, and control groups without a grader.

    Processes end with their grader; only one that a control group shows to be left over has to be ended.
    """
    if (out / WORKSHOP).is_dir():
        cancel_left_over(out / WORKSHOP)
        shutil.rmtree(out / WORKSHOP, ignore_errors=True)
    for pattern in (".*.tmp", "*/.*.tmp", "*/attempts/.*.tmp"):
        for leftover in out.glob(pattern):
            leftover.unlink(missing_ok=True)
    if sys.platform == "linux":
        from autograder.sandbox.confine import cgroup

        cgroup.clear()
