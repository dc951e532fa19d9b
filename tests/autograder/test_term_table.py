"""What `[slip]` and `[[gates]]` may say, and what is told of anything else."""

from datetime import timedelta

import pytest

from autograder.assignment import Assignment, Course
from autograder.errors import ConfigError
from autograder.tables import parse_table
from autograder.term_table import NeededPart, Slip

COURSE = 'name = "CV"\ntimezone = "America/Los_Angeles"\n'
ASSIGNMENT = """
name = "project"
title = "Project"
files = ["a.py"]
{}
[[questions]]
name = "q"
points = 1
"""


def course(slip):
    return parse_table(f"{COURSE}[slip]\n{slip}", "course.toml", Course)


def assignment(more):
    return parse_table(ASSIGNMENT.format("") + more, "assignment.toml", Assignment)


def test_a_course_may_have_slip_days():
    assert parse_table(COURSE, "course.toml", Course).slip is None
    assert course("budget = 5").slip == Slip(budget=5)
    assert Slip(budget=5).unit == timedelta(days=1)
    said = course('budget = 72\nunit = "1 h"\nat_most = 48\nnot_on = ["project"]\nweights = { conv = 0.5 }').slip
    assert (said.unit, said.at_most, said.not_on, said.weights) == (
        timedelta(hours=1),
        48,
        ("project",),
        {"conv": 0.5},
    )


@pytest.mark.parametrize(
    ("slip", "told"),
    [
        ("", "course.toml: slip.budget is missing"),
        ("budget = -1", "slip.budget: input should be greater than or equal to 0, found -1"),
        ("budget = 2.5", "slip.budget: expected a whole number, found 2.5"),
        ('budget = 1\nunit = "1 week"', 'slip.unit: expected a length of time such as "90 min"'),
        ('budget = 1\nunit = "0.5 min"', "slip.unit: expected a minute or more"),
        ("budget = 1\nat_most = -1", "slip.at_most: input should be greater"),
        ("budget = 1\nweights = { a = -1 }", "slip.weights.a: input should be greater"),
        ("budget = 1\nnoton = []", "unknown key 'noton' in slip; did you mean 'not_on'"),
    ],
)
def test_what_slip_days_cannot_be_is_told(slip, told):
    with pytest.raises(ConfigError, match=told):
        course(slip)


def test_an_assignment_may_need_another_and_say_which_attempt_counts():
    plain = assignment("")
    assert (plain.attempts, plain.gates) == ("last", ())
    assert assignment('[[gates]]\nneeds = "a"\n[[gates]]\nneeds = "b"\npoints = 3').gates == (
        NeededPart(needs="a"),
        NeededPart(needs="b", points=3.0),
    )
    assert parse_table(ASSIGNMENT.format('attempts = "best"'), "here", Assignment).attempts == "best"


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ("[[gates]]\npoints = 3", r"gates\[1\].needs is missing"),
        ('[[gates]]\nneeds = "project"', "gates: 'project' cannot need itself"),
        ('[[gates]]\nneeds = "a"\n[[gates]]\nneeds = "a"', "gates: two gates are about 'a'"),
        ('[[gates]]\nneeds = "a"\npoints = -1', r"gates\[1\].points: input should be greater"),
        ('[[gates]]\nneed = "a"', r"unknown key 'need' in gates\[1\]; did you mean 'needs'"),
    ],
)
def test_what_gates_cannot_be_is_told(more, told):
    with pytest.raises(ConfigError, match=told):
        assignment(more)


def test_an_unknown_rule_of_attempts_is_told():
    with pytest.raises(ConfigError, match="attempts: input should be 'last' or 'best', found 'first'"):
        parse_table(ASSIGNMENT.format('attempts = "first"'), "here", Assignment)
