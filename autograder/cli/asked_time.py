"""A time that someone typed → a moment; it needs a zone, and may not be one that the clocks show twice."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

from autograder.errors import ConfigError
from autograder.tables import nearest
from autograder.times import written

if TYPE_CHECKING:
    from autograder.assignment import Course

_EXPECTED = "a date and a time, such as 2026-03-08T00:30 or 2026-03-08 00:30:12 -0800"


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
        wall = written(text)
    except ValueError:
        raise ConfigError(f"{option}: expected {_EXPECTED}, found {text!r}") from None
    if wall.tzinfo is not None:
        return wall.astimezone(UTC)
    if course is None:
        raise ConfigError(f"{option}: in which zone is {text}? Give an offset, {text}-08:00, or --zone Europe/Berlin")
    try:
        found = course.moment(wall)
    except ConfigError as error:
        raise ConfigError(f"{option}: {error}") from None
    zone = ZoneInfo(course.timezone)
    first = wall.replace(tzinfo=zone, fold=0)
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
