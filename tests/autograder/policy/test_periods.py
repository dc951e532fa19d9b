from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.periods import PerPeriod
from tests.autograder.policy.late import DAY, HOUR, TICK, lateness, score

TEN_PERCENT = PerPeriod(every=DAY, lose=0.1)


@pytest.mark.parametrize(
    ("policy", "late_by", "points", "explanation"),
    [
        (TEN_PERCENT, TICK, 76.5, "1 s late (1 started period of 24 h): 85.00 × (1 − 1 × 0.10) = 76.50"),
        (TEN_PERCENT, DAY, 76.5, "24 h late (1 started period of 24 h): 85.00 × (1 − 1 × 0.10) = 76.50"),
        (
            TEN_PERCENT,
            DAY + TICK,
            68.0,
            "24 h 0 min 1 s late (2 started periods of 24 h): 85.00 × (1 − 2 × 0.10) = 68.00",
        ),
        (TEN_PERCENT, 49 * HOUR, 59.5, "49 h late (3 started periods of 24 h): 85.00 × (1 − 3 × 0.10) = 59.50"),
        (
            TEN_PERCENT,
            10 * DAY,
            0.0,
            "240 h late (10 started periods of 24 h): 85.00 × (1 − 10 × 0.10), which leaves 0 points",
        ),
        (
            PerPeriod(every=DAY, lose=0.1, of="possible"),
            26 * HOUR,
            65.0,
            "26 h late (2 started periods of 24 h): 85.00 − 2 × 0.10 × 100.00 = 65.00",
        ),
        (
            PerPeriod(every=HOUR, lose=2.5, of="points"),
            timedelta(minutes=61),
            80.0,
            "1 h 1 min late (2 started periods of 1 h): 85.00 − 2 × 2.50 = 80.00",
        ),
        (
            PerPeriod(every=HOUR, lose=2.5, of="points"),
            40 * HOUR,
            0.0,
            "40 h late (40 started periods of 1 h): 85.00 − 40 × 2.50, which leaves 0 points",
        ),
    ],
)
def test_by_hand(policy, late_by, points, explanation):
    grade = policy.apply(score(85), late_by)
    assert (grade.points, grade.explanation) == (points, explanation)


@given(lateness, st.sampled_from((HOUR, DAY, timedelta(minutes=7))), st.integers(0, 10_000))
def test_agrees_with_exact_fractions(late_by, every, earned_in_hundredths):
    periods = -(-Fraction(late_by / TICK) // Fraction(every / TICK))
    earned, possible = Fraction(earned_in_hundredths, 100), 100
    for of, exact in (
        ("earned", earned * (1 - periods * Fraction(1, 8))),
        ("possible", earned - periods * Fraction(1, 8) * possible),
        ("points", earned - periods * Fraction(1, 8)),
    ):
        found = PerPeriod(every=every, lose=0.125, of=of).apply(score(earned_in_hundredths / 100), late_by).points
        assert abs(Fraction(found) - max(Fraction(0), exact)) <= Fraction(1, 200) + Fraction(1, 10**9)


@pytest.mark.parametrize("of", ["earned", "possible", "points"])
def test_a_loss_of_more_digits_than_decimals_have_leaves_nothing(of):
    lose = 1e30 if of == "points" else 1.0
    assert PerPeriod(every=TICK, lose=lose, of=of).apply(score(85), 9000 * 366 * DAY).points == 0


def test_the_arithmetic_of_small_shares_is_printed_in_full():
    grade = PerPeriod(every=timedelta(minutes=1), lose=0.0006944, of="possible").apply(score(100), DAY)
    assert grade.explanation.endswith("100.00 − 1440 × 0.0006944 × 100.00 = 0.01")


def test_a_day_of_the_calendar_that_is_23_hours_long_is_no_day_late_more():
    """Lateness is real time: 23:59 on the evening after the clocks skipped an hour is 23 h late, one started day."""
    assert TEN_PERCENT.apply(score(100), 23 * HOUR).points == 90
    assert TEN_PERCENT.apply(score(100), 25 * HOUR).points == 80  # the evening after they went back


def test_in_words():
    assert TEN_PERCENT.rule == "each started 24 h costs 10% of the points earned"
    assert PerPeriod(every=HOUR, lose=0.005, of="possible").rule == "each started 1 h costs 0.5% of the possible points"
    assert PerPeriod(every=HOUR, lose=2.5, of="points").rule == "each started 1 h costs 2.50 points"


@pytest.mark.parametrize(
    ("every", "lose", "of"),
    [
        (timedelta(0), 0.1, "earned"),
        (-DAY, 0.1, "earned"),
        (DAY, 0.0, "earned"),
        (DAY, -0.1, "points"),
        (DAY, 1.1, "possible"),
        (DAY, float("nan"), "points"),
        (DAY, float("inf"), "points"),
    ],
)
def test_a_policy_that_could_raise_a_grade_or_means_nothing_is_refused(every, lose, of):
    with pytest.raises(ValueError, match="expected"):
        PerPeriod(every=every, lose=lose, of=of)
