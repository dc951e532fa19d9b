"""How lengths of time and points read, the same wherever a student or a teaching assistant meets them."""

from __future__ import annotations

from datetime import timedelta

from autograder.policy.points import exactly

SECOND = timedelta(seconds=1)


def duration(span: timedelta) -> str:
    """A length of time in hours, minutes and seconds; a started second counts as a whole one.

    Rounding up keeps the words true: what is late by half a second is never "0 s late", and what is half a
    second over 24 h never reads as 24 h.

    >>> duration(timedelta(hours=24)), duration(timedelta(hours=48, milliseconds=1))
    ('24 h', '48 h 0 min 1 s')
    """
    minutes, rest = divmod(seconds(span), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [(hours, "h"), (minutes, "min"), (rest, "s")]
    while len(parts) > 1 and parts[0][0] == 0:
        del parts[0]
    while len(parts) > 1 and parts[-1][0] == 0:
        del parts[-1]
    return " ".join(f"{count} {unit}" for count, unit in parts)


def seconds(span: timedelta) -> int:
    """A length of time in seconds; a started one counts as a whole one."""
    return -(-span // SECOND)


def format_late(late_by: timedelta | None) -> str:
    """``on time``, ``23 h 31 min late``, or ``time unknown`` for None."""
    if late_by is None:
        return "time unknown"
    return f"{duration(late_by)} late" if late_by > timedelta(0) else "on time"


def show(number: float) -> str:
    """Points or a share with two decimals, or with as many as it has, so that what is printed can be reckoned with.

    >>> show(85), show(0.7), show(33.333)
    ('85.00', '0.70', '33.333')
    """
    text = f"{number:.2f}"
    return text if float(text) == number else f"{exactly(number):f}"


def percent(share: float) -> str:
    """A share as students read it.

    >>> percent(0.85), percent(0.125)
    ('85%', '12.5%')
    """
    return f"{(exactly(share) * 100).normalize():f}%"
