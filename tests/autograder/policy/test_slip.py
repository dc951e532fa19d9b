import itertools
from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment
from autograder.late_table import Late
from autograder.policy import policy_of
from autograder.policy.base import NoPenalty
from autograder.policy.slip import LatePart, SlipDays, said_of
from autograder.policy.steps import Steps
from autograder.tables import as_table
from autograder.term_table import Slip
from tests.autograder.policy.late import DAY, HOUR, TICK, lateness, score, scores, tables

PEKING = Steps(steps=((DAY, 0.85), (2 * DAY, 0.70)))


def part(name, earned, late_by, policy=PEKING, weight=1.0):
    return LatePart(name=name, attempts=((score(earned), late_by),), policy=policy, weight=weight)


@st.composite
def terms(draw):
    return [
        LatePart(
            name=name,
            attempts=tuple(draw(st.lists(st.tuples(scores(), lateness), min_size=1, max_size=2))),
            policy=policy_of(draw(tables())),
            weight=draw(st.sampled_from((0.0, 0.3, 1.0, 2.0))),
        )
        for name in ("hw1", "hw2", "hw3")[: draw(st.integers(0, 3))]
    ]


@st.composite
def budgets(draw):
    return SlipDays(
        budget=draw(st.integers(0, 4)),
        unit=draw(st.sampled_from((DAY, HOUR, 36 * HOUR))),
        at_most=draw(st.none() | st.integers(0, 2)),
        not_on=draw(st.sampled_from((frozenset(), frozenset({"hw2"})))),
    )


def points_with(one, days, unit):
    """By the definition: each slip day moves the deadline, the best attempt counts."""
    return max(
        one.policy.apply(scored, max(timedelta(0), late_by - days * unit)).points for scored, late_by in one.attempts
    )


def exact(number):
    return Fraction(str(number))


def total(slip, parts, spending):
    return sum(exact(spending.grades[one.name].points) * exact(one.weight) for one in parts)


def by_brute_force(slip, parts):
    """Total and number of slip days of the best of all spendings, tried one after the other."""
    most = slip.budget if slip.at_most is None else min(slip.budget, slip.at_most)
    ranges = [range(1 if one.name in slip.not_on else most + 1) for one in parts]
    best = (Fraction(-1), 0)
    for spent in itertools.product(*ranges):
        if sum(spent) <= slip.budget:
            points = sum(
                exact(points_with(one, days, slip.unit)) * exact(one.weight)
                for one, days in zip(parts, spent, strict=True)
            )
            best = max(best, (points, -sum(spent)))
    return best[0], -best[1]


@given(budgets(), terms())
def test_no_other_spending_gives_more_and_none_of_fewer_days_as_much(slip, parts):
    spending = slip.spend(parts)
    assert (total(slip, parts, spending), sum(spending.spent.values())) == by_brute_force(slip, parts)


@given(budgets(), terms())
def test_what_is_told_is_what_is_spent(slip, parts):
    spending = slip.spend(parts)
    assert list(spending.spent) == list(spending.grades) == sorted(one.name for one in parts)
    assert sum(spending.spent.values()) <= slip.budget
    for one in parts:
        days = spending.spent[one.name]
        assert days <= (slip.budget if slip.at_most is None else slip.at_most)
        assert not days or one.name not in slip.not_on
        assert spending.grades[one.name].points == points_with(one, days, slip.unit)
        assert spending.grades[one.name].late_by in {late_by for _, late_by in one.attempts}


@given(budgets(), terms())
def test_slip_days_never_hurt(slip, parts):
    spending = slip.spend(parts)
    assert all(spending.grades[one.name].points >= points_with(one, 0, slip.unit) for one in parts)
    more = SlipDays(budget=slip.budget + 1, unit=slip.unit, at_most=slip.at_most, not_on=slip.not_on)
    assert total(more, parts, more.spend(parts)) >= total(slip, parts, spending)


@given(budgets(), terms(), st.data())
def test_the_order_of_parts_changes_nothing(slip, parts, data):
    assert slip.spend(data.draw(st.permutations(parts))) == slip.spend(parts)


@given(budgets(), terms(), lateness)
def test_later_never_pays_even_with_slip_days(slip, parts, more):
    if parts:
        first = parts[0]
        later = LatePart(
            name=first.name,
            attempts=tuple((scored, late_by + more) for scored, late_by in first.attempts),
            policy=first.policy,
            weight=first.weight,
        )
        changed = [later, *parts[1:]]
        assert total(slip, changed, slip.spend(changed)) <= total(slip, parts, slip.spend(parts))


def test_first_come_would_waste_what_the_best_spending_saves():
    """Two days, hw1 a little late, hw2 49 h: one each gives 90 + 70, both on hw2 76.50 + 85."""
    parts = [part("hw1", 90, 2 * HOUR), part("hw2", 100, 49 * HOUR)]
    spending = SlipDays(budget=2).spend(parts)
    assert spending.spent == {"hw1": 0, "hw2": 2}
    assert spending.explanation == (
        "2 of 2 slip days: 2 on hw2 (49 h late → 1 h late, 85.00 instead of 0.00); 85.00 more in total, the most they "
        "can give"
    )
    told = "49 h late, 2 slip days: 1 h late (at most 24 h): 100.00 × 0.85 = 85.00"
    assert spending.grades["hw2"].explanation == told
    assert SlipDays(budget=4).spend(parts).spent == {"hw1": 1, "hw2": 3}
    assert SlipDays(budget=1).spend(parts).spent == {"hw1": 0, "hw2": 1}


def test_greed_would_take_the_best_single_day_first():
    """One day of hw1 gives 40, the most of any first day; but the two of hw2 together give 100."""
    hw1 = part("hw1", 40, DAY, policy=Steps(steps=((TICK, 0.0),)))
    hw2 = part("hw2", 100, 2 * DAY, policy=Steps(steps=((TICK, 0.0),)))
    assert SlipDays(budget=2).spend([hw1, hw2]).spent == {"hw1": 0, "hw2": 2}


def test_a_part_that_they_may_not_touch_keeps_its_penalty():
    parts = [part("partA", 100, 2 * HOUR), part("partB", 10, 2 * HOUR)]
    spending = SlipDays(budget=1, not_on=frozenset({"partA"})).spend(parts)
    assert spending.spent == {"partA": 0, "partB": 1}


def test_exactly_a_day_late_takes_one_day_and_the_smallest_fraction_more_takes_two():
    policy = Steps(steps=((TICK, 0.0),))
    for late_by, days in ((TICK, 1), (DAY, 1), (DAY + TICK, 2)):
        assert SlipDays(budget=3).spend([part("hw", 10, late_by, policy)]).spent == {"hw": days}


def test_hours_are_spent_like_days():
    spending = SlipDays(budget=72, unit=HOUR).spend([part("hw1", 60, 49 * HOUR), part("hw2", 100, 30 * HOUR)])
    assert spending.spent == {"hw1": 25, "hw2": 30}
    told = "55 of 72 slip hours: 25 on hw1 (49 h late → 24 h late, 51.00 instead of 0.00), 30 on hw2"
    assert spending.explanation.startswith(told)
    assert SlipDays(budget=1, unit=12 * HOUR).spend([]).explanation == (
        "0 of 1 slip of 12 h: none would give a point more"
    )


def test_nothing_is_spent_where_it_gives_nothing():
    spending = SlipDays(budget=5).spend([part("hw", 100, DAY, policy=NoPenalty()), part("zero", 0, DAY)])
    assert spending.spent == {"hw": 0, "zero": 0}
    assert spending.explanation == "0 of 5 slip days: none would give a point more"
    assert spending.grades["hw"].explanation == "24 h late, without a penalty: 100.00"


def test_of_spendings_that_give_as_much_the_one_of_fewer_days_is_taken():
    policy = Steps(steps=((TICK, 0.0),))
    parts = [part("a", 10, 2 * DAY, policy), part("b", 10, DAY, policy)]
    assert SlipDays(budget=2).spend(parts).spent == {"a": 0, "b": 1}


def test_ties_go_to_the_first_name():
    parts = [part("b", 100, HOUR), part("a", 100, HOUR)]
    assert SlipDays(budget=1).spend(parts).spent == {"a": 1, "b": 0}


def test_weights_say_where_points_matter():
    parts = [part("a", 100, HOUR), part("b", 100, HOUR, weight=2.0)]
    spending = SlipDays(budget=1).spend(parts)
    assert spending.spent == {"a": 0, "b": 1}
    assert "30.00 more in total" in spending.explanation


def test_a_changed_score_changes_where_they_go():
    def spent(of_a):
        return SlipDays(budget=1).spend([part("a", of_a, HOUR), part("b", 50, HOUR)]).spent

    assert (spent(40), spent(60)) == ({"a": 0, "b": 1}, {"a": 1, "b": 0})


def test_of_several_attempts_the_best_after_the_slip_days_counts():
    """On time 60; later, 100, which is worth more once a slip day covers it."""
    both = LatePart(name="hw", attempts=((score(60), timedelta(0)), (score(100), 49 * HOUR)), policy=PEKING)
    assert SlipDays(budget=0).spend([both]).grades["hw"].points == 60
    spending = SlipDays(budget=1).spend([both])
    assert (spending.spent["hw"], spending.grades["hw"].points) == (1, 70)
    assert spending.grades["hw"].late_by == 49 * HOUR


def test_a_term_of_hours_is_quick():
    """Twenty assignments that each lose something every hour, 240 hours to spend: a moment, not a minute."""
    policy = Steps(steps=tuple((hour * HOUR, 1 - hour / 100) for hour in range(1, 25)))
    parts = [part(f"hw{n:02d}", 100 - n, 24 * HOUR, policy) for n in range(20)]
    spending = SlipDays(budget=240, unit=HOUR).spend(parts)
    assert sum(spending.spent.values()) == 240
    assert spending.spent["hw00"] == 24


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: SlipDays(budget=-1), "expected a budget from 0 on"),
        (lambda: SlipDays(budget=1, at_most=-1), "expected a budget from 0 on"),
        (lambda: SlipDays(budget=1, unit=timedelta(0)), "expected a unit longer than nothing"),
        (lambda: SlipDays(budget=1).spend([part("a", 1, DAY), part("a", 1, DAY)]), "parts with different names"),
        (lambda: LatePart(name="a", attempts=(), policy=PEKING), "a: expected at least one attempt"),
        (lambda: part("a", 1, DAY, weight=-1.0), "a: expected a weight from 0 on"),
        (lambda: part("a", 1, DAY, weight=float("nan")), "a: expected a weight from 0 on"),
    ],
)
def test_what_makes_no_sense_is_refused(make, message):
    with pytest.raises(ValueError, match=message):
        make()


SLIP = {"budget": 3}
SAID = "Each student has 3 slip days over the term: each moves the deadline by 24 h. They are not reckoned here; "


def said(slip=SLIP, **changes):
    late = as_table({"cap": 0.5}, "here", Late)
    basis = {"name": "hw", "title": "T", "files": ["a.py"], "questions": [{"name": "q", "points": 1}]}
    task = Assignment.model_validate(basis | {"due": datetime(2026, 3, 7, 23, 59), "late": late} | changes)
    return said_of(slip and as_table(slip, "here", Slip), task)


@pytest.mark.parametrize(
    ("slip", "begins"),
    [
        (SLIP, SAID),
        ({"budget": 1, "unit": "1 h"}, "Each student has 1 slip hour over the term: each moves the deadline by 1 h."),
        ({"budget": 3, "at_most": 2}, "Each student has 3 slip days over the term, at most 2 for one assignment: each"),
        ({"budget": 3, "at_most": 5}, SAID),
        ({"budget": 3, "not_on": ["other"]}, SAID),
    ],
)
def test_who_reads_of_one_assignment_is_told_of_slip_days_in_one_line(slip, begins):
    assert said(slip).startswith(begins)
    assert "\n" not in said(slip)


@pytest.mark.parametrize("slip", [None, {"budget": 0}, {"budget": 3, "at_most": 0}, {"budget": 3, "not_on": ["hw"]}])
def test_slip_days_that_cannot_serve_are_not_told(slip):
    assert said(slip) == ""


@pytest.mark.parametrize("without", ["due", "late"])
def test_where_lateness_costs_nothing_neither_are_slip_days_told(without):
    assert said(**{without: None}) == ""
