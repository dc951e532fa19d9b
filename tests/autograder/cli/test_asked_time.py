from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Course
from autograder.cli.asked_time import in_zone, moment
from autograder.errors import ConfigError

PACIFIC = Course(name="", timezone="America/Los_Angeles")


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-08T00:30:12-08:00",
        "2026-03-08 00:30:12 -0800",  # Gradescope's tables
        "2026-03-08 08:30:12.000000000 Z",  # its export
        "2026-03-08 08:30:12 UTC",
        "2026-03-08T00:30:12",
        " 2026-03-08 00:30:12 ",
    ],
)
def test_what_people_and_exports_write(text):
    assert moment(text, "--due", PACIFIC, deadline=True) == datetime(2026, 3, 8, 8, 30, 12, tzinfo=UTC)


def test_of_two_showings_a_deadline_is_the_later_and_a_hand_in_must_say():
    twice = "2026-11-01T01:30"
    assert moment(twice, "--due", PACIFIC, deadline=True) == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    with pytest.raises(ConfigError, match=r"--submitted: clocks in .* twice: give an offset, -0700 or -0800"):
        moment(twice, "--submitted", PACIFIC, deadline=False)
    assert moment(twice + "-07:00", "--submitted", PACIFIC, deadline=False).hour == 8


@pytest.mark.parametrize(
    ("text", "course", "message"),
    [
        ("2026-03-08", PACIFIC, "--due: expected a date and a time, such as .*, found '2026-03-08'"),
        ("tomorrow", PACIFIC, "found 'tomorrow'"),
        ("3/8/2026 0:30", PACIFIC, "found '3/8/2026 0:30'"),
        ("2026-03-08-08:00", PACIFIC, "found '2026-03-08-08:00'"),
        ("9999-12-31T23:59", PACIFIC, "found '9999-12-31T23:59'"),
        ("9999-12-31T23:59-10:00", PACIFIC, "found '9999-12-31T23:59-10:00'"),
        ("2026-03-08T00:30", None, "--due: in which zone is 2026-03-08T00:30"),
        ("2026-03-08T02:30", PACIFIC, "--due: .* does not exist in America/Los_Angeles"),
    ],
)
def test_what_is_no_moment_is_refused(text, course, message):
    with pytest.raises(ConfigError, match=message):
        moment(text, "--due", course, deadline=True)


def test_zones():
    assert in_zone(None) is None
    assert in_zone("Europe/Berlin").timezone == "Europe/Berlin"
    with pytest.raises(ConfigError, match="unknown time zone 'Europe/Berln'; did you mean 'Europe/Berlin'"):
        in_zone("Europe/Berln")


@given(st.datetimes(datetime(1900, 1, 1), datetime(2200, 1, 1), timezones=st.timezones()))
def test_a_moment_that_was_written_with_its_offset_is_read(when):
    assert moment(when.isoformat(), "--due", None, deadline=True).timestamp() == pytest.approx(when.timestamp())


@given(st.text(alphabet="0123456789-:T +Z", max_size=30))
def test_any_text_is_a_moment_or_our_own_error(text):
    try:
        assert moment(text, "--due", PACIFIC, deadline=False).tzinfo is UTC
    except ConfigError:
        pass
