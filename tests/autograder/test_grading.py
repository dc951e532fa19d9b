"""One hand-in through the stages; a fault of ours is never a zero."""

from datetime import UTC, datetime

import pytest

from autograder.exam.session import with_exam
from autograder.grading import grade, grade_unreadable
from autograder.records import HandIn, Outcome, SourceFile, Submission, Unreadable
from autograder.sandbox.choose import for_checking

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
LATE = HandIn(key="late", submitted_at=datetime(2026, 3, 8, 8, 0, tzinfo=UTC))  # a minute after the deadline


def submission(text, hand_in=LATE):
    return Submission(hand_in=hand_in, sources={"toy": SourceFile(module="toy", origin="toy.py", text=text)})


@pytest.fixture
def graded(toy_course):
    def graded(text, break_exam=False):
        workspace = toy_course()

        def body(exam):
            if break_exam:
                exam.examine = lambda *_: 1 / 0
            with for_checking(("numpy",)) as sandbox:
                return grade(workspace, exam, submission(text), sandbox)

        return with_exam(workspace, body)

    return graded


def test_checks_become_points_and_points_a_grade(graded):
    result = graded(RIGHT.replace("3 * x", "x"))
    assert (result.score.earned, result.score.possible) == (6, 10)
    assert result.grade.points == 3
    assert "0.5" in result.grade.explanation
    assert not result.held
    assert len(result.results) == 4


def test_an_examination_that_breaks_holds_the_result(graded):
    result = graded(RIGHT, break_exam=True)
    assert result.held
    assert result.score is None
    assert "ZeroDivisionError" in result.reason
    assert {check.outcome for check in result.results} == {Outcome.FAULT}
    assert len(result.results) == 4


def test_what_cannot_be_read_earns_nothing_and_says_why(toy_course):
    workspace = toy_course()
    unreadable = Unreadable(hand_in=LATE, reason="toy.py is damaged")
    result = with_exam(workspace, lambda exam: grade_unreadable(workspace, exam.checks, unreadable))
    assert {(each.told, each.ran) for each in result.results} == {("toy.py is damaged", False)}
    assert (result.score.earned, result.grade.points) == (0, 0)
    assert result.reason == "toy.py is damaged"
    assert len(result.results) == 4
