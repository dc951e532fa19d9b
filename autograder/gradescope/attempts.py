"""The best of several attempts, where the instructor lets that one count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from autograder.collect import Earlier
from autograder.policy.attempts import Attempt, which_counts
from autograder.records import Grade, Graded


def with_best(graded: Graded, earlier: Sequence[Earlier]) -> Graded:
    """`graded` with the points of the best attempt, and which that is.

    What was handed in earlier and has no points, because it is held or its grading failed, cannot be compared and is
    left out, by name. A held result stays held.
    """
    if graded.grade is None:
        return graded
    others = [each for each in earlier if each.key != graded.hand_in.key]
    attempts = [_attempt(each.key, each, each.points) for each in others if each.points is not None]
    if not others:
        return graded
    own = Attempt(key=graded.hand_in.key, submitted_at=graded.hand_in.submitted_at, grade=graded.grade)
    counted = which_counts([*attempts, own], "best")
    assert counted.attempt.grade is not None  # all that are compared have one
    said = [graded.grade.explanation, counted.explanation, *_left_out(others)]
    return replace(
        graded, grade=replace(graded.grade, points=counted.attempt.grade.points, explanation="\n".join(said))
    )


def _attempt(key: str, earlier: Earlier, points: float) -> Attempt:
    grade = Grade(points=max(0.0, points), late_by=None, explanation="")
    return Attempt(key=key, submitted_at=earlier.submitted_at, grade=grade)


def _left_out(earlier: Sequence[Earlier]) -> list[str]:
    names = [each.key for each in earlier if each.points is None]
    return [f"without points, so not compared: {', '.join(names)}"] if names else []
