from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, Question
from autograder.errors import ExamFault, GraderFault
from autograder.policy.score import score
from autograder.records import Check, CheckResult, Outcome, Visibility


def assignment(*questions):
    return Assignment(name="hw", title="Homework", files=("layers.py",), questions=questions)


def result(question, credit=0.0, *, outcome=None, name="test"):
    check = Check(id=f"{question}/{name}", question=question, title=name, visibility=Visibility.PUBLIC)
    outcome = outcome or (Outcome.PASSED if credit == 1.0 else Outcome.FAILED)
    return CheckResult(check=check, outcome=outcome, credit=credit)


def numbered(question, credits):
    return [result(question, credit, name=f"test{index}") for index, credit in enumerate(credits)]


def earned(points, credit, credits):
    question = Question(name="q", points=points, credit=credit)
    return score(assignment(question), numbered("q", credits)).earned


def test_credit_all_is_the_weakest_check():
    assert earned(25, "all", [1.0, 0.4, 1.0]) == 10.0


def test_credit_share_is_the_mean():
    assert earned(25, "share", [1.0, 0.4, 0.1]) == 12.5


@pytest.mark.parametrize(("credits", "points"), [([0.0, 0.01], 25), ([1.0, 0.0], 25), ([0.0, 0.0], 0)])
def test_credit_completion_is_everything_for_anything(credits, points):
    assert earned(25, "completion", credits) == points


def test_keeping_the_rules_is_no_completion():
    question = Question(name="q", points=10, credit="completion")
    kept = result("q", 1.0, name="rules")
    kept = replace(kept, check=replace(kept.check, runs=False))
    assert score(assignment(question), [kept, result("q")]).earned == 0
    assert score(assignment(question), [kept, result("q", 0.1)]).earned == 10


def test_passing_everything_earns_exactly_the_points():
    assert earned(33.333, "all", [1.0, 1.0]) == 33.333
    assert earned(33.333, "share", [1.0, 1.0]) == 33.333


@pytest.mark.parametrize("credit", ["all", "share", "completion"])
def test_a_broken_rule_takes_all_points_of_its_question_and_of_no_other(credit):
    questions = Question(name="a", points=10, credit=credit), Question(name="b", points=5, credit=credit)
    results = [result("a", 1.0), result("b", 1.0), result("a", outcome=Outcome.NOT_ALLOWED, name="rules")]
    assert [question.earned for question in score(assignment(*questions), results).questions] == [0.0, 5.0]


def test_even_a_rule_check_with_credit_gives_none():
    question = Question(name="q", points=10, credit="share")
    results = [result("q", 0.5, outcome=Outcome.NOT_ALLOWED)]
    assert score(assignment(question), results).earned == 0.0


def test_questions_keep_the_order_of_the_assignment():
    questions = Question(name="b", points=1), Question(name="a", points=2)
    scored = score(assignment(*questions), [result("a", 1.0), result("b", 1.0)])
    assert [(question.question, question.possible) for question in scored.questions] == [
        ("b", 1.0),
        ("a", 2.0),
    ]


def test_no_float_dust():
    questions = [Question(name=name, points=points) for name, points in [("a", 0.1), ("b", 0.2)]]
    scored = score(assignment(*questions), [result("a", 1.0), result("b", 1.0)])
    assert (scored.earned, scored.possible) == (0.3, 0.3)
    assert earned(25, "share", [0.1, 0.1, 0.1]) == 2.5
    assert earned(1, "share", [0.01, 0.02]) == 0.02  # 0.015, halves up


def test_points_that_nobody_can_earn_are_a_fault_of_the_exam():
    questions = Question(name="a", points=1), Question(name="b", points=1)
    with pytest.raises(ExamFault, match="b: no check"):
        score(assignment(*questions), [result("a", 1.0)])


def test_a_check_of_an_unknown_question_is_a_fault_of_the_exam():
    with pytest.raises(ExamFault, match=r"b/test: assignment\.toml has no question 'b'"):
        score(assignment(Question(name="a", points=1)), [result("a", 1.0), result("b", 1.0)])


def test_a_check_that_comes_twice_is_a_fault_of_the_exam():
    with pytest.raises(ExamFault, match="a/test: expected one result, got 2"):
        score(assignment(Question(name="a", points=1)), [result("a", 1.0), result("a")])


def test_our_fault_has_no_score():
    results = [result("a", 1.0), result("a", outcome=Outcome.FAULT, name="broken")]
    with pytest.raises(GraderFault, match="a/broken"):
        score(assignment(Question(name="a", points=1)), results)


credits_in_thousandths = st.lists(st.integers(0, 1000), min_size=1, max_size=8)


@given(st.integers(1, 10_000), st.sampled_from(["all", "share"]), credits_in_thousandths)
def test_agrees_with_exact_fractions(points_in_hundredths, credit, thousandths):
    exact = [Fraction(each, 1000) for each in thousandths]
    share = min(exact) if credit == "all" else sum(exact) / len(exact)
    got = earned(points_in_hundredths / 100, credit, [each / 1000 for each in thousandths])
    assert abs(Fraction(got) - share * Fraction(points_in_hundredths, 100)) <= Fraction(1, 200) + Fraction(1, 10**9)
    assert 0 <= got <= points_in_hundredths / 100
    assert got == round(got, 2)


@given(st.floats(0.5, 100), st.sampled_from(["all", "share", "completion"]), credits_in_thousandths, st.data())
def test_doing_better_in_a_check_never_costs_points(points, credit, thousandths, data):
    index = data.draw(st.integers(0, len(thousandths) - 1))
    better = list(thousandths)
    better[index] = data.draw(st.integers(thousandths[index], 1000))
    before = earned(points, credit, [each / 1000 for each in thousandths])
    assert earned(points, credit, [each / 1000 for each in better]) >= before
