from datetime import timedelta

import pytest

from autograder.policy.limits import Cap, CutOff, Floor, Grace
from autograder.policy.periods import PerPeriod
from tests.autograder.policy.late import DAY, HOUR, TICK, score

MINUTE = timedelta(minutes=1)
PER_DAY = PerPeriod(every=DAY, lose=0.1)


def given(policy, earned, late_by):
    grade = policy.apply(score(earned), late_by)
    return grade.points, grade.explanation


def test_a_cap_is_of_the_possible_points_and_holds_for_late_work_only():
    cap = Cap(share=0.7)
    assert given(cap, 85, TICK) == (
        70.0,
        "1 s late, without a penalty: 85.00; at most 0.70 × 100.00 = 70.00 when late",
    )
    assert given(cap, 60, DAY) == (60.0, "24 h late, without a penalty: 60.00")
    assert given(cap, 85, timedelta(0)) == (85.0, "on time")


def test_a_floor_is_of_what_was_earned_or_of_what_was_possible_but_never_more_than_earned():
    earned = Floor(share=0.5, inner=PER_DAY)
    assert given(earned, 80, 9 * DAY) == (
        40.0,
        "216 h late (9 started periods of 24 h): 80.00 × (1 − 9 × 0.10) = 8.00; not less than 0.50 × 80.00: 40.00",
    )
    assert given(earned, 80, DAY)[0] == 72
    possible = Floor(share=0.5, of="possible", inner=PER_DAY)
    assert given(possible, 80, 9 * DAY)[0] == 50
    assert given(possible, 30, 9 * DAY)[0] == 30
    assert given(possible, 30, 9 * DAY)[1].endswith("; not less than 0.50 × 100.00: 30.00")


def test_a_cut_off_is_exactly_on_the_milder_side():
    policy = CutOff(after=3 * DAY, inner=PER_DAY)
    assert given(policy, 80, 3 * DAY)[0] == 56
    assert given(policy, 80, 3 * DAY + TICK) == (0.0, "72 h 0 min 1 s late (more than 72 h): 0 points")
    assert given(CutOff(after=timedelta(0)), 80, TICK)[0] == 0
    assert given(CutOff(after=timedelta(0)), 80, timedelta(0)) == (80.0, "on time")


def test_grace_forgives_all_or_nothing():
    policy = Grace(span=10 * MINUTE, inner=PerPeriod(every=HOUR, lose=1, of="points"))
    assert given(policy, 80, 10 * MINUTE) == (80.0, "10 min late, within 10 min of grace: on time")
    assert given(policy, 80, 10 * MINUTE + TICK)[0] == 79
    assert given(policy, 80, 61 * MINUTE)[0] == 78  # counted from the deadline
    assert given(policy, 80, timedelta(0)) == (80.0, "on time")


def test_together():
    """10 minutes of grace, 10 % of what was earned per day, at most 70 points, at least half, nothing after 4 days."""
    policy = Grace(
        span=10 * MINUTE,
        inner=CutOff(after=4 * DAY, inner=Floor(share=0.65, inner=Cap(share=0.7, inner=PER_DAY))),
    )
    assert [given(policy, 100, late)[0] for late in (MINUTE, DAY, 3 * DAY, 4 * DAY, 4 * DAY + TICK)] == [
        100,
        70,
        70,
        65,
        0,
    ]
    assert policy.rule == (
        "each started 24 h costs 10% of the points earned; late work gets at most 70% of the possible points; "
        "late work keeps at least 65% of the points earned; more than 96 h late, nothing counts; "
        "up to 10 min late is on time"
    )


def test_alone_in_words():
    assert Cap(share=0.7).rule == "late work gets at most 70% of the possible points"
    assert CutOff(after=DAY).rule == "more than 24 h late, nothing counts"
    assert "or all that was earned if that is less" in Floor(share=0.5, of="possible").rule


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan")])
def test_a_share_that_could_raise_a_grade_is_refused(share):
    for policy in (Cap, Floor):
        with pytest.raises(ValueError, match=r"share in \[0, 1\]"):
            policy(share=share)


def test_a_time_before_the_deadline_is_refused():
    with pytest.raises(ValueError, match="a time after the deadline"):
        CutOff(after=-DAY)
    with pytest.raises(ValueError, match="a time after the deadline"):
        Grace(span=-TICK)
