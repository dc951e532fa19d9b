"""Every form of ``submission_metadata.json`` that was seen or must be expected, and how each is to be read.

The files are made up; ``plain`` is the usual one, and every other differs from it in what its name says.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from autograder.assignment import Assignment, Course, Question
from autograder.collect import read_earlier, read_metadata
from autograder.late_table import Late
from autograder.policy.lateness import due_of, late_by
from autograder.records import Student

FOLDER = Path(__file__).with_name("submission_metadata")
COURSE = Course(name="Course", timezone="America/Los_Angeles")
DUE = datetime(2025, 5, 20, 23, 59)  # wall clock of the course
HANDED_IN = datetime(2025, 5, 21, 0, 57, 40, 143363, tzinfo=UTC)
OWN = datetime(2025, 5, 21, 6, 59, tzinfo=UTC)
FIRST, SECOND, THIRD = (
    Student(name=f"{name} Example", email=f"{name.lower()}@example.edu", sid=f"0067500{number}", due_at=OWN)
    for number, name in enumerate(("Ann", "Ben", "Cho"), start=1)
)
NOTHING = timedelta(0)
HOUR = timedelta(hours=1)


def ann(**change):
    return Student(**{"name": FIRST.name, "email": FIRST.email, "sid": FIRST.sid, "due_at": OWN} | change)


def at(day, hour, minute=0, second=0):
    """In May 2025, in UTC."""
    return datetime(2025, 5, day, hour, minute, second, tzinfo=UTC)


@dataclass
class Reading:
    """What a file is to be read as.

    Attributes:
        late: by which time it is late, by the latest deadline of a group.
        late_by_earliest: by the earliest, where that is another.
        earlier: key → points, the oldest first.
    """

    students: tuple = (FIRST,)
    at: datetime = HANDED_IN
    late: timedelta = NOTHING
    late_by_earliest: timedelta | None = None
    key: str = "submission_321000001"
    earlier: dict = field(default_factory=dict)


EARLIER = {"submission_310000000": 0.0, "submission_320000005": 40.5, "submission_321000000": 85.0}
READINGS = {
    "plain": Reading(),
    "without_an_id": Reading(key="submission"),
    "without_a_method": Reading(),
    "from_github": Reading(),
    "from_bitbucket": Reading(),
    "without_earlier": Reading(),
    "earlier_is_null": Reading(),
    "assignment_is_null": Reading(),
    "total_points_whole": Reading(),
    "late_due_date_as_text": Reading(),
    "late_due_date_as_list": Reading(),
    "late_by_thirty_seconds": Reading(at=at(21, 6, 59, 30), late=timedelta(seconds=30)),
    "on_the_second": Reading(at=at(21, 6, 59)),
    "in_utc": Reading(),
    "with_nine_digits": Reading(),
    "without_a_fraction": Reading(at=at(21, 0, 57, 40)),
    "extended": Reading((ann(due_at=at(24, 6, 59)),), at=at(22, 17)),
    "late_due_date_of_a_user": Reading(
        at=at(21, 17), late=10 * HOUR + timedelta(minutes=1)
    ),  # it ends, it moves nothing
    "no_due_date_of_a_user": Reading((ann(due_at=None),)),
    "no_dates_of_a_user": Reading((ann(due_at=None),)),
    "sid_is_null": Reading((ann(sid=""),)),
    "sid_is_empty": Reading((ann(sid=""),)),
    "sid_is_a_number": Reading((ann(sid="675001"),)),
    "without_a_sid": Reading((ann(sid=""),)),
    "without_an_email": Reading((ann(email=""),)),
    "name_in_other_letters": Reading((ann(name="Zoë Müller-Ōta 王"),)),
    "nobody": Reading(()),
    "users_is_null": Reading(()),
    "users_is_one": Reading(),
    "users_by_id": Reading((FIRST, SECOND)),
    "group": Reading((FIRST, SECOND, THIRD)),
    "group_with_one_extension": Reading(
        (FIRST, Student(name=SECOND.name, email=SECOND.email, sid=SECOND.sid, due_at=at(25, 6, 59))),
        at=at(22, 17),
        late_by_earliest=34 * HOUR + timedelta(minutes=1),
    ),
    "across_the_change_of_clocks": Reading(  # by the wall clock it would be an hour more
        (ann(due_at=datetime(2025, 3, 9, 7, 59, tzinfo=UTC)),),
        at=datetime(2025, 3, 9, 10, 30, tzinfo=UTC),
        late=timedelta(hours=2, minutes=31),
    ),
    "three_earlier": Reading(earlier=EARLIER),
    "earlier_in_any_order": Reading(earlier=EARLIER),
    "earlier_failed_and_held": Reading(earlier=dict.fromkeys(EARLIER)),
    "earlier_without_id_or_time": Reading(earlier={"earlier_1": 12.0, "earlier_2": 30.0}),
    "newer_than_the_active_one": Reading(at=at(18, 19), earlier={"submission_399000000": 70.0}),
    "byte_order_mark": Reading(),
    "windows_line_ends": Reading(),
    "keys_of_tomorrow": Reading(),
}


def test_every_file_has_its_reading():
    assert {path.stem for path in FOLDER.iterdir()} == set(READINGS)
    assert len(READINGS) >= 25


@pytest.mark.parametrize("name", READINGS)
def test_who_handed_in_and_when(name):
    wanted, found = READINGS[name], read_metadata(FOLDER / f"{name}.json")
    assert (found.key, found.students, found.submitted_at) == (wanted.key, wanted.students, wanted.at)


@pytest.mark.parametrize("name", READINGS)
def test_how_late_it_is(name):
    wanted, found = READINGS[name], read_metadata(FOLDER / f"{name}.json")
    latest, earliest = (late_by(found, due_of(found, assignment(group), COURSE)) for group in ("latest", "earliest"))
    assert latest == wanted.late
    assert earliest == (wanted.late if wanted.late_by_earliest is None else wanted.late_by_earliest)


@pytest.mark.parametrize("name", READINGS)
def test_what_was_handed_in_earlier(name):
    found = read_earlier(FOLDER / f"{name}.json")
    assert [(each.key, each.points) for each in found] == list(READINGS[name].earlier.items())


def assignment(group):
    late = Late(cap=0.9, group=group)
    return Assignment(
        name="hw", title="Homework", files=("a.py",), questions=(Question(name="q", points=1),), due=DUE, late=late
    )
