"""``submission_metadata.yml`` of a Gradescope export: who handed in what, and when.

It is read as a stream of events: results and history, which are most of it, are passed over, aliases cannot multiply,
and a scalar stays the text that it is, so that a SID keeps its zeros.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import IO, Any

import yaml

from autograder.collect.metadata import described
from autograder.collect.names import shown
from autograder.errors import ExportError
from autograder.records import HandIn, Student

METADATA_FILE = "submission_metadata.yml"
KEY = re.compile(r"submission_[0-9A-Za-z]{1,40}")

_MAX_BYTES = 1 << 30  # results of every test of every hand-in are in it
_MAX_DEPTH = 100
_MAX_TEXT = 200  # characters of a name
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TIME = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ]+(\d\d:\d\d:\d\d)(?:\.(\d{1,12}))? *(Z|UTC|[+-]\d\d:?\d\d)", re.ASCII
)  # Ruby writes 9 digits


def read_export_metadata(stream: IO[bytes], where: str) -> dict[str, HandIn]:
    """The hand-ins that an export's metadata names, by key.

    Raises:
        ExportError: names the file (`where`), the key, what was expected and what was found.
    """
    try:
        return _Metadata(_Events(_Capped(stream, where)), where).hand_ins()
    except yaml.MarkedYAMLError as error:
        line = f"line {error.problem_mark.line + 1}: " if error.problem_mark else ""
        raise ExportError(f"{where}: not valid YAML: {line}{shown(str(error.problem), 120)}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise ExportError(f"{where}: not valid YAML: {shown(str(error), 120)}") from None


class _Capped:
    """A stream that ends in an error rather than after more than `_MAX_BYTES`."""

    def __init__(self, stream: IO[bytes], where: str) -> None:
        self._stream = stream
        self._where = where
        self._left = _MAX_BYTES

    def read(self, size: int = -1) -> bytes:
        piece = self._stream.read(size)
        self._left -= len(piece)
        if self._left < 0:
            raise ExportError(f"{self._where}: expected at most {_MAX_BYTES >> 20} MiB")
        return piece


class _Events:
    """The parser's events one by one; remembers scalars that aliases may name later."""

    def __init__(self, stream: _Capped) -> None:
        self._events: Iterator[Any] = yaml.parse(stream, Loader=_LOADER)
        self._anchored: dict[str | None, str] = {}

    def next(self) -> Any:
        event = next(self._events)
        if isinstance(event, yaml.ScalarEvent) and event.anchor:
            self._anchored[event.anchor] = _text(event)
        return event

    def skip(self, event: Any) -> None:
        """Pass over the value that starts with `event`."""
        depth = 0
        while True:
            depth += isinstance(event, yaml.CollectionStartEvent)
            depth -= isinstance(event, yaml.CollectionEndEvent)
            if depth == 0:
                return
            _check_depth(depth)
            event = self.next()

    def value(self, event: Any, depth: int = 0) -> Any:
        """The value that starts with `event`: text, lists and tables of text."""
        _check_depth(depth)
        if isinstance(event, yaml.ScalarEvent):
            return _text(event)
        if isinstance(event, yaml.AliasEvent):
            if event.anchor not in self._anchored:
                raise ValueError(f"expected text, found the alias *{shown(str(event.anchor))} of something else")
            return self._anchored[event.anchor]
        if isinstance(event, yaml.SequenceStartEvent):
            return [self.value(item, depth + 1) for item in self.until_end()]
        return {key: self.value(self.next(), depth + 1) for key in self.each_key()}

    def each_key(self) -> Iterator[str]:
        """The keys of the table that has just begun; its user takes each value before the next key."""
        for event in self.until_end():
            if not isinstance(event, yaml.ScalarEvent):
                raise ValueError(f"line {event.start_mark.line + 1}: expected a plain key")
            yield event.value.lstrip(":")  # Ruby's symbols: `:name: …`

    def until_end(self) -> Iterator[Any]:
        """The first event of each item, up to the end of the list or table that has just begun."""
        while not isinstance(event := self.next(), yaml.CollectionEndEvent):
            yield event


def _check_depth(depth: int) -> None:
    if depth > _MAX_DEPTH:  # the parser takes ever longer for each level
        raise ValueError("its structure is too deep")


def _text(event: Any) -> str:
    """A scalar as it is written; "" for a null."""
    is_plain = event.implicit[0]
    return "" if is_plain and event.value in ("~", "null", "Null", "NULL") else str(event.value)


class _Metadata:
    """The metadata's shape: key → submitters and time."""

    def __init__(self, events: _Events, where: str) -> None:
        self._events = events
        self._where = where

    def hand_ins(self) -> dict[str, HandIn]:
        event = self._events.next()
        while isinstance(event, yaml.StreamStartEvent | yaml.DocumentStartEvent):
            event = self._events.next()
        if not isinstance(event, yaml.MappingStartEvent):
            raise ExportError(f"{self._where}: expected a table of submissions, found something else")
        found: dict[str, HandIn] = {}
        for key in self._events.each_key():
            if not KEY.fullmatch(key):
                raise ExportError(f"{self._where}: expected a key such as submission_123, found {described(key)}")
            if key in found:
                raise ExportError(f"{self._where}: {key} is there twice")
            found[key] = self._hand_in(key)
        return found

    def _hand_in(self, key: str) -> HandIn:
        event = self._events.next()
        if not isinstance(event, yaml.MappingStartEvent):
            raise self._error(key, "a table", self._events.value(event))
        fields: dict[str, Any] = {"submitters": [], "created_at": ""}
        for name in self._events.each_key():
            event = self._events.next()
            if name in fields:
                fields[name] = self._events.value(event)
            else:
                self._events.skip(event)
        students = self._students(f"{key}.submitters", fields["submitters"] or [])
        return HandIn(key=key, students=students, submitted_at=self._moment(f"{key}.created_at", fields["created_at"]))

    def _students(self, key: str, submitters: Any) -> tuple[Student, ...]:
        if not isinstance(submitters, list):
            raise self._error(key, "a list", submitters)
        return tuple(self._student(f"{key}[{number}]", each) for number, each in enumerate(submitters, start=1))

    def _student(self, key: str, submitter: Any) -> Student:
        if not isinstance(submitter, dict):
            raise self._error(key, "a table", submitter)
        texts = {}
        for name in ("name", "sid", "email"):
            value = submitter.get(name, "")
            if not isinstance(value, str):
                raise self._error(f"{key}.{name}", "text", value)
            texts[name] = shown(value, _MAX_TEXT)
        name = texts["name"] or texts["email"] or texts["sid"]
        return Student(name=name, sid=texts["sid"], email=texts["email"])

    def _moment(self, key: str, value: Any) -> datetime | None:
        """A time in UTC, cut to microseconds; None where there is none."""
        if value == "":
            return None
        found = _TIME.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            raise self._error(key, "a time such as 2023-12-02 02:52:07.938335000 Z", value)
        date, clock, fraction, zone = found.groups()
        try:
            moment = datetime.fromisoformat(f"{date}T{clock}.{fraction or '0'}{zone.replace('UTC', 'Z')}")
            return moment.astimezone(UTC)
        except (ValueError, OverflowError):
            raise self._error(key, "a time that exists", value) from None

    def _error(self, key: str, expected: str, found: Any) -> ExportError:
        return ExportError(f"{self._where}: {key}: expected {expected}, found {described(found)}")
