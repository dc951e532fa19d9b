"""JSON that we wrote, read back strictly: whatever else stands there is told with its file and its place."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NoReturn

from autograder.errors import StoredError
from autograder.tables import nearest

_WORDS = {
    str: "text",
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    dict: "a table",
    list: "a list",
}
_SHOWN = 60  # characters of what was found


class Fields:
    """A JSON object that knows where it stands. Each `take_…` removes a key; `end` refuses what is left."""

    __slots__ = ("left", "where")

    def __init__(self, value: Any, where: str) -> None:
        self.where = where
        if type(value) is not dict:
            refuse(where, "a table", value)
        self.left: dict[str, Any] = dict(value)

    def take(self, key: str, kind: type, default: Any = None) -> Any:
        """The value of `key`, of `kind`, a JSON type; where there is none, `default`, unless that is None."""
        if key not in self.left:
            if default is None:
                raise StoredError(f"{self.where}: {key} is missing")
            return default
        value = self.left.pop(key)
        if type(value) is not kind:
            if kind is float and type(value) is int:
                return float(value)
            refuse(f"{self.where}: {key}", _WORDS[kind], value)
        return value

    def text(self, key: str, default: str | None = None) -> str:
        """A text."""
        found: str = self.take(key, str, default)
        return found

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; none where the key is not there."""
        found = self.take(key, list, [])
        for number, each in enumerate(found, start=1):
            if type(each) is not str:
                refuse(f"{self.where}: {key}[{number}]", "text", each)
        return tuple(found)

    def table_of_texts(self, key: str) -> dict[str, str]:
        """Names and texts; none where the key is not there."""
        found: dict[str, str] = self.take(key, dict, {})
        for name, each in found.items():
            if type(each) is not str:
                refuse(f"{self.where}: {key}.{name}", "text", each)
        return found

    def moment(self, key: str) -> datetime | None:
        """A time with its offset; None for null."""
        if key in self.left and self.left[key] is None:
            del self.left[key]
            return None
        return moment(self.text(key), f"{self.where}: {key}")

    def tables(self, key: str) -> Iterator[Fields]:
        """Each object of a list; none where the key is not there."""
        for number, each in enumerate(self.take(key, list, []), start=1):
            yield Fields(each, f"{self.where}: {key}[{number}]")

    def end(self) -> None:
        """Raise `StoredError` if there is a key that nobody took."""
        for key in self.left:
            raise StoredError(f"{self.where}: unknown key {key[:_SHOWN]!r}")


def moment(text: str, where: str) -> datetime:
    """A time with its offset, as `datetime.isoformat` writes it; raises `StoredError`."""
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.utcoffset() is None:
        refuse(where, "a time with its offset, such as 2026-03-08T00:30:00+00:00", text)
    return found


def load(path: Path) -> Any:
    """The JSON value in `path`.

    Raises:
        StoredError: there is none, or it cannot be read.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        raise StoredError(f"{path}: cannot be read ({error.strerror})") from None
    return parse(data, str(path))


def parse(data: bytes, where: str) -> Any:
    """The JSON value in `data`: UTF-8, no NaN, no key twice; raises `StoredError`."""
    try:
        return json.loads(data.decode("utf-8"), parse_constant=_no_number, object_pairs_hook=_no_key_twice)
    except (ValueError, RecursionError) as error:
        told = str(error)[:_SHOWN] or "nested too deeply"
        raise StoredError(f"{where}: not valid JSON: {told}") from None


def require_schema(fields: Fields, known: int, what: str, oldest: int | None = None) -> int:
    """Take the number of the file's form; raises `StoredError` unless it is `known`, or one from `oldest` on."""
    number: int = fields.take("schema", int)
    if number > known:
        raise StoredError(f"{fields.where}: {what} of schema {number}, made by a newer version; this one knows {known}")
    if number < (known if oldest is None else oldest):
        raise StoredError(f"{fields.where}: schema: expected {known}, found {number}")
    return number


def one_of(value: str, known: Mapping[str, Any], where: str) -> Any:
    """What `known` has under `value`; raises `StoredError`."""
    if value not in known:
        raise StoredError(
            f"{where}: expected one of {', '.join(known)}, found {value[:_SHOWN]!r}{nearest(value, known)}"
        )
    return known[value]


def refuse(where: str, expected: str, found: Any) -> NoReturn:
    """Raise the `StoredError` that says so."""
    match found:
        case dict():
            told = "a table"
        case list():
            told = "a list"
        case None:
            told = "nothing"
        case _:
            told = repr(found)[:_SHOWN]
    raise StoredError(f"{where}: expected {expected}, found {told}")


def _no_number(text: str) -> NoReturn:
    raise ValueError(f"{text} is no number in JSON")


def _no_key_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    table = dict(pairs)
    if len(table) < len(pairs):
        raise ValueError("a key is there twice")
    return table
