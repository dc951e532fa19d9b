"""From what a check raised to how it ended."""

import pytest

from autograder.assignment import Question
from autograder.errors import ExamFault, SandboxFault
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


CURVED = Question(name="q", points=20, curve=((0.3, 0.0), (0.5, 10.0), (0.7, 20.0)))


@pytest.mark.parametrize(
    ("value", "credit", "told"),
    [
        (0.2, 0.0, "mean IoU 0.2000: 0 of 20 points"),
        (0.52, 0.55, "mean IoU 0.5200: 11 of 20 points"),
        (0.9, 1.0, "20 of"),
    ],
)
def test_a_measured_value_earns_what_the_curve_has_and_students_read_it(value, credit, told):
    award = Award(CURVED)
    award.measured(value, "mean IoU")
    result = given(None, award)
    assert result.credit == pytest.approx(credit)
    assert result.outcome is (Outcome.PASSED if credit == 1 else Outcome.FAILED)
    assert result.told == result.message
    assert told in result.told
    assert "0 points at 0.3, 10 at 0.5, 20 at 0.7" in result.told


def test_of_what_fails_students_read_only_what_is_told():
    award = Award(CURVED)
    award.measured(0.9, "mean IoU")
    assert given(CandidateFailure(Outcome.CRASHED, "ValueError: a pixel"), award).told == ""
    assert given(CandidateFailure(Outcome.CRASHED, "ValueError: a pixel", "it crashed"), award).told == "it crashed"
    assert given(Mismatch("out: wrong"), award).told == ""


def test_the_last_word_of_an_award_is_what_is_told():
    award = Award(CURVED)
    award.measured(0.9, "mean IoU")
    award(0.5, "half")
    assert (given(None, award).credit, given(None, award).told) == (0.5, "")


def test_a_value_without_a_curve_is_the_exams_fault():
    with pytest.raises(ExamFault, match="needs a curve"):
        Award(Question(name="q", points=20)).measured(0.5, "mean IoU")
