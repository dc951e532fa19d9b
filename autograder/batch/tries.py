"""One try of one examination: a marker before it, and afterwards a result file or what went wrong."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TypeVar

from autograder.batch.base import Death
from autograder.batch.job import Job
from autograder.batch.plan import Planned
from autograder.collect import WeightsStore, collect
from autograder.exam.session import Exam
from autograder.gradebook import Keys, examiners, took_of, write_examined, write_took
from autograder.grading import grade, grade_unreadable
from autograder.records import Graded, Outcome, Submission, Unreadable
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading

HandedInT = TypeVar("HandedInT", Submission, Unreadable)

_CHANGED = "the hand-in has changed since this batch began: grade once more"
_REPLACED = "{} replaced while this batch was running: grade once more, and it is examined with what is there now"
_PARTS = {"grader": "the autograder was", "environment": "Python or its libraries were"}


@dataclass(frozen=True)
class Batch:
    """A `Work` that tries the examinations of a plan; what comes of each try is whether there is a result file now.

    Attributes:
        exam: that of the job's assignment, on the job's device.
    """

    job: Job
    exam: Exam
    keys: Keys
    plan: Mapping[str, Planned]

    @cached_property
    def patience(self) -> float:
        """Twice what a hand-in can take that uses all its limits up, and ten minutes for us."""
        assignment = self.job.workspace.assignment
        networks = sum(2 * network.seconds for network in assignment.networks)  # on public and on hidden images
        return 600.0 + 2 * (len(self.exam.checks) * assignment.limits.seconds + networks)

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        workspace = self.job.workspace
        assignment = workspace.assignment
        secrets = (*workspace.private_paths, self.job.out)
        return for_grading(assignment.libraries, secrets, unsafe=self.job.unsafe, for_gpu=assignment.limits.gpu)

    def submissions(self, keys: Sequence[str], store: WeightsStore, settled: list[str]) -> Iterator[Submission]:
        """The hand-ins of `keys`, one at a time; what cannot be read is settled on the way."""
        for collected in collect(self.job.source, self.job.workspace.assignment.files, store, keys):
            if isinstance(collected, Unreadable):
                self._try(collected, lambda found: grade_unreadable(self.job.workspace, self.exam.checks, found))
                settled.append(collected.hand_in.key)
            else:
                yield collected

    def do(self, submission: Submission, sandbox: Sandbox) -> bool:
        """Examine one submission."""
        return self._try(submission, lambda found: grade(self.job.workspace, self.exam, found, sandbox))

    def died(self, submission: Submission, death: Death) -> bool:
        """Put down that the process which examined it died."""
        attempts = self.plan[submission.hand_in.key].attempts
        number = (attempts.open or (attempts.begin(),))[-1]
        attempts.failed(number, self._told(submission.hand_in.key, str(death), errors=death.errors))
        return False

    def _try(self, collected: HandedInT, examine: Callable[[HandedInT], Graded]) -> bool:
        planned = self.plan[collected.hand_in.key]
        number = planned.attempts.begin()
        if self.keys.content(collected).key != planned.content.key:
            planned.attempts.failed(number, _CHANGED)
            return False
        if told := self._replaced():
            planned.attempts.failed(number, told)
            return False
        graded = examine(collected)
        if told := self._replaced():  # code that was loaded late may have been the new one's
            planned.attempts.failed(number, told)
            return False
        if graded.held:
            planned.attempts.failed(number, self._told(planned.hand_in.key, *_faults(graded)))
            return False
        when = datetime.now().astimezone()
        write_took(planned.folder, planned.content, took_of(graded, socket.gethostname(), number, when))
        write_examined(planned.folder, graded, planned.content)
        planned.attempts.succeeded(number)
        return True

    def _replaced(self) -> str:
        """What an upgrade made another since the content keys of this batch were made; "" as a rule."""
        now = examiners(self.job.workspace.assignment, self.job.device, unsafe=self.job.unsafe)
        other = [words for part, words in _PARTS.items() if now[part] != self.keys.shared[part]]
        return _REPLACED.format(" and ".join(other)) if other else ""

    def _told(self, key: str, why: str, details: str = "", errors: str = "") -> str:
        """Everything that is needed to find out what went wrong."""
        parts = [why, f"To try it alone: {self.job.command(key)}", details]
        parts += [f"The end of standard error:\n{errors}"] if errors else []
        return "\n\n".join(filter(None, parts))


def _faults(graded: Graded) -> tuple[str, str]:
    """Why it is held in a line, and everything known about it."""
    if graded.reason:
        return graded.reason.strip().rpartition("\n")[2], graded.reason
    faults = [result for result in graded.results if result.outcome is Outcome.FAULT]
    first = f"{faults[0].check.id}: {faults[0].message}".partition("\n")[0]
    return first, "\n\n".join(f"{fault.check.id}: {fault.message}\n{fault.detail}".strip() for fault in faults)
