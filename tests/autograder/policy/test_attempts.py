from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.attempts import Attempt, which_counts
from autograder.records import Grade

START = datetime(2026, 3, 7, 12, tzinfo=UTC)


def attempt(key, hours, points, active=False):
    grade = None if points is None else Grade(points=points, late_by=timedelta(0), explanation="on time")
    moment = None if hours is None else START + timedelta(hours=hours)
    return Attempt(key=key, submitted_at=moment, grade=grade, active=active)


THREE = (attempt("s1", 0, 59.5), attempt("s2", 1, 85.0, active=True), attempt("s3", 2, 72.25))


@pytest.mark.parametrize(
    ("rule", "key", "explanation"),
    [
        ("last", "s3", "last of 3 attempts: s3 72.25; others: s1 59.50, s2 85.00"),
        ("active", "s2", "active of 3 attempts: s2 85.00; others: s1 59.50, s3 72.25"),
        ("best", "s2", "best of 3 attempts: s2 85.00; others: s1 59.50, s3 72.25"),
    ],
)
def test_each_rule(rule, key, explanation):
    counted = which_counts(THREE, rule)
    assert (counted.attempt.key, counted.explanation) == (key, explanation)


def test_of_equally_good_ones_the_earliest_counts():
    attempts = (attempt("a", 5, 80.0), attempt("b", 3, 80.0), attempt("c", None, 80.0))
    assert which_counts(attempts, "best").attempt.key == "b"


def test_while_one_is_held_nobody_knows_the_best():
    counted = which_counts((*THREE, attempt("s4", 3, None)), "best")
    assert counted.attempt.grade is None
    assert counted.explanation == "s4 could not be graded yet, so nobody knows which of 4 attempts is the best"
    assert which_counts((*THREE, attempt("s0", -1, None)), "last").attempt.key == "s3"
    assert which_counts((*THREE, attempt("s4", 3, None)), "last").explanation.startswith("last of 4 attempts: s4 held;")


def test_moments_are_compared_and_not_clocks():
    early = Attempt(key="early", submitted_at=datetime(2026, 3, 7, 20, tzinfo=timezone(timedelta(hours=9))), grade=None)
    assert which_counts((early, attempt("late", 0, 1.0)), "last").attempt.key == "late"


def test_a_single_attempt_needs_no_time():
    assert which_counts((attempt("s1", None, 3.0),), "last").explanation == "the only attempt: s1 3.00"


@pytest.mark.parametrize(
    ("attempts", "rule", "message"),
    [
        ((), "best", r"expected attempts with different keys, got \[\]"),
        ((THREE[0], THREE[0]), "best", r"different keys, got \['s1', 's1'\]"),
        ((THREE[0], THREE[2]), "active", r"expected one active attempt, got \[\]"),
        ((THREE[1], attempt("x", 0, 1.0, active=True)), "active", r"one active attempt, got \['s2', 'x'\]"),
        ((THREE[0], attempt("x", None, 1.0)), "last", "x: expected the time of each attempt"),
    ],
)
def test_what_cannot_be_decided_is_an_error(attempts, rule, message):
    with pytest.raises(ValueError, match=message):
        which_counts(attempts, rule)


some = st.lists(st.tuples(st.integers(0, 3), st.sampled_from((0.0, 50.0, 80.0, 80.01))), min_size=1, max_size=5).map(
    lambda them: [attempt(f"s{n}", hours, points, active=n == 0) for n, (hours, points) in enumerate(them)]
)


@given(some, st.data())
def test_the_order_does_not_matter_and_the_best_is_the_best(attempts, data):
    shuffled = data.draw(st.permutations(attempts))
    for rule in ("last", "active", "best"):
        assert which_counts(shuffled, rule) == which_counts(attempts, rule)
    best = which_counts(attempts, "best").attempt.grade.points
    assert best == max(each.grade.points for each in attempts)
    one_more = [*attempts, attempt("more", 9, data.draw(st.floats(0, 100)))]
    assert which_counts(one_more, "best").attempt.grade.points >= best
