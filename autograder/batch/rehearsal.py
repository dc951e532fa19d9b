"""The exam over the reference, before it is held over anybody else."""

from __future__ import annotations

from autograder.errors import ExamFault
from autograder.exam.reference import read_reference
from autograder.exam.session import Exam
from autograder.records import CheckResult, Outcome
from autograder.sandbox.base import Sandbox
from autograder.workspace import Workspace


def rehearse(workspace: Workspace, exam: Exam, sandbox: Sandbox) -> None:
    """Hold the exam over the reference: it must pass, or the exam is broken and nobody is graded.

    It also makes every case and expected answer before workers are forked.

    Raises:
        ExamFault: the reference does not pass every check.
    """
    if workspace.reference is None or not workspace.reference.is_dir():
        return
    failed = [r for r in exam.examine(read_reference(workspace), sandbox) if r.outcome is not Outcome.PASSED]
    if failed:
        raise ExamFault("the reference does not pass its own exam:\n" + "\n".join(map(_told, failed)))


def _told(result: CheckResult) -> str:
    return f"{result.check.id}: {result.outcome.value}: {result.message}\n{result.detail}".rstrip()
