"""Hand-ins beside a list of people."""

import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.collect import named
from autograder.collect.attendance import ROSTER_FILE, attendance, identified, identifier, missing
from autograder.collect.class_list import class_list, read_class_list
from autograder.errors import ConfigError
from autograder.identity import described
from autograder.records import HandIn, Standing, Student
from autograder.sheets import sheet_of

SAMPLE = Path(__file__).parents[4] / "shared/data/gradescope-export/assignment_314159_export.zip"
ZONE = ZoneInfo("America/Los_Angeles")
DUE = datetime(2026, 3, 9, tzinfo=UTC)
ROSTER = (
    "First Name,Last Name,SID,Email,Role\n"
    "Ada,Lovelace,0012,ada@example.edu,Student\n"
    "Bo,Hopper,13,bo@example.edu,Student\n"
    "Cy,Turing,14,cy@example.edu,Student\n"
    "Tom,Kilburn,,tom@example.edu,TA\n"
)


@pytest.fixture
def listed():
    return class_list(sheet_of(ROSTER.encode(), Path("roster.csv")))


def hand_in(key, *students):
    return HandIn(key=key, students=tuple(Student(**{"name": "", **student}) for student in students))


def test_students_are_known_as_the_list_knows_them(listed):
    given = hand_in("s1", {"name": "lovelaceada", "lms_id": "canvas:7"}, {"name": "Zed", "due_at": DUE})
    assert identified(listed, given, ZONE).students == (
        Student(name="Ada Lovelace", sid="0012", email="ada@example.edu", lms_id="canvas:7"),
        Student(name="Zed", due_at=DUE),
    )
    found = attendance(listed, [hand_in("s1", {"name": "lovelaceada", "lms_id": "canvas:7"})])
    assert found.reports == ()
    assert [person.line for person in found.absent] == [3, 4]  # no TA is expected to hand in


def test_whoever_handed_in_nothing_is_missing(listed):
    found = attendance(listed, [hand_in("s1", {"sid": "0012"}, {"email": "CY@example.edu"})])
    bo = Student(name="Bo Hopper", sid="13", email="bo@example.edu")
    assert missing(found.absent, "hw", lambda _: False) == (Standing(student=bo, assignment="hw", status="missing"),)
    (stands,) = missing(found.absent, "hw", lambda student: student == bo)
    assert stands.status == "excused"


def test_the_unknown_and_the_unnamed_are_reported_and_stay(listed):
    zed, nobody = hand_in("s2", {"name": "Zed", "sid": "99"}), hand_in("s3")
    found = attendance(listed, [hand_in("s1", {"sid": "13"}), zed, nobody])
    assert found.reports == (
        "s2: Zed (SID 99) is not in roster.csv",
        "s3: nobody is named: whose it is, is unknown",
    )
    assert identified(listed, zed, ZONE) == zed
    assert identified(listed, nobody, ZONE) == nobody


def test_folders_called_by_sid_or_address_are_of_the_list(listed):
    called = [hand_in(key, {"name": key}) for key in ("0012", "BO@example.edu", "Turing Cy_14")]
    assert attendance(listed, called).reports == ()
    assert [identified(listed, each, ZONE).label for each in called] == ["Ada Lovelace", "Bo Hopper", "Cy Turing"]


def test_of_a_folder_that_fits_nobody_it_is_told_what_would_have_fitted(listed):
    called = [hand_in(name, {"name": name}) for name in ("0012", "Ad Lovelac", "Adi_14", "12", "group 7")]
    assert attendance(listed, called).reports == (
        "Ad Lovelac: Ad Lovelac is not in roster.csv; did you mean 'Ada Lovelace'?",
        "Adi_14: Adi_14 is not in roster.csv: a part of it fits line 4 (Cy Turing (SID 14, cy@example.edu)), "
        "the rest does not",
        "12: 12 is not in roster.csv; line 2 has 0012: did a spreadsheet drop zeros?",
        "group 7: group 7 is not in roster.csv, neither as a SID, a login or an address nor as a name or name_SID",
    )


def test_zeros_that_got_lost_are_pointed_out(listed):
    found = attendance(listed, [hand_in("s1", {"sid": "13"}), hand_in("s2", {"name": "Ada Lovelace", "sid": "12"})])
    assert found.reports == (
        "s2: Ada Lovelace (SID 12) is not in roster.csv; line 2 has 0012: did a spreadsheet drop zeros?",
    )


@pytest.mark.parametrize(
    ("student", "message"),
    [
        (
            {"sid": "0013"},
            "roster.csv, line 3: nobody has SID 13: did you mean 0013, as in hand-in s1? A spreadsheet may",
        ),
        ({"sid": "0013", "email": "bo@example.edu"}, "roster.csv, line 3: nobody has SID 13: did you mean 0013"),
        ({"name": "0013"}, "roster.csv, line 3: nobody has SID 13: did you mean 0013, as in hand-in s1?"),
        ({"sid": "12"}, "hand-in s1: nobody has SID 12: did you mean 0012, as in roster.csv, line 2?"),
    ],
)
def test_a_sid_that_lost_its_zeros_stops_everything(listed, student, message):
    with pytest.raises(ConfigError, match=re.escape(message)):
        identified(listed, hand_in("s1", student), ZONE)


@pytest.mark.parametrize(
    "student",
    [
        {"sid": "12", "email": "ada@example.edu"},  # the list knows better
        {"name": "12"},  # the twelfth folder
        {"sid": "0"},
        {"sid": "99"},
    ],
)
def test_zeros_that_cost_nothing_stop_nothing(listed, student):
    identified(listed, hand_in("s1", student), ZONE)


def test_a_login_with_zeros_is_no_lost_sid():
    listed = class_list(sheet_of(b"name,sid,login\nAda,12,0012\n", Path("roster.csv")))
    assert identified(listed, hand_in("s1", {"sid": "0012"}), ZONE).label == "Ada"


def test_who_may_be_two_is_neither_and_neither_is_missing(listed):
    found = attendance(listed, [hand_in("s1", {"sid": "14"}), hand_in("s2", {"sid": "13", "email": "ada@example.edu"})])
    assert found.reports == (
        "s2: SID 13, ada@example.edu may be line 2 (Ada Lovelace (SID 0012, ada@example.edu)) or "
        "line 3 (Bo Hopper (SID 13, bo@example.edu)) of roster.csv: nobody was taken",
    )
    assert found.absent == ()


def test_several_hand_ins_of_one_student_are_reported(listed):
    found = attendance(listed, [hand_in("s1", {"sid": "13"}), hand_in("s2", {"email": "bo@example.edu"})])
    assert found.reports == ("Bo Hopper (SID 13, bo@example.edu), line 3 of roster.csv, handed in several: s1, s2",)


def test_a_line_that_is_there_twice_is_reported():
    listed = class_list(sheet_of(b"sid,name\n1,Ada\n1,Ada\n", Path("roster.csv")))
    assert attendance(listed, [hand_in("s1", {"sid": "1"})]).reports == (
        "roster.csv, line 3: the same person as in line 2",
    )


def test_a_list_that_knows_nobody_is_refused(listed):
    with pytest.raises(
        ConfigError, match=r"roster\.csv: nobody who handed in is in it: .* 2 hand-ins, such as SID 98 is not"
    ):
        attendance(listed, [hand_in("s1", {"sid": "98"}), hand_in("s2", {"sid": "99"})])


@pytest.mark.parametrize("hand_ins", [[], [hand_in("s1")]])
def test_where_nobody_is_named_the_list_is_not_to_blame(listed, hand_ins):
    assert len(attendance(listed, hand_ins).absent) == 3


@pytest.mark.skipif(not SAMPLE.is_file(), reason="gradescope-export is not beside this checkout")
def test_the_class_of_an_export_of_gradescope(tmp_path):
    """A roster of all but one of its students, with capitals in the addresses."""
    hand_ins = named(SAMPLE, ("layers.py",))
    *known, unknown = [student for hand_in in hand_ins for student in hand_in.students]
    lines = [f"{student.name},{student.sid},{student.email.upper()}\n" for student in known]
    roster = tmp_path / "roster.csv"
    roster.write_text("Name,SID,Email\n" + "".join(lines) + "Gone,99,\n", encoding="utf-8")
    found = attendance(read_class_list(roster), hand_ins)
    assert [person.student.name for person in found.absent] == ["Gone"]
    assert found.reports == (f"{hand_ins[-1].key}: {described(unknown)} is not in {roster}",)


def test_the_roster_among_the_results_names_people(tmp_path):
    given = hand_in("s1", {"sid": "0012"})
    assert identifier(tmp_path, ZONE)(given) == given
    (tmp_path / ROSTER_FILE).write_text(ROSTER, encoding="ascii")
    assert identifier(tmp_path, ZONE)(given).label == "Ada Lovelace"
