"""What runs that were killed left behind; whoever holds the lock of a folder of results may clear it away."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

WORKSHOP = ".run"
"""The folder, among the results, for what a run needs only while it runs: no hand-in has such a name."""


def workshop(out: Path) -> Path:
    """The folder for what a run needs only while it runs, made if need be; for its owner only."""
    folder = out / WORKSHOP
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def clear(out: Path) -> None:
    """Remove half-written files, the workshop of the last run, and control groups without a grader.

    Processes end with their grader; only one that a control group shows to be left over has to be ended.
    """
    if (out / WORKSHOP).is_dir():
        from autograder.batch.slurm import cancel_left_over

        cancel_left_over(out / WORKSHOP)
        shutil.rmtree(out / WORKSHOP, ignore_errors=True)
    for pattern in (".*.tmp", "*/.*.tmp", "*/attempts/.*.tmp"):
        for leftover in out.glob(pattern):
            leftover.unlink(missing_ok=True)
    if sys.platform == "linux":
        from autograder.sandbox.confine import cgroup

        cgroup.clear()
