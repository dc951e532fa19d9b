"""The plain table."""

import csv
import io

from autograder.report.exports import plain

from .standing import score, standing

HEAD = "assignment,name,sid,email,hand_in,submitted_at,status,score,possible,lateness,grade,explanation"


def rows(standings):
    return list(csv.DictReader(io.StringIO(plain(standings).decode(), newline="")))


def test_raw_late_grade_and_points_of_each_question():
    head, line, end = plain([standing(sid="0012", email="ada@example.edu")]).decode().split("\r\n")
    assert head == f"{HEAD},forward,backward"
    assert line == (
        "conv,Ada Lovelace,0012,ada@example.edu,s_0012,2026-03-08T07:59:00+00:00,graded,9,10,1:00:00,8,"
        "9 of 10 points; 1 h late: -1,5,4"
    )
    assert end == ""


def test_who_has_no_grade_has_no_number():
    every = rows([standing(name, status=name) for name in ("held", "missing", "excused")])
    assert [(row["name"], row["status"]) for row in every] == [(name, name) for name in ("excused", "held", "missing")]
    assert all(row[column] == "" for row in every for column in ("score", "possible", "lateness", "grade"))


def test_an_unreadable_hand_in_has_its_zero():
    (row,) = rows([standing(points=0, status="unreadable", score=score(0, 0))])
    assert (row["status"], row["score"], row["grade"], row["forward"]) == ("unreadable", "0", "0", "0")


def test_several_assignments_keep_their_questions_apart():
    one, two = standing("Bo"), standing("Ada", assignment="seg", score=score(1))
    first, second = rows([two, one])
    assert (first["assignment"], first["conv: forward"], first["seg: forward"]) == ("conv", "5", "")
    assert (second["assignment"], second["conv: forward"], second["seg: forward"]) == ("seg", "", "1")


def test_the_order_is_natural_and_nobody_is_lost():
    names = ["Student 10", "Student 9", "Student 9"]
    assert [row["name"] for row in rows([standing(name) for name in names])] == ["Student 9", "Student 9", "Student 10"]


def test_no_cell_of_a_stranger_is_a_formula():
    (row,) = rows([standing("=1+1", sid="-2", email="@x")])
    assert (row["name"], row["sid"], row["email"]) == ("'=1+1", "'-2", "'@x")
