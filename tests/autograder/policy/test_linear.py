import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.linear import Linear
from tests.autograder.policy.late import DAY, HOUR, TICK, lateness, score

HALF = Linear(until=2 * DAY, keep=0.5)


@pytest.mark.parametrize(
    ("policy", "late_by", "points", "explanation"),
    [
        (HALF, 24 * HOUR, 63.75, "24 h late: 1 − 0.50 × 24 h / 48 h = 0.7500, rounded up: 85.00 × 0.75 = 63.75"),
        (HALF, 26 * HOUR, 61.98, "26 h late: 1 − 0.50 × 26 h / 48 h = 0.7292, rounded up: 85.00 × 0.7292 = 61.98"),
        (HALF, 48 * HOUR, 42.5, "48 h late (48 h or more): 85.00 × 0.50 = 42.50"),
        (HALF, 99 * DAY, 42.5, "2376 h late (48 h or more): 85.00 × 0.50 = 42.50"),
        (HALF, TICK, 85.0, "1 s late: 1 − 0.50 × 1 s / 48 h = 1.0000, rounded up: 85.00 × 1.00 = 85.00"),
        (Linear(until=DAY), DAY, 0.0, "24 h late (24 h or more): 85.00 × 0.00 = 0.00"),
    ],
)
def test_by_hand(policy, late_by, points, explanation):
    grade = policy.apply(score(85), late_by)
    assert (grade.points, grade.explanation) == (points, explanation)


@given(lateness, st.integers(0, 10_000), st.sampled_from((0.0, 0.25, 0.7)))
def test_it_is_the_line(late_by, hundredths, keep):
    found = Linear(until=3 * DAY, keep=keep).apply(score(hundredths / 100), late_by).points
    line = max(keep, 1 - (1 - keep) * (late_by / (3 * DAY)))
    assert found == pytest.approx(line * hundredths / 100, abs=0.00501 + 0.0002 * hundredths / 100)


@given(st.integers(1, 48 * 3600 - 1), st.integers(0, 10_000))
def test_the_arithmetic_in_the_explanation_is_right(late_s, hundredths):
    grade = HALF.apply(score(hundredths / 100), timedelta(seconds=late_s))
    share = float(re.search(r"= ([\d.]+), rounded up", grade.explanation)[1])
    assert 0 <= share - (1 - 0.5 * late_s / (48 * 3600)) < 1e-4 + 1e-12
    assert grade.points == pytest.approx(share * hundredths / 100, abs=0.005 + 1e-9)


def test_in_words():
    assert HALF.rule == "the share of the points that stays falls evenly, from 100% at the deadline to 50% 48 h later"


@pytest.mark.parametrize(("until", "keep"), [(timedelta(0), 0.5), (-DAY, 0.5), (DAY, 1.1), (DAY, float("nan"))])
def test_a_policy_that_could_raise_a_grade_or_means_nothing_is_refused(until, keep):
    with pytest.raises(ValueError, match="expected"):
        Linear(until=until, keep=keep)
