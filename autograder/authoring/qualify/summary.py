"""How good the checks of each question are at telling wrong answers from right ones."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from autograder.assignment import Assignment
from autograder.authoring.qualify.trials import Trial
from autograder.authoring.variants import Kind
from autograder.records import Check, CheckResult, Outcome, Visibility


@dataclass(frozen=True, kw_only=True)
class Tally:
    """Counts of one question, or of all.

    Attributes:
        mutants: that must lose it.
        lost: of these, that do.
        public_catch: of these, that the checks students have notice, their source rules among them.
        wrong: of `mutants`, those that do not only break a rule: they answer wrongly, or nothing notices them.
        survive_public: of `wrong`, those that pass every public check that runs them.
        survive: of `wrong`, those that pass every check, hidden ones too.
    """

    points: float
    checks: int
    public_checks: int
    mutants: int
    lost: int
    public_catch: int
    wrong: int
    survive_public: int
    survive: int


@dataclass(frozen=True)
class _Met:
    """A mutant and the checks of the questions that it must lose."""

    results: tuple[CheckResult, ...]

    @property
    def _failed(self) -> list[CheckResult]:
        return [result for result in self.results if result.outcome is not Outcome.PASSED]

    @property
    def lost(self) -> bool:
        return bool(self._failed)

    @property
    def is_caught_in_public(self) -> bool:
        return any(_is_public(result.check) for result in self._failed)

    @property
    def is_wrong(self) -> bool:
        return not self._failed or any(result.check.runs for result in self._failed)

    @property
    def survives_public(self) -> bool:
        return self.is_wrong and not any(_is_public(r.check) and r.check.runs for r in self._failed)


def tally_of(question: str, assignment: Assignment, trials: Sequence[Trial]) -> Tally:
    """The counts of one question, from what was examined with the course's own seed."""
    met = [_Met(_own(trial, {question})) for trial in _mutants(trials) if question in trial.variant.loses]
    return _tally(assignment.question(question).points, _own(trials[0], {question}), met)


def tally_of_all(assignment: Assignment, trials: Sequence[Trial]) -> Tally:
    """The counts over all questions; each mutant counts once, and is caught where one of its questions is lost."""
    met = [_Met(_own(trial, trial.variant.loses)) for trial in _mutants(trials) if trial.variant.loses]
    return _tally(assignment.points, trials[0].graded.results, met)


def _tally(points: float, results: Iterable[CheckResult], met: Sequence[_Met]) -> Tally:
    checks = [result.check for result in results]
    return Tally(
        points=points,
        checks=len(checks),
        public_checks=sum(map(_is_public, checks)),
        mutants=len(met),
        lost=sum(one.lost for one in met),
        public_catch=sum(one.is_caught_in_public for one in met),
        wrong=sum(one.is_wrong for one in met),
        survive_public=sum(one.survives_public for one in met),
        survive=sum(not one.lost for one in met),
    )


def _mutants(trials: Iterable[Trial]) -> list[Trial]:
    return [t for t in trials if t.variant.kind is Kind.MUTANT and t.seed == 0 and t.graded.score is not None]


def _own(trial: Trial, questions: Iterable[str]) -> tuple[CheckResult, ...]:
    names = set(questions)
    return tuple(result for result in trial.graded.results if result.check.question in names)


def _is_public(check: Check) -> bool:
    return check.visibility is Visibility.PUBLIC
