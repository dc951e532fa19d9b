from datetime import UTC, datetime, timedelta

from autograder.collect import Earlier
from autograder.gradescope.attempts import with_best
from autograder.records import Outcome

from ..report.builders import assignment, check, graded, result

TASK = assignment()
OWN = graded(TASK, result(check()), late_by=timedelta(0))  # 10 of 10, key "1"


def earlier(key, points, day=1):
    return Earlier(key=key, submitted_at=datetime(2026, 3, day, tzinfo=UTC), points=points)


def test_without_others_nothing_changes():
    assert with_best(OWN, ()) == OWN
    assert with_best(OWN, [earlier("1", 3.0)]) == OWN  # itself, in a regrade


def test_the_best_one_counts_and_is_named():
    better = with_best(OWN, [earlier("a", 12.0), earlier("b", 4.0, day=2)])
    assert better.grade.points == 12
    assert better.grade.explanation.splitlines() == [
        OWN.grade.explanation,
        "best of 3 attempts: a 12.00; others: b 4.00, 1 10.00",
    ]
    assert better.score == OWN.score
    worse = with_best(OWN, [earlier("a", 9.5)])
    assert worse.grade.points == 10
    assert "best of 2 attempts: 1 10.00; others: a 9.50" in worse.grade.explanation


def test_one_without_points_is_left_out_by_name():
    found = with_best(OWN, [earlier("a", None), earlier("b", 4.0)])
    assert found.grade.points == 10
    assert "without points, so not compared: a" in found.grade.explanation
    assert "best of 2 attempts" in found.grade.explanation


def test_points_below_zero_are_none():
    assert "a 0.00" in with_best(OWN, [earlier("a", -5.0)]).grade.explanation


def test_a_held_result_stays_held():
    held = graded(TASK, result(check(), Outcome.FAULT))
    assert with_best(held, [earlier("a", 10.0)]) == held
