from datetime import timedelta

import pytest

from autograder.late_table import Late
from autograder.policy import policy_of
from autograder.policy.base import NoPenalty
from autograder.policy.limits import Cap, CutOff, Floor, Grace
from autograder.policy.linear import Linear
from autograder.policy.periods import PerPeriod
from autograder.policy.questions import OnQuestions
from autograder.policy.steps import Steps
from tests.autograder.policy.late import DAY, HOUR

TEN = PerPeriod(every=DAY, lose=0.1)


@pytest.mark.parametrize(
    ("table", "policy"),
    [
        ({"steps": [{"until": "24 h", "keep": 0.85}]}, Steps(steps=((DAY, 0.85),))),
        ({"per": {"every": "1 d", "percent": 10}}, TEN),
        ({"per": {"every": "1 h", "percent": 0.1, "of": "possible"}}, PerPeriod(every=HOUR, lose=0.001, of="possible")),
        ({"per": {"every": "1 h", "points": 2}}, PerPeriod(every=HOUR, lose=2, of="points")),
        ({"linear": {"until": "48 h", "keep": 0.5}}, Linear(until=2 * DAY, keep=0.5)),
        ({"linear": {"until": "48 h"}}, Linear(until=2 * DAY)),
        ({"cap": 0.7}, Cap(share=0.7)),
        ({"cap": 0.0}, Cap(share=0.0)),
        ({"cut_off": "3 d"}, CutOff(after=3 * DAY)),
        (
            {
                "per": {"every": "24 h", "percent": 10},
                "cap": 0.7,
                "floor": {"keep": 0.2, "of": "possible"},
                "cut_off": "3 d",
                "questions": ["a"],
                "grace": "10 min",
            },
            Grace(
                span=timedelta(minutes=10),
                inner=OnQuestions(
                    names=("a",),
                    inner=CutOff(
                        after=3 * DAY,
                        inner=Floor(share=0.2, of="possible", inner=Cap(share=0.7, inner=TEN)),
                    ),
                ),
            ),
        ),
    ],
)
def test_a_table_becomes_its_policy(table, policy):
    assert policy_of(Late.model_validate(table)) == policy


def test_without_a_table_late_counts_in_full():
    assert policy_of(None) == NoPenalty()
