"""A batch under way: everything is on disk as soon as it is known, and what is there is not done again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from autograder.batch.clearing import clear
from autograder.batch.examining import Here, examine_all
from autograder.batch.giving import Giving
from autograder.batch.job import Job
from autograder.batch.lock import locked
from autograder.batch.places import Elsewhere, Launcher
from autograder.batch.plan import Planned, State, missing, put_down, require_own, survey
from autograder.batch.progress import Progress, Tell
from autograder.batch.rehearsal import rehearse
from autograder.batch.roster import keep_roster
from autograder.batch.tries import Batch
from autograder.errors import StoredError
from autograder.exam.session import Exam, with_exam
from autograder.gradebook import Keys
from autograder.records import Check
from autograder.report.results_json import RESULTS_FILE, seed_results

_REHEARSING = "Rehearsing on the reference"


@dataclass
class Grading:
    """The hand-ins of a job, while its folder of results is locked."""

    job: Job
    keys: Keys
    plan: dict[str, Planned]
    _collected: Sequence[Check] = field(default=())

    @property
    def has_begun(self) -> bool:
        """Whether the exam was collected, and found fit to be held."""
        return bool(self._collected)

    @property
    def checks(self) -> Sequence[Check]:
        """Those of the exam, or where it was not collected those of a result file; none where there is neither."""
        done = [] if self._collected else [planned for planned in self.plan.values() if planned.state is State.DONE]
        for planned in done:
            with suppress(StoredError):  # a damaged one is told where its grade is to be given
                return [result.check for result in planned.examined.results]
        return self._collected

    def examine(self, tell: Tell, launcher: Launcher | None = None) -> None:
        """Examine what is missing; where nothing is, the exam is not even looked at.

        Args:
            tell: called with every step.
            launcher: has it done elsewhere; default: here, on the cores of this machine.

        Raises:
            ConfigError: the exam is not made as one.
            ExamFault: it cannot be imported, or the reference does not pass it.
            GraderFault: nothing can be examined there, or no more. What is done is on disk.
        """
        if self.job.retry:
            for planned in self.plan.values():
                planned.attempts.forget()
        if not missing(self.plan):
            return
        if launcher is None:
            with_exam(self.job.workspace, lambda exam: self._examine_here(exam.on(self.job.device), tell))
        else:
            self._seed(with_exam(self.job.workspace, lambda exam: exam.checks))
            examine_all(self.plan, Elsewhere(self.job, self.keys, self.plan, launcher), tell, self._what)

    def _examine_here(self, exam: Exam, tell: Tell) -> None:
        batch = Batch(self.job, exam, self.keys, self.plan)
        tell(Progress(what=_REHEARSING, done=0, total=0))
        with batch.sandbox() as sandbox:
            rehearse(self.job.workspace, exam, sandbox)
        self._seed(exam.checks)
        examine_all(self.plan, Here(batch), tell, self._what)

    def _put_down(self, some: Iterable[Planned]) -> None:
        """Write who handed in what; what an exam turned out to be too broken for stays as it was put down before."""
        for planned in some:
            put_down(planned, self.job.workspace.assignment.name)

    def _seed(self, checks: Sequence[Check]) -> None:
        """Write who handed in what, and what shall stand where no grade was given, should everything be killed."""
        self._collected = checks
        self._put_down(self.plan.values())
        for key in missing(self.plan):
            path = self.plan[key].folder / RESULTS_FILE
            if not path.exists():
                seed_results(path, self.job.workspace.assignment, checks)

    def giving(self, stopped: str) -> Giving:
        """What follows from what is known; `stopped` says why some of it is not."""
        if not self.has_begun:
            every = self.plan.values()
            self._put_down(each for each in every if each.state is not State.MISSING or not each.is_known)
        return Giving(self.job, self.plan, self.checks, stopped)

    @property
    def _what(self) -> str:
        return f"Grading {self.job.workspace.assignment.name}"


@contextmanager
def opened(job: Job) -> Iterator[Grading]:
    """Lock the results of `job`, clear away what killed runs left, and read every hand-in.

    Raises:
        ConfigError: another grading is going on there, results of another assignment lie there, nothing can be written,
            or a file of the course is wrong.
        ExportError: the hand-ins cannot be read.
    """
    keys = Keys.of(job.workspace, job.device, unsafe=job.unsafe)
    with locked(job.out):
        require_own(job)
        clear(job.out)
        if job.roster is not None:
            keep_roster(job.roster, job.out)
        try:
            yield Grading(job, keys, survey(job, keys))
        finally:
            clear(job.out)
