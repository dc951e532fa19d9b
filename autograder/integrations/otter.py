"""A plugin for otter-grader: late policies for courses that grade with otter, which has none of its own.

In ``otter_config.json``::

    {"plugins": [{"autograder.integrations.otter.LatePolicy": {
        "late": {"steps": [{"until": "24 h", "keep": 0.85}]}}}]}

``late`` says what ``[late]`` says in assignment.toml (docs/late.md). The deadline is the one that Gradescope's metadata
give each student; ``"due": "2026-03-07T23:59:00-08:00"`` is for those who have none there.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from decimal import ROUND_FLOOR, Decimal
from pathlib import Path
from typing import Any

from otter.plugins import AbstractOtterPlugin
from pydantic import Field

from autograder import policy
from autograder.assignment import Assignment, Course
from autograder.collect.metadata import metadata_of
from autograder.errors import ConfigError
from autograder.late_table import Late, require_known_questions
from autograder.policy.points import exactly
from autograder.policy.wording import format_late, show
from autograder.records import Grade, HandIn, QuestionScore, Score
from autograder.tables import Table, as_table
from autograder.times import written

_WHERE = "plugin autograder.integrations.otter.LatePolicy"
_METADATA = Path("submission_metadata.json")  # what messages call it
_NOTHING, _CENT = Decimal(0), Decimal("0.01")
_UNKNOWN = HandIn(key="submission")


class Settings(Table):
    """What ``otter_config.json`` says of the plugin.

    Attributes:
        late: as in assignment.toml.
        due: the deadline of students without one in Gradescope's metadata, with its offset from UTC.
        timezone: whose clocks explanations show.
    """

    late: Late
    due: str | None = None
    timezone: str = Field(default="UTC")


class LatePolicy(AbstractOtterPlugin):
    """Takes off what lateness costs after otter has graded, and says how.

    Raises:
        ConfigError: the settings are wrong, in words.
    """

    def __init__(self, submission_path: str, submission_metadata: Any, plugin_config: Any) -> None:
        super().__init__(submission_path, submission_metadata, plugin_config)  # type: ignore[no-untyped-call]
        settings = as_table(plugin_config, _WHERE, Settings)
        self._course = as_table({"name": "otter", "timezone": settings.timezone}, _WHERE, Course)
        self._assignment = Assignment.model_construct(due=_due(settings.due), late=settings.late, questions=())
        self._late = settings.late
        self._told = ""

    def after_grading(self, results: Any) -> None:
        """Lower each question's score, so that their sum is what the policy gives; higher it never makes one.

        Args:
            results: ``otter.test_files.GradingResults``.

        Raises:
            ConfigError: the policy is about a question that otter does not have.
            ExportError: the metadata are not those of Gradescope.
        """
        score = _score_of(results)
        try:
            require_known_questions(self._late, [each.question for each in score.questions])
        except ValueError as error:
            raise ConfigError(f"{_WHERE}: {error}") from None
        grade = policy.grade(self._assignment, self._course, self._hand_in(), score)
        for name, points in _spread(score, grade, self._late.questions).items():
            results.update_score(name, points)
        self._told = _in_words(score, grade)
        results.set_output("\n\n".join(filter(None, [results.output, self._told])))

    def generate_report(self) -> str:
        """What was taken off, for otter's own report."""
        return self._told

    def _hand_in(self) -> HandIn:
        return metadata_of(self.submission_metadata, _METADATA) if self.submission_metadata else _UNKNOWN


def _due(text: str | None) -> datetime | None:
    try:
        due = written(text) if text is not None else None
    except ValueError as error:
        raise ConfigError(f"{_WHERE}: due: {error}") from None
    if due is not None and due.tzinfo is None:
        raise ConfigError(f"{_WHERE}: due: expected an offset from UTC, 2026-03-07T23:59:00-08:00, found {text!r}")
    return due


def _score_of(results: Any) -> Score:
    return Score(
        questions=tuple(
            QuestionScore(question=name, earned=max(0.0, float(each.score)), possible=float(each.possible))
            for name, each in results.results.items()
        )
    )


def _spread(score: Score, grade: Grade, touched: tuple[str, ...]) -> Mapping[str, float]:
    """Question → points: what was lost is taken from each by what it earned; their sum is the grade's.

    Cents that rounding down leaves over go to those who lost most by it, so that no question gets more than it earned.

    Args:
        touched: the questions that lateness is about; empty for all.
    """
    earned = {
        each.question: exactly(each.earned) for each in score.questions if each.question in touched or not touched
    }
    before = sum(earned.values(), _NOTHING)
    if not before or grade.points >= score.earned:
        return {}
    after = before - (exactly(score.earned) - exactly(grade.points))
    shares = {name: after * points / before for name, points in earned.items()}
    points = {name: share.quantize(_CENT, ROUND_FLOOR) for name, share in shares.items()}
    left = after - sum(points.values(), _NOTHING)
    for name in sorted(shares, key=lambda name: points[name] - shares[name]):
        if left >= _CENT:
            points[name], left = min(points[name] + _CENT, earned[name]), left - _CENT
    return {name: float(given) for name, given in points.items()}


def _in_words(score: Score, grade: Grade) -> str:
    late = format_late(grade.late_by)
    return f"Lateness ({late}): {show(score.earned)} points became {show(grade.points)}. {grade.explanation}"
