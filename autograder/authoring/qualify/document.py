"""A qualification as JSON; `docs/qualify.md` says what each key means."""

from __future__ import annotations

from typing import Any

from autograder.authoring.qualify import SEEDS, Qualification, Trial
from autograder.authoring.qualify.published import PublicCheck
from autograder.records import Outcome

FORMAT = 1
"""Grows when a key changes its meaning or goes; new keys may come without."""

Document = dict[str, Any]


def document(found: Qualification) -> Document:
    """Everything that was found out; pure."""
    return {
        "format": FORMAT,
        "assignment": found.assignment.name,
        "qualified": found.is_proof,
        "holds": found.holds,
        "partial": found.scope.is_partial,
        "thorough": found.scope.thorough,
        "seeds": SEEDS,
        "seconds": round(found.seconds, 1),
        "total": vars(found.tally),
        "questions": [{"name": name, **vars(tally)} for name, tally in found.tallies.items()],
        "findings": [{**vars(finding), "kind": finding.kind.value} for finding in found.findings],
        "untried": found.untried,
        "published": [_published(check, found) for check in found.published],
        "trials": [_trial(trial) for trial in found.trials],
    }


def _trial(trial: Trial) -> Document:
    score = trial.graded.score
    failed = [result for result in trial.graded.results if result.outcome is not Outcome.PASSED]
    return {
        "variant": trial.variant.name,
        "kind": trial.variant.kind.value,
        "summary": trial.variant.summary,
        "loses": sorted(trial.variant.loses),
        "seed": trial.seed,
        "held": score is None,
        "earned": {question.question: question.earned for question in score.questions} if score else {},
        "ran": sorted(trial.ran),
        "failed": {result.check.id: result.outcome.value for result in failed},
    }


def _published(check: PublicCheck, found: Qualification) -> Document:
    tally = found.tallies.get(check.question)
    ours = {"wrong": tally.wrong, "survive_public": tally.survive_public, "survive": tally.survive} if tally else None
    return {**check.model_dump(), "ours": ours}
