from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, Course, Question
from autograder.errors import GraderFault
from autograder.extensions import Extension, Extensions
from autograder.late_table import Late
from autograder.policy.lateness import due_of, due_of_member, late_by
from autograder.records import HandIn, Student

PACIFIC = ZoneInfo("America/Los_Angeles")
COURSE = Course(name="Vision", timezone="America/Los_Angeles")
DUE = datetime(2026, 3, 7, 23, 59)  # 23:59 PST; three hours later the clocks skip an hour


def assignment(due=DUE):
    questions = (Question(name="q", points=1),)
    return Assignment(name="hw", title="Homework", files=("layers.py",), due=due, questions=questions)


def late(submitted_at, *, due_at=None, due=DUE):
    hand_in = HandIn(key="1", submitted_at=submitted_at, students=(Student(name="Ann", due_at=due_at),))
    return late_by(hand_in, due_of(hand_in, assignment(due), COURSE))


def test_on_the_deadline_is_on_time():
    assert late(datetime(2026, 3, 8, 7, 59, tzinfo=UTC)) == timedelta(0)


def test_before_the_deadline_is_on_time():
    assert late(datetime(2026, 3, 1, tzinfo=UTC)) == timedelta(0)


def test_a_fraction_of_a_second_is_late():
    assert late(datetime(2026, 3, 8, 7, 59, 0, 1, tzinfo=UTC)) == timedelta(microseconds=1)


@pytest.mark.parametrize("due_at", [None, DUE.replace(tzinfo=PACIFIC)])
def test_the_change_of_clocks_does_not_move_a_deadline(due_at):
    """The same time on the next evening's wall clock is 23 hours later."""
    assert late(datetime(2026, 3, 8, 23, 59, tzinfo=PACIFIC), due_at=due_at) == timedelta(hours=23)
    assert late(datetime(2026, 3, 9, 0, 59, tzinfo=PACIFIC), due_at=due_at) == timedelta(hours=24)


def test_the_offset_that_an_export_writes_makes_no_difference():
    moment = datetime(2026, 3, 8, 23, 30, 12, 143363, tzinfo=PACIFIC)
    china = moment.astimezone(timezone(timedelta(hours=8)))
    assert late(moment) == late(china) == late(moment.astimezone(UTC))


def test_an_extension_replaces_the_deadline():
    extended = datetime(2026, 3, 10, tzinfo=UTC)
    assert late(datetime(2026, 3, 10, 1, tzinfo=UTC), due_at=extended) == timedelta(hours=1)


def test_an_unknown_time_stays_unknown():
    assert late(None) is None
    assert late(None, due=None) is None


def test_without_a_deadline_nothing_is_late():
    assert late(datetime(2099, 1, 1, tzinfo=UTC), due=None) == timedelta(0)


def test_a_time_without_a_zone_is_our_fault():
    with pytest.raises(GraderFault, match="1: expected submitted_at with a time zone, got 2026-03-08T12:00:00"):
        late(datetime(2026, 3, 8, 12))
    with pytest.raises(GraderFault, match="1: expected due_at with a time zone"):
        late(datetime(2026, 3, 8, 12, tzinfo=UTC), due_at=datetime(2026, 3, 8, 12))


zoned = st.datetimes(datetime(2025, 1, 1), datetime(2027, 1, 1), timezones=st.timezones())


@given(zoned, zoned)
def test_lateness_is_what_a_stopwatch_shows(submitted_at, due_at):
    seconds = submitted_at.timestamp() - due_at.timestamp()
    assert late(submitted_at, due_at=due_at).total_seconds() == pytest.approx(max(0, seconds), abs=1e-5)


def days(number):
    return DUE_UTC + timedelta(days=number)


DUE_UTC = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)
GRANTED = Extensions(
    rows=(
        Extension(line=2, sid="007", email="", due=days(3)),
        Extension(line=3, sid="", email="bob@example.edu", due=days(1)),
    )
)
ANN = Student(name="Ann", sid="007")
BOB = Student(name="Bob", email="Bob@Example.edu", due_at=days(2))
CID = Student(name="Cid", sid="7")


def due_of_group(*students, group="latest", due=DUE):
    table = Late.model_validate({"cap": 0.5, "group": group})
    hand_in = HandIn(key="1", students=students)
    return due_of(hand_in, assignment(due).model_copy(update={"late": table}), COURSE, GRANTED)


def test_the_latest_or_the_earliest_deadline_holds_for_a_group():
    assert due_of_group(CID, ANN, BOB) == days(3)
    assert due_of_group(CID, ANN, BOB, group="earliest") == DUE_UTC
    assert due_of_group(BOB, ANN, group="earliest") == days(2)
    assert due_of_group() == due_of_group(group="earliest") == DUE_UTC


def test_without_a_deadline_for_all_no_extension_makes_one():
    assert due_of_group(CID, BOB, due=None) is None
    assert due_of_group(CID, BOB, group="earliest", due=None) == days(2)
    assert due_of_group(ANN, due=None) is None


def test_a_member_has_what_gradescope_says_or_a_later_extension():
    hand_in = HandIn(key="1")
    found = [due_of_member(student, hand_in, assignment(), COURSE, GRANTED) for student in (ANN, BOB, CID)]
    assert found == [days(3), days(2), DUE_UTC]


def test_without_a_late_table_the_latest_holds():
    assert due_of(HandIn(key="1", students=(CID, ANN)), assignment(), COURSE, GRANTED) == days(3)


GRADESCOPES = datetime(2026, 3, 20, 7, 59, tzinfo=UTC)


@pytest.mark.parametrize("students", [(), (Student(name="Ann"),), (Student(name="Ann"), Student(name="Ben"))])
def test_without_a_deadline_in_assignment_toml_gradescopes_counts(students):
    hand_in = HandIn(key="1", submitted_at=GRADESCOPES + timedelta(hours=1), students=students, due_at=GRADESCOPES)
    assert late_by(hand_in, due_of(hand_in, assignment(None), COURSE)) == timedelta(hours=1)


@pytest.mark.parametrize("students", [(), (Student(name="Ann"),)])
def test_the_deadline_in_assignment_toml_goes_before_gradescopes(students):
    hand_in = HandIn(key="1", students=students, due_at=GRADESCOPES)
    assert due_of(hand_in, assignment(), COURSE) == COURSE.moment(DUE)


def test_a_students_own_deadline_goes_before_all():
    own = datetime(2026, 3, 10, tzinfo=UTC)
    hand_in = HandIn(key="1", students=(Student(name="Ann", due_at=own),), due_at=GRADESCOPES)
    assert due_of(hand_in, assignment(None), COURSE) == own


def test_gradescopes_deadline_needs_a_zone():
    hand_in = HandIn(key="1", due_at=datetime(2026, 3, 10))
    with pytest.raises(GraderFault, match="expected due_at with a time zone"):
        due_of(hand_in, assignment(None), COURSE)
