from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.base import NoPenalty, on_time
from autograder.records import Grade, QuestionScore, Score

SCORE = Score(questions=(QuestionScore(question="q", earned=85.0, possible=100.0),))


@given(st.timedeltas(timedelta(microseconds=1), timedelta(days=400)))
def test_without_a_penalty_late_counts_in_full(late_by):
    grade = NoPenalty().apply(SCORE, late_by)
    assert (grade.points, grade.late_by) == (85.0, late_by)
    assert grade.explanation.endswith(" late, without a penalty: 85.00")


def test_on_time():
    expected = Grade(points=85.0, late_by=timedelta(0), explanation="on time")
    assert NoPenalty().apply(SCORE, timedelta(0)) == on_time(SCORE) == expected
