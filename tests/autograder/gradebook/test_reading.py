"""What is read from the gradebook is what stood in the files."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from autograder.gradebook.hand_in import read_hand_in, write_hand_in
from autograder.gradebook.history import add, read_history
from autograder.gradebook.index import opened
from autograder.gradebook.reading import entries, examinations, history
from autograder.records import Student
from tests.autograder.gradebook.classroom import CHECKS, examined, given, hand_in

ODD = datetime(2026, 3, 8, 23, 59, 59, 999999, tzinfo=UTC)
ADA = Student(name="Ada 李", sid="00123", email="ada@example.edu", lms_id="canvas:7", due_at=ODD)


@pytest.fixture
def out(tmp_path):
    """Two hand-ins of a group; one was given twice, the other is not examined yet."""
    out = tmp_path / "toy"
    first = hand_in(out, "1", "a", 1.0, 0.123456789, students=(ADA, Student(name="Bob")), late_by=timedelta(seconds=1))
    one = given(first, 3.3, earned=3.3, when=ODD)
    basis = replace(one.derived.basis, own_due=ODD, submitted_at=None)
    grade = replace(one.derived.grade, late_by=None, explanation="3.30 × 1 = …")
    again = replace(one, derived=replace(one.derived, basis=basis, grade=grade), old=3.3, why="extension")
    add(out, [one, again])
    hand_in(out, "2", "b", None)
    return out


@pytest.fixture
def book(out, tmp_path):
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        yield book


def test_hand_ins_are_read_as_they_stand_in_their_files(book, out):
    assert [entry.handed_in for entry in entries(book)] == [read_hand_in(out / "1"), read_hand_in(out / "2")]
    assert [entry.is_examined for entry in entries(book)] == [True, False]


def test_the_grade_that_stands_is_read_as_it_stands_in_the_history(book, out):
    lines = read_history(out).lines
    assert [entry.given for entry in entries(book)] == [lines[2], None]
    assert history(book, out, "1") == (lines[1], lines[2])
    assert history(book, out, "2") == ()


def test_of_an_examination_all_is_read_but_the_words(book):
    whole = examined("a", 1.0, 0.123456789)
    ((row, found),) = examinations(book)
    assert row == entries(book)[0].row
    assert found == replace(whole, results=tuple(replace(result, message="") for result in whole.results))
    assert [result.check for result in found.results] == list(CHECKS)


def test_only_one_assignment_is_read_where_one_is_asked_for(book, out):
    other = replace(read_hand_in(out / "2"), assignment="other")
    write_hand_in(out / "2", other)
    book.keep(out)
    assert [entry.handed_in.hand_in.key for entry in entries(book, "toy")] == ["1"]
    assert [entry.handed_in for entry in entries(book, "other")] == [other]
