"""When hand-ins came, where only the list of the class says it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from autograder.collect.arrival import arrived
from autograder.collect.attendance import identified
from autograder.collect.class_list import class_list
from autograder.errors import ConfigError
from autograder.records import HandIn, Student
from autograder.sheets import sheet_of

ZONE = ZoneInfo("America/Los_Angeles")
AT = datetime(2026, 3, 8, 7, 58, tzinfo=UTC)  # 23:58 PST on the 7th


def listed(*times, column="submitted_at"):
    rows = "".join(f'{number},"{time}"\n' for number, time in enumerate(times))
    return class_list(sheet_of(f"sid,{column}\n{rows}".encode(), Path("list.csv")))


def when(text, column="submitted_at"):
    found = listed(text, column=column)
    return arrived(found, found.people.all[0], ZONE)


@pytest.mark.parametrize("column", ["submitted_at", "Submission Time", "Last modified (submission)"])
@pytest.mark.parametrize(
    "text",
    [
        "2026-03-07 23:58",
        "2026-03-07 23:58:00 -0800",
        "2026-03-08T07:58:00Z",
        "Saturday, 7 March 2026, 11:58 PM",
        "Saturday, March 7, 2026, 11:58 PM",
        "7 March 2026, 11:58 PM",
        "Saturday, 7 March 2026, 23:58",
        "Samstag, 7. März 2026, 23:58",
        "samedi 7 mars 2026, 23:58",
        "sábado, 7 de marzo de 2026, 23:58",
        "sabato, 7 marzo 2026, 23:58",
        "zaterdag, 7 maart 2026, 23:58",
    ],
)
def test_times_as_people_gradescope_and_moodle_write_them(column, text):
    assert when(text, column) == AT


@pytest.mark.parametrize("text", ["", "-"])
def test_whoever_handed_in_nothing_has_no_time(text):
    assert when(text) is None


def test_of_two_hours_with_a_name_the_earlier_is_the_students():
    assert when("2026-11-01 01:30") == datetime(2026, 11, 1, 8, 30, tzinfo=UTC)  # PDT


@pytest.mark.parametrize(
    "text",
    [
        "yesterday",
        "lördag, 7 okänd 2026, 23:58",
        "Samstag, 31. April 2026, 23:58",
        "Samstag, 7. März 2026, 24:58",
        "2026-03-07",
        "7 March 0001, 1:00 AM",
        "7. März 0001, 1:00",
    ],
)
def test_other_words_are_told_with_their_place(text):
    with pytest.raises(
        ConfigError, match=r"list\.csv, line 2, column 'submitted_at': expected a time such as .*, found"
    ):
        when(text)


def test_a_hand_in_without_a_time_gets_the_one_of_the_list():
    given = HandIn(key="s", students=(Student(name="", sid="0"), Student(name="", sid="1"), Student(name="", sid="9")))
    assert identified(listed("2026-03-07 22:00", "2026-03-07 23:58"), given, ZONE).submitted_at == AT
    assert identified(listed("", ""), given, ZONE).submitted_at is None


def test_a_time_that_the_export_says_stays():
    early = datetime(2026, 3, 1, tzinfo=UTC)
    given = replace(HandIn(key="s", students=(Student(name="", sid="0"),)), submitted_at=early)
    assert identified(listed("2026-03-07 23:58"), given, ZONE).submitted_at == early
