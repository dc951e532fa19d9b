"""What stays the same over a batch."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from autograder.exam.session import Exam
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading
from autograder.workspace import Workspace


@dataclass(frozen=True)
class Batch:
    """Everything that stays the same over a batch.

    Attributes:
        out: one folder per hand-in is written here, with its ``results.json``.
        unsafe: grade even where candidates cannot be confined.
    """

    workspace: Workspace
    exam: Exam
    out: Path
    unsafe: bool = False

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        workspace = self.workspace
        limits = workspace.assignment.limits
        secrets = (*workspace.private_paths, self.out)
        return for_grading(limits.libraries, secrets, unsafe=self.unsafe, for_gpu=limits.gpu)
