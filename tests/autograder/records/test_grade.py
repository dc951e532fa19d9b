"""Points add up, and nobody stands where nobody can."""

from dataclasses import replace

import pytest

from autograder.records import Grade, Graded, HandIn, Isolation, QuestionScore, Score, Standing, Student


def test_points_add_up_without_dust():
    parts = tuple(QuestionScore(question=str(i), earned=0.1, possible=0.3) for i in range(3))
    assert (Score(questions=parts).earned, Score(questions=parts).possible) == (0.3, 0.9)


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


def test_what_is_given_is_one_grade_or_one_for_each_member():
    one, other = (Grade(points=each, late_by=None, explanation="") for each in (3.0, 5.0))
    nothing = Graded(hand_in=HandIn(key="1"), results=(), score=None, grade=None, isolation=Isolation(backend="none"))
    assert (nothing.grades, replace(nothing, grade=one).grades) == ((), (one,))
    assert replace(nothing, grade=other, members=(one, other)).grades == (one, other)
