"""The public checks of an unpacked handout, collected once and run over what lies there as often as asked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Assignment
from autograder.collect import WeightsStore, collect_one
from autograder.data.description import DATASET_FILE, DATASETS
from autograder.errors import HandInError
from autograder.records import CheckResult, HandIn, Outcome, Submission, Unreadable
from autograder.sandbox.base import Sandbox
from autograder.students.concern import fingerprints
from autograder.students.doubts import absent_imports, as_it_lies_here, elsewhere
from autograder.students.warming import Warming
from autograder.workspace import Workspace, open_handout, public_checks

if TYPE_CHECKING:  # it imports pytest
    from autograder.exam.session import Exam

_T = TypeVar("_T")
_HERE, _PACKED = "here", "packed"  # keys of copies of weights


@dataclass(frozen=True, kw_only=True)
class Checked:
    """What the public checks of some questions found.

    Attributes:
        questions: those that were asked about; some may have hidden checks only.
        notes: what is to be said of the files; the answers may be in one that was not looked at.
        absent: imports that nothing can be found for. One that no check needs keeps none from passing.
    """

    questions: tuple[str, ...]
    results: tuple[CheckResult, ...]
    notes: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()

    @property
    def passed(self) -> bool:
        """Whether nothing failed."""
        return all(result.outcome is Outcome.PASSED for result in self.results)


class Checker:
    """Given to the body of `with_checker`; its sandbox stays warm between checks."""

    def __init__(self, workspace: Workspace, exam: Exam, store: WeightsStore, warm: Callable[[], Sandbox]) -> None:
        self.workspace = workspace
        self._exam = exam
        self._store = store
        self._warm = warm
        self._as_collected = _of_course(workspace)

    @property
    def assignment(self) -> Assignment:
        """What the handout says."""
        return self.workspace.assignment

    @property
    def names(self) -> tuple[str, ...]:
        """All questions, in their order."""
        return tuple(question.name for question in self.assignment.questions)

    @property
    def is_stale(self) -> bool:
        """Whether the course's own files in the handout changed: a new handout was unpacked over the old one."""
        return _of_course(self.workspace) != self._as_collected

    def collect(self, path: Path | None = None) -> Submission:
        """What lies in the handout now, or at `path`; raises `HandInError` where nothing can be examined."""
        place, key, handout = (path, _PACKED, "") if path else (self.workspace.exam, _HERE, self.assignment.name)
        self._store.forget(key)
        collected = collect_one(place, self.assignment.files, HandIn(key=key), self._store, handout)
        if isinstance(collected, Unreadable):
            raise HandInError(collected.reason)
        if path is not None:
            return collected
        return replace(collected, notes=(*collected.notes, *elsewhere(place, self.assignment, collected)))

    def check(self, questions: Collection[str], submission: Submission | None = None) -> Checked:
        """Run the public checks of `questions` over `submission`, or over what lies in the handout now.

        Raises:
            HandInError: nothing can be examined.
        """
        asked = tuple(name for name in self.names if name in questions)
        exam = self._exam.about(asked)
        if not exam.checks:  # hidden ones only: nothing needs to be read or started
            return Checked(questions=asked, results=())
        submission = as_it_lies_here(self.workspace.exam, self.assignment, submission or self.collect())
        results = exam.examine(submission, self.sandbox)
        absent = tuple(absent_imports(submission))
        return Checked(questions=asked, results=results, notes=submission.notes, absent=absent)

    def fingerprints(self, submission: Submission) -> dict[str, str]:
        """Question → a digest of all that its checks may look at; equal digests need no new check."""
        evaluating = {name for name in self.names if self._exam.networks_of(name)}
        return fingerprints(self.assignment, submission, self._exam.files, evaluating)

    @property
    def sandbox(self) -> Sandbox:
        """Where submissions run, warm from the first time on."""
        return self._warm()


def with_checker(folder: Path, body: Callable[[Checker], _T], asked: Collection[str] = ()) -> _T:
    """Run `body` with a checker of the handout in `folder`.

    Args:
        asked: the questions that it will be asked about first, so that a sandbox starts early if one is needed.

    Raises:
        ConfigError: it is no handout.
        ExamFault: its checks cannot be imported.
        Whatever `body` raises.
    """
    workspace = open_handout(folder)
    with ExitStack() as stack:
        warming: list[Warming] = []

        def warm() -> Warming:
            if not warming:
                warming.append(stack.enter_context(Warming(workspace.assignment.libraries)))
            return warming[0]

        if _has_checks(workspace, asked):
            warm()
        from autograder.exam.session import with_exam  # pytest, and libraries of the checks: while the sandbox starts

        store = stack.enter_context(WeightsStore(workspace.assignment.networks))
        return with_exam(workspace, lambda exam: body(Checker(workspace, exam, store, lambda: warm().sandbox)))


def _has_checks(workspace: Workspace, questions: Collection[str]) -> bool:
    """Whether a public check may look at one of `questions`: its name stands in one of their files."""
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in public_checks(workspace.exam)]
    return any(f'"{name}"' in text or f"'{name}'" in text for name in questions for text in texts)


def _of_course(workspace: Workspace) -> str:
    """A digest of what decides which checks there are."""
    folder = workspace.exam
    paths = [folder / ASSIGNMENT_FILE, folder / COURSE_FILE, *public_checks(folder)]
    paths += sorted((folder / DATASETS).glob(f"*/{DATASET_FILE}"))
    digest = hashlib.sha256()
    for path in paths:
        digest.update(f"{path.name}\0".encode())
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
