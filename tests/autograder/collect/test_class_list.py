"""Lists of people, as Gradescope, Canvas, Moodle and spreadsheets write them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect.class_list import Kind, class_list, read_class_list
from autograder.errors import ConfigError
from autograder.records import Student
from autograder.sheets import sheet_of

GRADESCOPE = (
    "First Name,Last Name,SID,Email,Role,Section\n"
    "Ada,Lovelace,0012,ADA@example.edu,Student,A\n"
    "Tom,Kilburn,,tom@example.edu,TA,\n"
)
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Lab 01 (150834),Current Score\n"
    ",,,,,Manual Posting,\n"
    "    Points Possible,,,,,10.00,(read only)\n"
    '"Lovelace, Ada",11,0012,ada@example.edu,A and B,,\n'
    '"Hopper, Bo",12,,bh22,A,,\n'
    '"Student, Test",13,,5d1a,A,,\n'
)
MOODLE = (
    "Identifier,Full name,ID number,Email address,Status,Grade\r\n"
    "Participant 567,Ada Lovelace,0012,ada@example.edu,Submitted for grading,\r\n"
    "Participant 568,Bo Hopper,,bo@example.edu,No submission,\r\n"
)
ADA = Student(name="Ada Lovelace", sid="0012", email="ada@example.edu")


def read(text):
    return class_list(sheet_of(text if isinstance(text, bytes) else text.encode(), Path("list.csv")))


def test_a_roster_of_gradescope():
    listed = read(GRADESCOPE)
    ada, tom = listed.people.all
    assert listed.kind is Kind.OTHER
    assert (ada.student, ada.line, ada.section) == (
        Student(name="Ada Lovelace", sid="0012", email="ADA@example.edu"),
        2,
        "A",
    )
    assert (tom.role, tom.is_student, ada.is_student) == ("TA", False, True)


def test_a_gradebook_of_canvas():
    listed = read(CANVAS)
    ada, bo = listed.people.all
    assert listed.kind is Kind.CANVAS
    assert ada.student == Student(name="Ada Lovelace", sid="0012", email="ada@example.edu", lms_id="canvas:11")
    assert (bo.student, bo.login) == (Student(name="Bo Hopper", lms_id="canvas:12"), "bh22")
    assert (ada.line, ada.number, bo.number) == (4, 2, 3)


def test_a_gradebook_of_canvas_with_first_and_last_names():
    (ada,) = read("LastName,FirstName,ID,SIS Login ID,Section\nLovelace,Ada,11,al1,A\n").people.all
    assert (ada.student, ada.login) == (Student(name="Ada Lovelace", lms_id="canvas:11"), "al1")


def test_a_worksheet_of_moodle():
    listed = read(MOODLE)
    ada, bo = listed.people.all
    assert listed.kind is Kind.MOODLE
    assert ada.student == Student(name="Ada Lovelace", sid="0012", email="ada@example.edu", lms_id="moodle:567")
    assert (bo.student.sid, bo.student.lms_id) == ("", "moodle:568")


@pytest.mark.parametrize(
    "raw",
    [
        "\ufeffSID;Name;Email\r\n0012;Lovelace, Ada;ada@example.edu\r\n".encode(),
        b"Name\tStudent ID\tE-Mail\n Ada Lovelace \t0012\tada@example.edu\n",
        b'name,sid,email\n"Ada Lovelace","0012","ada@example.edu"\n,,\n',
        b"First Name,Last Name,ID,Email\nAda,Lovelace,0012,ada@example.edu\n",
        b"First name,Last name,ID number,Email address,conv (Real)\nAda,Lovelace,0012,ada@example.edu,-\n",
    ],
)
def test_what_spreadsheets_write(raw):
    assert [person.student for person in read(raw).people.all] == [ADA]


def test_names_in_the_letters_of_windows():
    (jose,) = read("sid;name\n1;José\n".encode("cp1252")).people.all
    assert jose.student.name == "José"


def test_whoever_is_there_twice_in_the_same_words_is_there_once():
    listed = read("sid,name,section\n1,Ada,A\n2,Bo,A\n1,Ada,B\n1,Eve,A\n")
    assert [person.line for person in listed.people.all] == [2, 3, 5]
    assert listed.twice == {4: 2}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("sid,name\n", r": expected people below the first line, found nobody"),
        ("name,points\nAda,3\n", r", line 1: expected columns such as SID, .*, found name, points"),
        ("sid,SID\n1,2\n", r", line 1: two columns are named 'sid'"),
        ("sid,name\n1,Ada\n6.75E+07,Bo\n", r", line 3, column 'sid': expected the whole number, found 6\.75E\+07: a"),
        ("sid,name\n123456.0,Bo\n", r", line 2, column 'sid': expected the whole number, found 123456\.0: a program"),
        ("Student,ID,Section\nAda,\"1,2e10\",x\n", r", line 2, column 'ID': expected the whole number"),
        ("sid,name,section\n1,Ada,A\n,,B\n", r", line 3: expected a person, found neither"),
        ("First Name,Last Name\nAda,L\n", r", line 1: expected columns such as SID"),
    ],
)  # fmt: skip
def test_what_is_no_list_of_people_is_told_with_its_place(text, message):
    with pytest.raises(ConfigError, match=r"^list\.csv" + message):
        read(text)


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigError, match=r"none\.csv: cannot be read"):
        read_class_list(tmp_path / "none.csv")


@given(
    text=st.text(alphabet='sid,name;\n"1Ee+Student ID', max_size=60),
    head=st.sampled_from(("", "sid,name\n", CANVAS, MOODLE)),
)
def test_any_text_is_a_list_or_our_own_error(text, head):
    try:
        listed = read(head + text)
    except ConfigError:
        return
    assert all(person.line > 1 for person in listed.people.all)
