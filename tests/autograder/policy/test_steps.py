from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.steps import Steps
from autograder.records import Grade, QuestionScore, Score

DAY = timedelta(days=1)
TICK = timedelta(microseconds=1)
COURSE = Steps(steps=((DAY, 0.85), (2 * DAY, 0.70)))


def score(earned):
    return Score(questions=(QuestionScore(question="q", earned=earned, possible=100.0),))


@pytest.mark.parametrize(
    ("late_by", "points", "explanation"),
    [
        (timedelta(0), 85.0, "on time"),
        (TICK, 72.25, "1 s late (at most 24 h): 85.00 × 0.85 = 72.25"),
        (timedelta(hours=23, minutes=31), 72.25, "23 h 31 min late (at most 24 h): 85.00 × 0.85 = 72.25"),
        (DAY, 72.25, "24 h late (at most 24 h): 85.00 × 0.85 = 72.25"),
        (DAY + TICK, 59.5, "24 h 0 min 1 s late (at most 48 h): 85.00 × 0.70 = 59.50"),
        (2 * DAY, 59.5, "48 h late (at most 48 h): 85.00 × 0.70 = 59.50"),
        (2 * DAY + TICK, 0.0, "48 h 0 min 1 s late (more than 48 h): 0 points"),
        (400 * DAY, 0.0, "9600 h late (more than 48 h): 0 points"),
    ],
)
def test_the_rule_of_the_courses(late_by, points, explanation):
    assert COURSE.apply(score(85.0), late_by) == Grade(points=points, late_by=late_by, explanation=explanation)


@pytest.mark.parametrize(
    ("steps", "message"),
    [
        ((), "at least one step"),
        (((DAY, 1.1),), r"share in \[0, 1\], got 1.1"),
        (((DAY, float("nan")),), r"share in \[0, 1\], got nan"),
        (((DAY, 0.8), (DAY, 0.7)), "steps must grow"),
        (((DAY, 0.7), (2 * DAY, 0.8)), "later must not pay more: keep 0.8 after 0.7"),
    ],
)
def test_wrong_steps_cannot_be_built(steps, message):
    with pytest.raises(ValueError, match=message):
        Steps(steps=steps)


untils = st.lists(st.timedeltas(TICK, 10 * DAY), min_size=1, max_size=5, unique=True).map(sorted)


@st.composite
def policies(draw):
    until = draw(untils)
    keep = sorted(draw(st.lists(st.floats(0, 1), min_size=len(until), max_size=len(until))), reverse=True)
    return Steps(steps=tuple(zip(until, keep, strict=True)))


scores = st.floats(0, 100).map(lambda earned: score(round(earned, 6)))
lateness = st.timedeltas(timedelta(0), 12 * DAY)


@given(policies(), scores, lateness, lateness)
def test_later_never_pays(policy, scored, one, other):
    earlier, later = sorted((one, other))
    assert policy.apply(scored, earlier).points >= policy.apply(scored, later).points


@given(policies(), scores, lateness)
def test_points_lie_between_zero_and_what_was_earned(policy, scored, late_by):
    assert 0 <= policy.apply(scored, late_by).points <= scored.earned


@given(policies(), scores, st.data())
def test_a_boundary_is_on_the_milder_side(policy, scored, data):
    index = data.draw(st.integers(0, len(policy.steps) - 1))
    until, keep = policy.steps[index]
    keep_beyond = policy.steps[index + 1][1] if index + 1 < len(policy.steps) else 0.0
    assert policy.apply(scored, until).points == pytest.approx(keep * scored.earned, abs=0.00501)
    assert policy.apply(scored, until + TICK).points == pytest.approx(keep_beyond * scored.earned, abs=0.00501)


@given(st.integers(0, 10_000), lateness)
def test_the_arithmetic_in_the_explanation_is_right(hundredths, late_by):
    """What a student sees, worked out again from the printed numbers alone."""
    grade = COURSE.apply(score(hundredths / 100), late_by)
    if "×" in grade.explanation:
        arithmetic = grade.explanation.split(": ")[1]
        left, right = arithmetic.split(" = ")
        earned, keep = (float(number) for number in left.split(" × "))
        assert abs(earned * keep - float(right)) <= 0.005 + 1e-9
        assert float(right) == grade.points
    else:
        assert grade.points in (0.0, hundredths / 100)
