from datetime import timedelta

from hypothesis import given

from autograder.policy.limits import CutOff
from autograder.policy.questions import OnQuestions
from autograder.policy.steps import Steps
from autograder.records import QuestionScore, Score
from tests.autograder.policy.late import DAY, lateness, scores

HALF = Steps(steps=((DAY, 0.5),))
SCORE = Score(
    questions=(
        QuestionScore(question="a", earned=20.0, possible=30.0),
        QuestionScore(question="b", earned=10.0, possible=10.0),
        QuestionScore(question="c", earned=30.0, possible=60.0),
    )
)


def test_other_questions_count_in_full():
    grade = OnQuestions(names=("a", "c"), inner=HALF).apply(SCORE, DAY)
    assert grade.points == 35
    assert grade.explanation == "24 h late (at most 24 h): 50.00 × 0.50 = 25.00 for a, c; 10.00 for all others: 35.00"


def test_a_cut_off_too_is_about_these_questions_only():
    assert OnQuestions(names=("b",), inner=CutOff(after=DAY)).apply(SCORE, 2 * DAY).points == 50


def test_on_time():
    assert OnQuestions(names=("a",), inner=HALF).apply(SCORE, timedelta(0)).explanation == "on time"


@given(scores(), lateness)
def test_of_all_questions_it_is_the_policy_itself_and_of_none_it_is_none(scored, late_by):
    assert OnQuestions(names=("a", "b", "c"), inner=HALF).apply(scored, late_by).points == (
        HALF.apply(scored, late_by).points
    )
    assert OnQuestions(names=(), inner=HALF).apply(scored, late_by).points == scored.earned


def test_parts_that_are_rounded_by_themselves_are_no_more_than_the_whole():
    scored = Score(questions=tuple(QuestionScore(question=name, earned=1.0000005001, possible=2.0) for name in "ab"))
    assert OnQuestions(names=("a",), inner=CutOff(after=DAY)).apply(scored, DAY).points <= scored.earned


def test_in_words():
    rule = OnQuestions(names=("a", "c"), inner=CutOff(after=DAY)).rule
    assert rule == (
        "more than 24 h late, nothing counts; all this is about a, c only, and other questions count in full"
    )
