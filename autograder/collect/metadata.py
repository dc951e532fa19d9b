"""Gradescope's ``submission_metadata.json``: what its container says of the one hand-in to grade."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from autograder.collect.names import shown
from autograder.errors import ExportError
from autograder.records import HandIn, Student

_MAX_BYTES = 256 << 20  # results of all previous submissions are in it
_USER_KEYS = ("assignment", "email", "id", "name", "sid")


def read_metadata(path: Path) -> HandIn:
    """Who handed in, when, and the due dates: their own and the assignment's.

    Raises:
        ExportError: names the file, the key, what was expected and what was found.
    """
    return metadata_of(_load(path), path)


def metadata_of(value: Any, path: Path) -> HandIn:
    """The same of what was read already; `path` is what messages call it. Raises `ExportError`."""
    record = _Table(path, "", value)
    submitted = record.moment("created_at")
    if submitted is None:
        raise record.error("created_at", "a time such as 2025-05-20T17:57:40-07:00", None)
    return HandIn(
        key=_key(record),
        students=tuple(map(_student, _users(record))),
        submitted_at=submitted,
        due_at=_due_date(record),
    )


@dataclass(frozen=True, kw_only=True)
class Earlier:
    """What was handed in before, by the same people for the same assignment.

    Attributes:
        submitted_at: zone-aware; None where it is not said.
        points: that it got, lateness included; None where there are none, because it was held or its grading failed.
    """

    key: str
    submitted_at: datetime | None
    points: float | None


def read_earlier(path: Path) -> tuple[Earlier, ...]:
    """The other hand-ins, the oldest first, those without a time before all; raises as `read_metadata`."""
    record = _Table(path, "", _load(path))
    found = record.values.get("previous_submissions")
    if found is None:
        return ()
    if not isinstance(found, list):
        raise record.error("previous_submissions", "a list", found)
    earlier = [
        _earlier(record.table(f"previous_submissions[{number}]", each), number)
        for number, each in enumerate(found, start=1)
    ]
    return tuple(sorted(earlier, key=lambda each: each.submitted_at or datetime.min.replace(tzinfo=UTC)))


def described(value: Any) -> str:
    """What was found, for a message: short, whatever it is."""
    match value:
        case None:
            return "nothing"
        case dict():
            return "a table"
        case list():
            return "a list"
        case str():
            return repr(shown(value, 40))
        case _:
            return shown(str(value), 40)


class _Table:
    """A JSON object that knows where it stands, for messages."""

    def __init__(self, path: Path, where: str, value: Any) -> None:
        self._path = path
        self._where = where
        if not isinstance(value, dict):
            raise ExportError(f"{path}: {where.rstrip('.') or 'the file'}: expected a table, found {described(value)}")
        self.values: dict[str, Any] = value

    def error(self, key: str, expected: str, found: Any) -> ExportError:
        return ExportError(f"{self._path}: {self._where}{key}: expected {expected}, found {described(found)}")

    def table(self, key: str, value: Any) -> _Table:
        return _Table(self._path, f"{self._where}{key}.", value)

    def text(self, key: str) -> str:
        """A text or a number as text; "" where there is none."""
        value = self.values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, str | int)):
            raise self.error(key, "text", value)
        return "" if value is None else shown(str(value), 200)

    def number(self, key: str) -> float | None:
        """A finite number, which may be written as text; None where there is none."""
        value = self.values.get(key)
        if value is None or value == "":
            return None
        try:
            number = float(value) if isinstance(value, str | int | float) and not isinstance(value, bool) else math.nan
        except (ValueError, OverflowError):
            number = math.nan
        if not math.isfinite(number):
            raise self.error(key, "a number", value)
        return number

    def moment(self, key: str) -> datetime | None:
        """A time with its offset from UTC; None where there is none."""
        value = self.values.get(key)
        if value is None:
            return None
        try:
            moment = datetime.fromisoformat(value)
        except (TypeError, ValueError):
            moment = None
        if moment is None or moment.tzinfo is None:
            raise self.error(key, "a time with its offset, such as 2025-05-20T17:57:40-07:00", value)
        return moment


def _load(path: Path) -> Any:
    try:
        if path.stat().st_size > _MAX_BYTES:
            raise ExportError(f"{path}: expected at most {_MAX_BYTES >> 20} MiB")
        return json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        remedy = "--root names the folder that has both"
        raise ExportError(f"{path} is missing: Gradescope puts it there, beside submission/; {remedy}") from None
    except OSError as error:
        raise ExportError(f"{path}: cannot be read: {error.strerror}") from None
    except (ValueError, RecursionError) as error:
        raise ExportError(f"{path}: not valid JSON: {shown(str(error), 120)}") from None


def _key(record: _Table, unnamed: str = "submission") -> str:
    identity = record.values.get("id")
    if identity is None:
        return unnamed
    if isinstance(identity, bool) or not isinstance(identity, int) or identity < 0:
        raise record.error("id", "a number", identity)
    return f"submission_{identity}"


def _earlier(record: _Table, number: int) -> Earlier:
    results = record.values.get("results")
    extra = results.get("extra_data") if isinstance(results, dict) else None
    held = isinstance(extra, dict) and extra.get("held") is True
    failed = bool(record.values.get("autograder_error")) or held
    return Earlier(
        key=_key(record, f"earlier_{number}"),
        submitted_at=record.moment("submission_time"),
        points=None if failed else record.number("score"),
    )


def _users(record: _Table) -> Iterator[_Table]:
    """The people; a list as a rule, but one person and a table of persons have been seen."""
    users = record.values.get("users")
    if users is None:
        return
    if isinstance(users, dict):
        users = [users] if any(key in users for key in _USER_KEYS) else list(users.values())
    if not isinstance(users, list):
        raise record.error("users", "a list", users)
    for number, user in enumerate(users, start=1):
        yield record.table(f"users[{number}]", user)


def _student(user: _Table) -> Student:
    return Student(name=user.text("name"), sid=user.text("sid"), email=user.text("email"), due_at=_due_date(user))


def _due_date(record: _Table) -> datetime | None:
    """Of a user, or of all."""
    assignment = record.values.get("assignment")
    return record.table("assignment", assignment).moment("due_date") if assignment is not None else None
