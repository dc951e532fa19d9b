"""What stays the same while many submissions are graded."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from autograder.exam.session import Exam
from autograder.records import Submission
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading
from autograder.workspace import Workspace


class Work(Protocol):
    """What those who grade need to know."""

    @property
    def workspace(self) -> Workspace:
        """The assignment and its surroundings."""
        ...

    @property
    def exam(self) -> Exam:
        """All that is declared: what a fault of ours is told of."""
        ...

    def exam_for(self, submission: Submission) -> Exam:
        """What is to be held over `submission`."""
        ...

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        ...


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

    def exam_for(self, _: Submission) -> Exam:
        """The whole exam, for everybody."""
        return self.exam

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        workspace = self.workspace
        assignment = workspace.assignment
        secrets = (*workspace.private_paths, self.out)
        return for_grading(assignment.libraries, secrets, unsafe=self.unsafe, for_gpu=assignment.limits.gpu)
