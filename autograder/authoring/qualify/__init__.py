"""An exam that proves itself: right answers earn everything, wrong ones lose exactly what they must.

The reference, alternates, the skeleton, mutants, cheats and junk go through the real grading path. Right answers are
examined with several seeds, because the hidden cases of another course are as good as this one's.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from autograder.assignment import Assignment
from autograder.authoring.qualify.findings import Finding, findings_of
from autograder.authoring.qualify.published import PublicCheck, read_published
from autograder.authoring.qualify.scope import SEEDS, Scope
from autograder.authoring.qualify.summary import Tally, tally_of, tally_of_all
from autograder.authoring.qualify.trials import Bench, Progress, Trial, tried
from autograder.authoring.variants import Variant
from autograder.exam.session import with_exam
from autograder.workspace import Workspace

__all__ = ["SEEDS", "Finding", "Qualification", "Scope", "Tally", "Trial", "qualify"]


@dataclass(frozen=True)
class Qualification:
    """What was found out about an assignment.

    Attributes:
        assignment: with the questions that were examined.
        variants: what was to be examined, the reference first.
        trials: what was examined: only the reference where that does not earn everything.
        published: what others published, to compare with.
        seconds: wall time of it all.
    """

    assignment: Assignment
    scope: Scope
    variants: tuple[Variant, ...]
    trials: tuple[Trial, ...]
    published: tuple[PublicCheck, ...]
    seconds: float

    @cached_property
    def findings(self) -> list[Finding]:
        """What does not hold."""
        return findings_of(self.trials, self.assignment)

    @cached_property
    def tallies(self) -> Mapping[str, Tally]:
        """By question."""
        names = [question.name for question in self.assignment.questions]
        return {name: tally_of(name, self.assignment, self.trials) for name in names}

    @cached_property
    def tally(self) -> Tally:
        """Over all questions."""
        return tally_of_all(self.assignment, self.trials)

    @property
    def holds(self) -> bool:
        """Whether everything that was examined is as it must be."""
        return not self.findings

    @property
    def is_proof(self) -> bool:
        """Whether the assignment is qualified by this: everything was examined, and holds."""
        return self.holds and not self.scope.is_partial

    @property
    def examined(self) -> tuple[Trial, ...]:
        """The trials that count: of a part, without the variants that cannot touch the questions asked for."""
        return tuple(trial for trial in self.trials if trial.ran or not self.scope.questions)

    @property
    def reference_seconds(self) -> float:
        """What the checks took with the reference and the course's own seed, one after the other."""
        return sum(result.seconds for result in self.trials[0].graded.results)

    @property
    def untried(self) -> int:
        """How many variants were not examined, because the reference itself fails."""
        return len(self.variants) - len({trial.variant.name for trial in self.trials})


def qualify(
    workspace: Workspace, scope: Scope, workers: int, progress: Progress, *, unsafe: bool = False
) -> Qualification:
    """Examine the variants of an assignment.

    Args:
        unsafe: also where candidates cannot be confined.

    Raises:
        ConfigError: the assignment, its exam, a variant or the scope is not made as it must be.
        MarkerError: the reference cannot be stripped.
        GraderFault: the exam cannot be imported, or there is no sandbox.
    """
    started = time.monotonic()
    narrowed = scope.narrowed(workspace)
    variants = scope.variants(workspace)
    assert workspace.reference is not None  # the variants were just read from it
    others = read_published(workspace.reference)
    names = {question.name for question in narrowed.assignment.questions}
    trials = with_exam(
        workspace, lambda exam: tried(Bench(narrowed, exam.about(names), scope, unsafe), variants, workers, progress)
    )
    seconds = time.monotonic() - started
    return Qualification(narrowed.assignment, scope, tuple(variants), tuple(trials), others, seconds)
