"""Grade many hand-ins on the cores of one machine, each result on disk as soon as it is known.

The exam is collected and rehearsed on the reference once; then forked workers take hand-ins one at a time, so that they
share the cases and expected answers. A worker that dies costs only the hand-in it held, as a fault; one that cannot
open a sandbox stops the batch, because no other would fare better.
"""

from __future__ import annotations

import sys
from collections.abc import Generator, Iterator
from contextlib import closing
from pathlib import Path

from autograder.batch.base import Batch, Work
from autograder.batch.crew import Crew
from autograder.batch.records import RESULTS_FILE, Records, Report
from autograder.collect import WeightsStore
from autograder.errors import ConfigError, ExamFault, GraderFault
from autograder.exam.reference import read_reference
from autograder.exam.session import Exam
from autograder.grading import grade
from autograder.records import CheckResult, Graded, Outcome, Submission
from autograder.sandbox.base import Sandbox
from autograder.workspace import Workspace

__all__ = ["RESULTS_FILE", "Batch", "Report", "Work", "grade_all", "rehearse", "run"]


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


def run(batch: Batch, source: Path, workers: int, report: Report) -> None:
    """Grade every hand-in of `source`, in no particular order; then write the summary, also if interrupted.

    Args:
        report: called in this process for each hand-in, after its result is on disk.

    Raises:
        ExportError: `source` cannot be read.
        ConfigError: results cannot be written.
        SandboxFault: there is no isolation here, or no more; results that are done are kept, all others are held.
    """
    _make_private(batch.out)
    store = WeightsStore(batch.workspace.assignment.networks)
    records = Records(batch, report, store)
    waiting = records.readable(source)
    try:
        with closing(grade_all(batch, waiting, workers)) as done:
            for graded in done:
                records.finish(graded)
    except GraderFault as fault:
        records.hold(waiting, str(fault))
        raise
    finally:
        store.close()
        records.write_summary()


def grade_all(work: Work, waiting: Iterator[Submission], workers: int) -> Generator[Graded]:
    """Grade what is waiting, in no particular order: by forked workers, or here where there is no fork.

    Closing the generator ends the workers.

    Raises:
        SandboxFault: there is no isolation here, or no more.
    """
    if workers < 1 or not _can_fork():
        with work.sandbox() as sandbox:
            for submission in waiting:
                yield grade(work.workspace, work.exam_for(submission), submission, sandbox)
        return
    with Crew(work, workers) as crew:
        yield from crew.grade(waiting)


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: results cannot be written there ({error.strerror})") from None


def _told(result: CheckResult) -> str:
    return f"{result.check.id}: {result.outcome.value}: {result.message}\n{result.detail}".rstrip()


def _can_fork() -> bool:
    """MacOS has fork, but its own libraries do not survive it."""
    return sys.platform == "linux"
