"""Tables with Gradescope's columns."""

import csv
import io
from zoneinfo import ZoneInfo

import pytest

from autograder.report.exports import gradescope_assignment, gradescope_course

from .standing import AT, listed, score, standing

ZONE = ZoneInfo("America/Los_Angeles")
ROSTER = listed("First Name,Last Name,SID,Email,Role,Section\nAda,de la Cruz,0012,ada@example.edu,Student,=A\n").people


def table(data):
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def test_one_assignment():
    mine = standing(sid="0012", email="ada@example.edu", hand_in="submission_42")
    head, ada = table(gradescope_assignment([mine], ZONE))
    assert ",".join(head) == (
        "First Name,Last Name,SID,Email,Sections,section_name,Total Score,Max Points,Status,Submission ID,"
        "Submission Time,Lateness (H:M:S),View Count,Submission Count,1: forward (5 pts),2: backward (5 pts)"
    )
    assert ",".join(ada) == (
        "Ada,Lovelace,0012,ada@example.edu,,,8,10,Graded,42,2026-03-07 23:59:00 -0800,1:00:00,,,5,4"
    )


def test_names_and_sections_are_those_of_the_roster():
    _, ada = table(gradescope_assignment([standing("Ada de la Cruz", sid="0012")], ZONE, ROSTER))
    assert ada[:6] == ["Ada", "de la Cruz", "0012", "", "'=A", "'=A"]


@pytest.mark.parametrize(
    ("status", "word"), [("missing", "Missing"), ("held", "Ungraded"), ("excused", "Excused"), ("unreadable", "Graded")]
)
def test_how_a_hand_in_stands(status, word):
    head, ada, _ = table(gradescope_assignment([standing(status=status), standing("Bo")], ZONE))
    row = dict(zip(head, ada, strict=True))
    assert row["Status"] == word
    assert (row["Total Score"], row["Max Points"]) == ("8" if status == "unreadable" else "", "10")


def test_one_assignment_is_one():
    with pytest.raises(ValueError, match="one assignment"):
        gradescope_assignment([standing(), standing(assignment="seg")], ZONE)


def test_a_course():
    ada, bo = standing(sid="0012"), standing("Bo Hopper", points=3)
    later = standing(sid="0012", assignment="seg", score=score(1, possible=2), points=1.5, submitted_at=AT)
    head, one, two = table(gradescope_course([later, ada, bo], ZONE))
    assert ",".join(head) == (
        "First Name,Last Name,SID,Email,Sections,section_name,"
        "conv,conv - Max Points,conv - Submission Time,conv - Lateness (H:M:S),"
        "seg,seg - Max Points,seg - Submission Time,seg - Lateness (H:M:S),Total Lateness (H:M:S)"
    )
    assert ",".join(one) == (
        "Ada,Lovelace,0012,,,,8,10,2026-03-07 23:59:00 -0800,1:00:00,1.5,2,2026-03-07 23:59:00 -0800,1:00:00,2:00:00"
    )
    assert ",".join(two) == "Bo,Hopper,,,,,3,10,2026-03-07 23:59:00 -0800,1:00:00,,2,,0:00:00,1:00:00"


def test_of_several_hand_ins_none_is_lost():
    _, *rows = table(gradescope_course([standing(hand_in="a"), standing(hand_in="b", points=2)], ZONE))
    assert [row[6] for row in rows] == ["8", "2"]


def test_the_columns_of_a_course_are_found_by_their_suffix():
    """As scripts that read Gradescope's own table do."""
    head, *_ = table(gradescope_course([standing(), standing(assignment="seg")], ZONE))
    assert [name.removesuffix(" - Max Points") for name in head if name.endswith(" - Max Points")] == ["conv", "seg"]


def test_no_cell_of_a_stranger_is_a_formula():
    for make in (gradescope_assignment, gradescope_course):
        _, row = table(make([standing("=1+1 -2", sid="@x", email="+y")], ZONE))
        assert row[:4] == ["'=1+1", "'-2", "'@x", "'+y"]
