from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.times import require_in_range, written


@pytest.mark.parametrize(
    "text",
    ["2026-03-08T00:30", "2026-03-08 00:30", " 2026-03-08 00:30:00.000 ", "20260308T00:30", "2026-W10-7 00:30"],
)
def test_a_time_without_an_offset_has_none(text):
    assert written(text) == datetime(2026, 3, 8, 0, 30)


@pytest.mark.parametrize("text", ["08.03.2026 00:30", "8.3.2026 0:30", " 08.03.2026 00:30:00 ", "08.03.2026T00:30"])
def test_a_date_with_dots_begins_with_its_day(text):
    assert written(text) == datetime(2026, 3, 8, 0, 30)
    assert written(f"{text.strip()} -08:00") == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("offset", ["-08:00", "-0800", "-08", " -0800"])
def test_a_time_with_an_offset_keeps_it(offset):
    assert written("2026-03-08 00:30" + offset) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["2026-03-08T08:30Z", "2026-03-08 08:30 UTC", "2026-03-08 08:30 Z"])
def test_utc_has_names(text):
    assert written(text) == datetime(2026, 3, 8, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-08",
        "2026-03-08-08:00",  # a date with an offset, no time
        "2026-03-08+01:00",
        "2026-03-08 2359",
        "2026-03-08x23:59",
        "23:59",
        "2026-03-08 23:59 PST",
        "2026-03-08 11:59 PM",
        "2026-02-30 23:59",
        "03/08/2026 23:59",  # the third of August, or the eighth of March
        "8/3/2026 23:59",
        "08.03.26 23:59",
        "31.02.2026 23:59",
        "12.31.2026 23:59",  # with dots the day comes first, always
        "2026.03.08 23:59",
        "08.03.2026",
        "08.03.2026 11:59 PM",
        "0001-01-01T00:00+14:00",
        "9999-12-31T23:59",
        "",
    ],
)
def test_what_is_no_time_is_refused(text):
    with pytest.raises(ValueError):
        written(text)


@given(st.datetimes(datetime(1900, 1, 1), datetime(9000, 12, 31)), st.integers(-24 * 60 + 1, 24 * 60 - 1))
def test_what_is_in_range_is_a_time_everywhere(wall, minutes):
    zone = timezone(timedelta(minutes=minutes))
    require_in_range(wall)
    assert wall.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == wall
