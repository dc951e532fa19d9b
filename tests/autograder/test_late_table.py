"""``[late]``: every key has a meaning, and what is wrong is named."""

import pytest
from hypothesis import given

from autograder.assignment import load_assignment
from autograder.errors import ConfigError
from autograder.late_table import Late, late_of
from tests.autograder.policy.late import tables

HEAD = 'name = "hw"\ntitle = "Homework"\nfiles = ["a.py"]\n[[questions]]\nname = "forward"\npoints = 5\n[late]\n'


@pytest.fixture
def load(tmp_path):
    def load(text):
        (tmp_path / "assignment.toml").write_text(HEAD + text, encoding="utf-8")
        return load_assignment(tmp_path).late

    return load


def test_a_table_is_read(load):
    late = load('per = { every = "24 h", percent = 10 }\ncap = 0.7\nquestions = ["forward"]')
    assert (late.per.percent, late.cap, late.questions, late.group) == (10, 0.7, ("forward",), "latest")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "late: expected what late work costs: steps, per, linear, cap or cut_off"),
        ('grace = "5 min"', "late: expected what late work costs"),
        ("stpes = []", "unknown key 'stpes' in late; did you mean 'steps'?"),
        ('cutoff = "3 d"', "unknown key 'cutoff' in late; did you mean 'cut_off'?"),
        ("steps = []", "late.steps: "),
        ('steps = [{ until = "1 d", keep = 1.1 }]', "late.steps[1].keep: input should be less than or equal to 1"),
        ('steps = [{ until = "1 d", keep = nan }]', "late.steps[1].keep: "),
        (
            'per = { every = "1 d", percent = -5 }',
            "late.per.percent: input should be greater than or equal to 0.0",
        ),
        ('per = { every = "1 d", percent = 101 }', "late.per.percent: input should be less than or equal to 100"),
        ('per = { every = "1 d", points = inf }', "late.per.points: input should be a finite number"),
        ('per = { every = "1 d" }', "late.per: expected either percent or points for each period"),
        ('per = { every = "1 d", percent = 5, points = 1 }', "late.per: expected either percent or points"),
        ('per = { every = "1 d", points = 1, of = "earned" }', "late.per: of = 'earned' says what percent are of"),
        ('per = { every = "1 d", percent = 1, of = "all" }', "late.per.of: input should be 'earned' or 'possible'"),
        ('per = { evry = "1 d", percent = 5 }', "unknown key 'evry' in late.per; did you mean 'every'?"),
        ('per = { every = "0 d", percent = 5 }', "late.per.every: expected a length of time of more than nothing"),
        ('per = { every = "-1 d", percent = 5 }', "late.per.every: "),
        ('per = { every = "day", percent = 5 }', 'late.per.every: expected a length of time such as "90 min"'),
        ('cut_off = "99999999999 d"', "late.cut_off: expected a length of time that fits a calendar"),
        ('linear = { until = "1 d", keep = 1.5 }', "late.linear.keep: input should be less than or equal to 1"),
        ('linear = { until = "0.01 min" }', "late.linear.until: expected a second or more"),
        (
            'per = { every = "1 d", percent = 5e-324 }',
            "late.per.percent: input should be greater than or equal to 0.0",
        ),
        ("cap = 1.2", "late.cap: input should be less than or equal to 1, found 1.2"),
        ("cap = 0.5\nfloor = { keep = 0.6 }", "late: floor.keep 0.6 is more than cap 0.5"),
        ('cut_off = "1 h"\ngrace = "1 h"', "late: grace of 1:00:00 leaves nothing before cut_off, 1:00:00"),
        (
            'linear = { until = "1 d" }\nper = { every = "1 d", percent = 5 }',
            "late: expected one of steps, per and linear, found per and linear",
        ),
        ('cap = 0.7\nquestions = ["foward"]', "late.questions: there is no question 'foward'; did you mean 'forward'?"),
        ('cap = 0.7\nquestions = ["x"]', "late.questions: there is no question 'x'; expected one of forward"),
        ('cap = 0.7\nquestions = ["forward", "forward"]', "late.questions: 'forward' is there twice"),
        ('cap = 0.7\ngroup = "mean"', "late.group: input should be 'latest', 'earliest' or 'own', found 'mean'"),
    ],
)
def test_a_mistake_is_named_before_anything_is_graded(load, text, message):
    with pytest.raises(ConfigError) as caught:
        load(text)
    assert message in str(caught.value)


def test_a_table_can_be_written_on_one_line():
    late = late_of('per = { every = "24 h", percent = 10 }, cap = 0.7', "--policy")
    assert late == Late.model_validate({"per": {"every": "24 h", "percent": 10}, "cap": 0.7})


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("cpa = 0.7", "--policy: unknown key 'cpa' in late; did you mean 'cap'?"),
        ("cap = 1.7", "--policy: late.cap: input should be less than or equal to 1, found 1.7"),
        ("cap =", "--policy: not valid TOML"),
        ("cap = 0.7}\nx = {", "--policy: unknown key 'x'"),
        ("", "--policy: late: expected what late work costs"),
    ],
)
def test_mistakes_on_one_line_are_named(text, message):
    with pytest.raises(ConfigError) as caught:
        late_of(text, "--policy")
    assert message in str(caught.value)


@given(tables())
def test_what_was_read_can_be_read_again(table):
    assert Late.model_validate(table) == table
