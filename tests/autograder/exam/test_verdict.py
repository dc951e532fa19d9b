"""From what a check raised to how it ended."""

import pytest

from autograder.errors import SandboxFault
from autograder.exam.compare import Mismatch
from autograder.exam.verdict import Award, BrokenRule, not_run, verdict
from autograder.records import Check, Outcome, Visibility
from autograder.sandbox.base import CandidateFailure

CHECK = Check(id="q/test_a", question="q", title="a", visibility=Visibility.PUBLIC)


def given(raised, award=None, printed=""):
    return verdict(CHECK, raised, award or Award(), 0.5, printed)


@pytest.mark.parametrize(
    ("raised", "outcome", "message"),
    [
        (None, Outcome.PASSED, ""),
        (Mismatch("out: wrong"), Outcome.FAILED, "out: wrong"),
        (AssertionError(), Outcome.FAILED, "the answer is wrong"),
        (BrokenRule("a for loop"), Outcome.NOT_ALLOWED, "a for loop"),
        (CandidateFailure(Outcome.TIMED_OUT, "slow"), Outcome.TIMED_OUT, "slow"),
        (CandidateFailure(Outcome.OUT_OF_MEMORY, "big"), Outcome.OUT_OF_MEMORY, "big"),
        (SandboxFault("no candidate"), Outcome.FAULT, "SandboxFault: no candidate"),
        (KeyError("expected"), Outcome.FAULT, "KeyError: 'expected'"),
        (RecursionError(), Outcome.FAULT, "RecursionError: "),
    ],
)
def test_each_way_to_end(raised, outcome, message):
    result = given(raised)
    assert (result.outcome, result.message) == (outcome, message)
    assert result.credit == (1.0 if outcome is Outcome.PASSED else 0.0)
    assert bool(result.detail) == (outcome is Outcome.FAULT)


def test_an_award_is_partial_credit():
    award = Award()
    award(0.25, "a quarter")
    result = given(None, award)
    assert (result.outcome, result.credit, result.message) == (Outcome.FAILED, 0.25, "a quarter")


def test_an_award_counts_for_nothing_when_the_check_fails():
    award = Award()
    award(0.9)
    assert given(Mismatch("wrong"), award).credit == 0.0


def test_the_last_award_counts_and_a_full_one_passes():
    award = Award()
    award(0.1)
    award(1.0)
    assert given(None, award).outcome is Outcome.PASSED


@pytest.mark.parametrize("share", [-0.01, 1.01, float("nan"), float("inf")])
def test_an_award_is_a_share(share):
    with pytest.raises(ValueError, match=r"a share in \[0, 1\]"):
        Award()(share)


def test_what_was_printed_is_for_whoever_sees_the_detail():
    assert given(Mismatch("wrong"), printed="x is 3").detail == "printed:\nx is 3"


def test_silence_is_a_fault():
    assert not_run(CHECK, "power cut").outcome is Outcome.FAULT
