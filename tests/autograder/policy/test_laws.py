"""What holds for every policy that ``[late]`` can ask for."""

import re
from datetime import timedelta
from fractions import Fraction

from hypothesis import example, given

from autograder.late_table import late_of
from autograder.policy import policy_of
from tests.autograder.policy.late import lateness, score, scores, tables

PER_MINUTE = late_of('per = { every = "1 min", percent = 0.00694444, of = "possible" }', "here")


@given(tables(), scores(), lateness, lateness)
def test_later_never_pays(table, scored, one, other):
    policy = policy_of(table)
    earlier, later = sorted((one, other))
    assert policy.apply(scored, earlier).points >= policy.apply(scored, later).points


@given(tables(), scores(), lateness)
def test_points_lie_between_zero_and_what_was_earned(table, scored, late_by):
    assert 0 <= policy_of(table).apply(scored, late_by).points <= scored.earned


@given(tables(), scores())
def test_on_time_counts_in_full(table, scored):
    grade = policy_of(table).apply(scored, timedelta(0))
    assert (grade.points, grade.late_by, grade.explanation) == (scored.earned, timedelta(0), "on time")


@given(tables(), scores(), lateness)
def test_the_facts_are_told_in_one_line(table, scored, late_by):
    grade = policy_of(table).apply(scored, late_by)
    assert grade.late_by == late_by
    assert "\n" not in grade.explanation
    assert grade == policy_of(table).apply(scored, late_by)


@given(tables(), scores(), lateness)
def test_the_last_number_of_an_explanation_is_what_is_given(table, scored, late_by):
    """As far as six decimals tell; every policy ends on the number that it makes."""
    grade = policy_of(table).apply(scored, late_by)
    if grade.explanation.endswith("on time"):
        assert grade.points == scored.earned
    else:
        last = re.findall(r"\d+(?:\.\d+)?", grade.explanation.removesuffix(" when late"))[-1]
        assert abs(float(last) - grade.points) < 1e-6


@given(tables(), scores(), lateness)
@example(PER_MINUTE, score(45, 50), timedelta(minutes=12_000))
def test_the_arithmetic_gives_what_is_printed_for_it(table, scored, late_by):
    number = r"\d+(?:\.\d+)?"
    for left, right in re.findall(rf"({number}(?: [×−] \(?{number}\)?)+) = ({number})", _told(table, scored, late_by)):
        exact = eval(re.sub(number, r"F('\g<0>')", left.replace("×", "*").replace("−", "-")), {"F": Fraction})
        assert abs(max(exact, 0) - Fraction(right)) <= Fraction(1, 200), f"{left} = {right}"


def _told(table, scored, late_by):
    return policy_of(table).apply(scored, late_by).explanation


@given(tables())
def test_a_rule_is_part_of_a_sentence(table):
    rule = policy_of(table).rule
    assert rule[0].islower()
    assert not rule.endswith(".")
    assert "None" not in rule
