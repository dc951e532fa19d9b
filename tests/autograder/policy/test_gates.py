from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.policy.gates import Gate
from autograder.records import Grade

PROJECT = Grade(points=85.0, late_by=timedelta(0), explanation="on time")
NEEDS_PROPOSAL = Gate(needs="proposal")


def test_a_project_without_a_proposal_is_not_graded():
    closed = NEEDS_PROPOSAL.apply(PROJECT, {"homework": 10.0})
    assert (closed.points, closed.late_by) == (0.0, timedelta(0))
    assert closed.explanation == "not graded: proposal: nothing handed in, a hand-in is needed: 0 points"


def test_a_proposal_opens_the_gate_whatever_it_earned():
    assert NEEDS_PROPOSAL.apply(PROJECT, {"proposal": 0.0}) == PROJECT


def test_points_may_be_needed_and_exactly_these_are_enough():
    gate = Gate(needs="proposal", points=5.0)
    assert gate.apply(PROJECT, {"proposal": 5.0}) == PROJECT
    closed = gate.apply(PROJECT, {"proposal": 4.5})
    assert closed.points == 0.0
    assert closed.explanation == "not graded: proposal: 4.50 points, expected 5.00 or more: 0 points"


def test_who_is_excused_from_the_proposal_passes():
    assert NEEDS_PROPOSAL.apply(PROJECT, {}, excused={"proposal"}) == PROJECT


@given(st.floats(0, 100), st.dictionaries(st.sampled_from("ab"), st.floats(0, 10)), st.floats(0, 10))
def test_more_points_there_never_cost_points_here(points, given_, more):
    grade = Grade(points=points, late_by=None, explanation="")
    gate = Gate(needs="a", points=5.0)
    before = gate.apply(grade, given_).points
    after = gate.apply(grade, given_ | {"a": given_.get("a", 0.0) + more}).points
    assert 0 <= before <= after <= points


@pytest.mark.parametrize("points", [-1.0, float("nan"), float("inf")])
def test_a_gate_that_nobody_passes_or_everybody_is_refused(points):
    with pytest.raises(ValueError, match="expected points from 0 on"):
        Gate(needs="proposal", points=points)
