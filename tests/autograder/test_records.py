"""Records refuse states that make no sense."""

import pytest

from autograder.records import (
    Check,
    CheckResult,
    Grade,
    HandIn,
    Outcome,
    QuestionScore,
    Score,
    SourceFile,
    Standing,
    Student,
    Visibility,
)

CHECK = Check(id="q/test_a", question="q", title="a", visibility=Visibility.PUBLIC)


@pytest.mark.parametrize("credit", [-0.1, 1.1, float("nan")])
def test_credit_is_a_share(credit):
    with pytest.raises(ValueError, match=r"a share in \[0, 1\]"):
        CheckResult(check=CHECK, outcome=Outcome.FAILED, credit=credit)


def test_a_passed_check_has_all_its_credit():
    with pytest.raises(ValueError, match="passed, so its credit is 1"):
        CheckResult(check=CHECK, outcome=Outcome.PASSED, credit=0.5)


def test_points_add_up_without_dust():
    parts = tuple(QuestionScore(question=str(i), earned=0.1, possible=0.3) for i in range(3))
    assert (Score(questions=parts).earned, Score(questions=parts).possible) == (0.3, 0.9)


def test_a_hand_in_is_called_by_its_students_or_its_key():
    group = (Student(name="Ada"), Student(name="Bo"))
    assert HandIn(key="submission_1", students=group).label == "Ada, Bo"
    assert HandIn(key="submission_1").label == "submission_1"


def test_a_line_is_named_as_the_student_knows_it():
    module = SourceFile(module="layers", origin="layers.py", text="a\nb\n")
    notebook = SourceFile(module="layers", origin="conv.ipynb", text="a\n", places=("cell 3, line 2",))
    assert module.place(2) == "layers.py, line 2"
    assert notebook.place(1) == "conv.ipynb, cell 3, line 2"
    assert notebook.place(9) == "conv.ipynb, line 9"


@pytest.mark.parametrize("status", ["held", "missing", "excused"])
def test_only_what_was_graded_stands_with_a_grade(status):
    ada, full = Student(name="Ada"), Grade(points=3.0, late_by=None, explanation="")
    assert Standing(student=ada, assignment="hw", status=status).grade is None
    with pytest.raises(ValueError, match=f"Ada: {status} with the grade"):
        Standing(student=ada, assignment="hw", grade=full, status=status)


@pytest.mark.parametrize("status", ["graded", "unreadable"])
def test_what_was_graded_stands_with_its_grade(status):
    ada, full = Student(name="Ada"), Grade(points=3.0, late_by=None, explanation="")
    assert Standing(student=ada, assignment="hw", grade=full, status=status).grade is full
    with pytest.raises(ValueError, match=f"Ada: {status} with the grade None"):
        Standing(student=ada, assignment="hw", status=status)
