"""Files that people write, in TOML: read into a `Table`, every mistake in words.

A mistake is a `ConfigError` that names the file, the key, what was expected and what was found; an unknown key is a
mistake, and the nearest right one is named.
"""

from __future__ import annotations

import difflib
import re
import tomllib
import typing
from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from textwrap import shorten
from typing import Annotated, Any, TypeVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, ValidationError

from autograder.errors import ConfigError

_DURATION = re.compile(r"(-?\d+(?:\.\d+)?)\s*(min|h|d)")
_NO_SECONDS = re.compile(r"=\s*(\d{4}-\d\d-\d\d[T ]\d\d:\d\d)(?=\s*(?:#|$))")
_UNITS = {"min": timedelta(minutes=1), "h": timedelta(hours=1), "d": timedelta(days=1)}


def _duration(value: object) -> timedelta:
    match = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None:
        raise ValueError(f'expected a length of time such as "90 min", "24 h" or "2 d", found {value!r}')
    try:
        return float(match[1]) * _UNITS[match[2]]
    except OverflowError:
        raise ValueError(f"expected a length of time that fits a calendar, found {value!r}") from None


def _positive(span: timedelta) -> timedelta:
    if span <= timedelta(0):
        raise ValueError(f"expected a length of time of more than nothing, found {span}")
    return span


SignedDuration = Annotated[timedelta, BeforeValidator(_duration)]
Duration = Annotated[SignedDuration, AfterValidator(_positive)]


class Table(BaseModel):
    """A table of a file that people write: unknown keys and wrong types are mistakes."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, arbitrary_types_allowed=True)


_T = TypeVar("_T", bound=Table)


def load_table(path: Path, model: type[_T]) -> _T:
    """Read the TOML file at `path` into `model`; raises `ConfigError`."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such file") from None
    except UnicodeDecodeError as error:
        raise ConfigError(f"{path}: expected UTF-8 text, found byte {error.object[error.start]:#04x}") from None
    return parse_table(text, str(path), model)


def _about_time(text: str, error: str) -> str:
    """What is missing where a line that is no TOML has a time to the minute, as people write it."""
    number = re.search(r"at line (\d+)", error)
    lines = text.split("\n")[int(number[1]) - 1 :] if number else []
    found = _NO_SECONDS.search(lines[0]) if lines else None
    return f"; a time has seconds in TOML: {found[1]}:00" if found else ""


def parse_table(text: str, where: str, model: type[_T]) -> _T:
    """Read TOML into `model`; raises `ConfigError` that names `where` it stands."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{where}: not valid TOML: {error}{_about_time(text, str(error))}") from None
    return as_table(table, where, model)


def as_table(table: object, where: str, model: type[_T]) -> _T:
    """What was read of a file, in TOML or JSON, as `model`; raises `ConfigError` that names `where` it stands."""
    try:
        return model.model_validate(table)
    except ValidationError as error:
        entries = error.errors()
        problems = [_problem(entry, model, table) for entry in entries if not _follows(entry, entries)]
        raise ConfigError("\n".join(f"{where}: {problem}" for problem in problems)) from None


_EXPECTED = {
    "bool_type": "expected true or false",
    "date_type": "expected a date such as 2026-03-07",
    "datetime_type": "expected a date with a time of day such as 2026-03-07T23:59:00",
    "dict_type": "expected a table",
    "float_type": "expected a number",
    "int_type": "expected a whole number",
    "model_type": "expected a table",
    "string_type": "expected text in quotes",
    "too_short": "expected a list of at least {min_length}",
    "tuple_type": "expected a list",
}
"""Pydantic's kinds of mistakes in the words of those who write TOML."""


def _follows(entry: Any, entries: Sequence[Any]) -> bool:
    """Whether a list is too short only because of a mistake in one of its entries, which is told."""
    place = entry["loc"]
    inside = (each["loc"] for each in entries if each is not entry)
    return entry["type"] == "too_short" and any(other[: len(place)] == place for other in inside)


def _problem(entry: Any, model: type[Table], read: Any) -> str:
    """One pydantic error in words: the key, what was expected, what was found."""
    keys = [part for part in entry["loc"] if not (isinstance(part, str) and part in _INNER_STEPS)]
    where = _dotted(keys, read)
    match entry["type"]:
        case "extra_forbidden":
            known = _fields_at(model, keys[:-1])
            table = f" in {_dotted(keys[:-1], read)}" if keys[:-1] else ""
            return f"unknown key {str(keys[-1])!r}{table}{nearest(str(keys[-1]), known) or _one_of(known)}"
        case "missing":
            return f"{where} is missing"
        case "value_error":
            return f"{where}: {entry['ctx']['error']}" if where else str(entry["ctx"]["error"])
        case _:
            words = _EXPECTED.get(entry["type"])
            expected = words.format(**entry.get("ctx", {})) if words else _lower_first(entry["msg"])
            return f"{where}: {expected}, found {shorten(_shown(entry['input']), 80)}"


def _shown(value: object) -> str:
    return value.isoformat() if isinstance(value, date | time) else repr(value)


_INNER_STEPS = {"function-before", "function-after"}  # pydantic's own parts of a location


def _dotted(keys: list[str | int], read: Any) -> str:
    """``questions['pad2d'].points``; entries without a name are counted from 1, as people do."""
    text = ""
    for key in keys:
        read = _below(read, key)
        text += f"[{_name_of(read) or key + 1}]" if isinstance(key, int) else f".{key}" if text else key
    return text


def _below(read: Any, key: str | int) -> Any:
    """The entry `key` of what was read; None where there is none."""
    if isinstance(read, dict):
        return read.get(key)
    return read[key] if isinstance(read, list) and isinstance(key, int) and key < len(read) else None


def _name_of(entry: Any) -> str:
    name = entry.get("name") if isinstance(entry, dict) else None
    return repr(shorten(name, 40)) if isinstance(name, str) and name else ""


def _fields_at(model: type[Table], keys: list[str | int]) -> set[str]:
    """The keys that the table at `keys` may have."""
    for key in keys:
        if isinstance(key, str) and key in model.model_fields:
            model = _table_in(model.model_fields[key].annotation) or model
    return set(model.model_fields)


def _table_in(annotation: Any) -> type[Table] | None:
    """The table type inside ``X``, ``X | None`` or ``tuple[X, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, Table):
        return annotation
    inner = (_table_in(argument) for argument in typing.get_args(annotation))
    return next((table for table in inner if table), None)


def nearest(name: str, known: Iterable[str], *, likeness: float = 0.6) -> str:
    """``; did you mean 'points'?``, or nothing where no known name is like `name`, from 0 not at all to 1 the same."""
    close = difflib.get_close_matches(name, sorted(known), n=1, cutoff=likeness)
    return f"; did you mean {close[0]!r}?" if close else ""


def _one_of(known: set[str]) -> str:
    return f"; expected one of {', '.join(sorted(known))}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
