"""A time that someone typed → a moment; it needs a zone, and may not be one that the clocks show twice."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from autograder.errors import ConfigError
from autograder.tables import nearest

if TYPE_CHECKING:
    from autograder.assignment import Course

_EXPECTED = "a date and a time, such as 2026-03-08T00:30 or 2026-03-08 00:30:12 -0800"
_SPACE = re.compile(r"\s+(?=(?:Z|UTC|[+-]\d\d:?\d\d)$)")  # as Gradescope writes it


def moment(text: str, option: str, course: Course | None, *, deadline: bool) -> datetime:
    """The moment in UTC.

    Args:
        option: where it was typed, for messages.
        course: the zone of times without an offset; None: there is none.
        deadline: of two showings on the clocks, a deadline is the later one, and so is milder; the time of a hand-in
            must say which it is.

    Raises:
        ConfigError: no time, or one without the zone that it needs.
    """
    try:
        if ":" not in text:  # a date alone would be its first minute, which nobody means
            raise ValueError
        written = datetime.fromisoformat(_SPACE.sub("", text.strip()).replace("UTC", "Z"))
        if written.tzinfo is not None:
            return written.astimezone(UTC)
    except (ValueError, OverflowError):
        raise ConfigError(f"{option}: expected {_EXPECTED}, found {text!r}") from None
    if course is None:
        raise ConfigError(f"{option}: in which zone is {text}? Give an offset, {text}-08:00, or --zone Europe/Berlin")
    found = course.moment(written)
    zone = ZoneInfo(course.timezone)
    first = written.replace(tzinfo=zone, fold=0)
    if not deadline and first.astimezone(UTC) != found:
        offsets = f"{first:%z} or {found.astimezone(zone):%z}"
        raise ConfigError(f"{option}: clocks in {course.timezone} showed {text} twice: give an offset, {offsets}")
    return found


def in_zone(zone: str | None) -> Course | None:
    """A course in that zone, None without a zone; raises `ConfigError` where there is no such zone."""
    if zone is None:
        return None
    from autograder.assignment import Course

    if zone not in available_timezones():
        raise ConfigError(f"--zone: unknown time zone {zone!r}{nearest(zone, available_timezones())}")
    return Course(name="", timezone=zone)
