"""Every answer through the real grading path: one exam, several seeds, all cores."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace

from autograder.authoring.qualify.changes import Ground, change_of, ground_of
from autograder.authoring.qualify.listening import Listening
from autograder.authoring.qualify.scope import SEEDS, Scope
from autograder.authoring.variants import Variant
from autograder.batch.base import Death
from autograder.batch.side_by_side import work_on
from autograder.exam.seeds import course_secret, derived
from autograder.exam.session import Exam
from autograder.grading import grade, held
from autograder.records import CheckResult, Graded, HandIn, Isolation, Outcome, Submission
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading
from autograder.workspace import Workspace

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True)
class Trial:
    """One answer, examined with one seed.

    Attributes:
        seed: its number; 0 is the course's own.
        ran: the questions of which a check was run; the others are known from the reference.
    """

    variant: Variant
    seed: int
    graded: Graded
    ran: frozenset[str]


@dataclass(frozen=True)
class _Planned:
    variant: Variant
    seed: int
    exam: Exam
    ran: frozenset[str]

    @property
    def submission(self) -> Submission:
        return _named(self.variant.submission, f"{self.variant.name} {self.seed}")


@dataclass(frozen=True)
class Bench:
    """What the crew works with: a `batch.base.Work` with an exam for each trial.

    Attributes:
        workspace: its assignment has only the questions that count.
        exam: only the checks of these questions.
        exams: by the key of the submission.
        unsafe: examine even where candidates cannot be confined.
    """

    workspace: Workspace
    exam: Exam
    scope: Scope
    unsafe: bool = False
    exams: Mapping[str, Exam] = field(default_factory=dict)

    patience = math.inf  # an author watches, and stops what hangs

    def do(self, submission: Submission, sandbox: Sandbox) -> Graded:
        """Hold the exam of the trial that `submission` is for."""
        return grade(self.workspace, self.exams[submission.hand_in.key], submission, sandbox)

    def died(self, submission: Submission, death: Death) -> Graded:
        """A fault of ours."""
        return held(submission.hand_in, self.exam.checks, Isolation(backend="none"), str(death))

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        assignment = self.workspace.assignment
        return for_grading(
            assignment.libraries, self.workspace.private_paths, unsafe=self.unsafe, for_gpu=assignment.limits.gpu
        )


def tried(bench: Bench, variants: list[Variant], workers: int, progress: Progress) -> list[Trial]:
    """Every trial, in the order of `variants` and seeds; only the reference's where that does not earn everything.

    Args:
        variants: the reference comes first.

    Raises:
        SandboxFault: there is no isolation here, or no more.
    """
    reference, *others = variants
    with bench.sandbox() as sandbox:
        rehearsal = _Rehearsal(bench, reference, sandbox)
        trials = list(rehearsal.trials(progress))
    if any(result.outcome is not Outcome.PASSED for trial in trials for result in trial.graded.results):
        return trials
    rehearsal.survey()
    plan = [trial for variant in others for trial in rehearsal.plan(variant)]
    return [*trials, *_held_over(plan, bench, workers, progress)]


def _held_over(plan: list[_Planned], bench: Bench, workers: int, progress: Progress) -> list[Trial]:
    """Every planned trial, in order; those that run the most begin first, so that no core waits for the last."""
    waiting = sorted(plan, key=lambda planned: -len(planned.ran))
    submissions = {planned.submission.hand_in.key: planned.submission for planned in waiting}
    bench = replace(bench, exams={planned.submission.hand_in.key: planned.exam for planned in waiting})
    found: dict[str, Graded] = {}
    with closing(work_on(bench, iter(submissions.values()), workers)) as done:
        for _, graded in done:
            found[graded.hand_in.key] = graded
            progress("Examining the variants", len(found), len(plan))
    return [Trial(p.variant, p.seed, found[p.submission.hand_in.key], p.ran) for p in plan]


@dataclass
class _Rehearsal:
    """The reference with every seed, before workers are forked: it makes all cases and expected answers.

    Attributes:
        known: what each check gave with each seed.
        called: the functions that the checks of each question called.
    """

    bench: Bench
    reference: Variant
    sandbox: Sandbox
    exams: list[Exam] = field(init=False)
    known: list[tuple[CheckResult, ...]] = field(default_factory=list)
    called: dict[str, set[str]] = field(default_factory=dict)
    grounds: dict[str, Ground] = field(default_factory=dict)

    def __post_init__(self) -> None:
        path, exam = self.bench.workspace.secret, self.bench.exam
        secret = course_secret(path) if path is not None else b""
        others = [exam.with_secret(derived(secret, number)) for number in range(1, SEEDS)]
        self.exams = [exam, *others]

    def trials(self, progress: Progress) -> Iterator[Trial]:
        """The reference with each seed; call this first."""
        workspace, submission = self.bench.workspace, _named(self.reference.submission, "reference")
        for seed in range(SEEDS):
            progress("Examining the reference", seed, SEEDS)
            exam = self._open(seed)
            self.known.append(tuple(self._results(exam)))
            graded = grade(workspace, exam.knowing(self.known[-1]), submission, self.sandbox)
            yield Trial(self.reference, seed, graded, exam.open_questions)

    def _open(self, seed: int) -> Exam:
        """The exam with a seed; where that is not the first, without what does not depend on it."""
        exam = self.exams[seed]
        if not seed or self.bench.scope.thorough:
            return exam
        return exam.knowing(result for result in self.known[0] if result.check.id not in exam.secret_checks)

    def _results(self, exam: Exam) -> Iterator[CheckResult]:
        """Question by question, to hear which functions each calls."""
        for question in self.bench.workspace.assignment.questions:
            listening = Listening(self.sandbox)
            yield from exam.about({question.name}).examine(self.reference.submission, listening)
            self.called.setdefault(question.name, set()).update(listening.called)

    def survey(self) -> None:
        """Find out what each question rests on; after the trials, where they earned everything."""
        assignment = self.bench.workspace.assignment
        for question in assignment.questions:
            start = assignment.rules_of(question).function
            networks = self.bench.exam.networks_of(question.name)  # one is run by the first question that asks for it
            functions = {function for network in networks for function in network.functions}
            functions |= self.called[question.name] | ({start} if start else set())
            weights = {network.name for network in networks}
            self.grounds[question.name] = ground_of(self.reference.submission, sorted(functions), weights)

    def plan(self, variant: Variant) -> Iterator[_Planned]:
        """The trials of a variant, each with what is known beforehand."""
        for seed in self.bench.scope.seeds(variant):
            exam = self.exams[seed]
            exam = exam if self.bench.scope.thorough else exam.knowing(self._follows(variant, seed))
            yield _Planned(variant, seed, exam, exam.open_questions)

    def _follows(self, variant: Variant, seed: int) -> Iterator[CheckResult]:
        """The results that are as for the reference: of questions that the variant cannot change.

        With a seed that is not the first, what does not depend on it was examined with the first.
        """
        change = change_of(self.reference.submission, variant.submission)
        touched = {name for name, ground in self.grounds.items() if ground.is_touched_by(change)}
        for result in self.known[seed]:
            check = result.check
            if check.question not in touched or (seed and check.id not in self.exams[seed].secret_checks):
                yield result


def _named(submission: Submission, key: str) -> Submission:
    return replace(submission, hand_in=HandIn(key=key))
