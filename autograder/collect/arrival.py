"""When a hand-in came, where only the list of the class says it: downloads of Canvas and Moodle hold no times.

A list may have a column ``submitted_at``, or ``Submission Time`` as Gradescope's tables have, with times as they are
written elsewhere here; a worksheet of Moodle has ``Last modified (submission)``, in minutes and in words of its
language. A time without an offset
is wall-clock time of the course; where the clocks showed it twice, the earlier one is the student's.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from autograder.collect.class_list import ClassList
from autograder.errors import ConfigError
from autograder.identity import Person
from autograder.times import require_in_range, written

_NONE = ("", "-")  # what a list writes where nobody handed in
_MOODLE = (  # strftimedaydatetime and strftimedatetime of Moodle's English language packs, and clocks with 24 hours
    "%A, %d %B %Y, %I:%M %p",
    "%A, %B %d, %Y, %I:%M %p",
    "%d %B %Y, %I:%M %p",
    "%B %d, %Y, %I:%M %p",
    "%A, %d %B %Y, %H:%M",
    "%d %B %Y, %H:%M",
)
_IN_OTHER_WORDS = re.compile(  # "Dienstag, 2. Dezember 2025, 10:37", "mardi 2 décembre 2025, 10:37"
    r"(?:[^\W\d]+,? )?(\d{1,2})\.?(?: de)? ([^\W\d]+)(?: de)? (\d{4}),? (?:[^\W\d]+ )?(\d{1,2})[:.h](\d\d)"
)
_MONTHS = (  # German, French, Spanish, Italian, Portuguese, Dutch
    "januar februar märz april mai juni juli august september oktober november dezember",
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "januari februari maart april mei juni juli augustus september oktober november december",
)
_NUMBERS = {month: number for names in _MONTHS for number, month in enumerate(names.split(), start=1)}
_EXPECTED = "a time such as 2026-03-08 00:30:12 -0800, or Saturday, 7 March 2026, 11:58 PM"


def arrived(listed: ClassList, person: Person, zone: ZoneInfo) -> datetime | None:
    """When the person handed in, in UTC; None where the list does not say it.

    Raises:
        ConfigError: names file, line and column, what was expected and what was found.
    """
    if person.submitted in _NONE:
        return None
    for read in (written, _as_moodle_writes, _in_other_words):
        try:
            found = read(person.submitted)
        except ValueError:
            continue
        return found.replace(tzinfo=found.tzinfo or zone, fold=0).astimezone(UTC)
    place = listed.sheet.place(listed.sheet.rows[person.number], listed.times)
    raise ConfigError(
        f"{place}: expected {_EXPECTED}, found {person.submitted!r}; without the column, no time is known"
    )


def latest(listed: ClassList, people: Iterable[Person], zone: ZoneInfo) -> datetime | None:
    """When the last of some people handed in: they did it together."""
    return max(filter(None, (arrived(listed, person, zone) for person in people)), default=None)


def _as_moodle_writes(text: str) -> datetime:
    for form in _MOODLE:
        try:
            found = datetime.strptime(" ".join(text.split()), form)
        except ValueError:
            continue
        require_in_range(found)
        return found
    raise ValueError(text)


def _in_other_words(text: str) -> datetime:
    found = _IN_OTHER_WORDS.fullmatch(" ".join(unicodedata.normalize("NFC", text).split()))
    if found is None:
        raise ValueError(text)
    day, month, year, hour, minute = found.groups()
    number = _NUMBERS.get(month.casefold(), 0)  # 0 is no month: a ValueError
    moment = datetime(int(year), number, int(day), int(hour), int(minute))
    require_in_range(moment)
    return moment
