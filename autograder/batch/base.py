"""What those who grade side by side need to know of their work."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, TypeVar

from autograder.records import Submission
from autograder.sandbox.base import Sandbox

DoneT = TypeVar("DoneT")
DoneT_co = TypeVar("DoneT_co", covariant=True)


@dataclass(frozen=True)
class Death:
    """How a process that worked on a submission ended before it was done.

    Attributes:
        code: its exit status, or minus the signal that ended it.
        errors: the end of what it wrote to standard error.
        overdue: seconds after which it was ended because nothing came of it; None where it ended by itself.
    """

    code: int | None
    errors: str = ""
    overdue: float | None = None

    def __str__(self) -> str:
        if self.overdue is not None:
            return f"nothing came of it within {self.overdue:.0f} s"
        return f"the process that graded it ended with code {self.code}"


class Work(Protocol[DoneT_co]):
    """What is done with each submission."""

    @property
    def patience(self) -> float:
        """Seconds after which nothing will come of a submission any more, far beyond what limits allow."""
        ...

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        ...

    def do(self, submission: Submission, sandbox: Sandbox) -> DoneT_co:
        """What comes of one submission; in a worker."""
        ...

    def died(self, submission: Submission, death: Death) -> DoneT_co:
        """What comes of one whose worker died; not in a worker."""
        ...
