"""What Gradescope would not take, or would show wrongly, in a results.json.

Written from Gradescope's table of fields, not from our own writer, so that each tests the other.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from typing import Any

MAX_TEXT = 100_000  # characters of stdout, of the top-level output and of the output of each test

_FORMATS = ("text", "html", "simple_format", "md", "ansi")
_VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")  # "\r" among them: lines end in "\n"

Rule = Callable[[Any], str | None]  # what is wrong with a value, or None


def problems(document: object) -> list[str]:
    """Everything wrong with `document`, each with its place (``tests[2].score``); empty if nothing is.

    `document` is what was parsed from a results.json, or is about to be written as one. It must have a score,
    at the top or on all tests, unless ``extra_data.held`` is true: then it must not have any.
    """
    if not isinstance(document, dict):
        return [f"expected an object, found {type(document).__name__}"]
    found = [*_not_json(document, ""), *_fields(document, _TOP, "")]
    tests = _objects(document.get("tests"))
    for index, test in enumerate(tests):
        found += _fields(test, _TEST, f"tests[{index}].")
        found += _looks_like_a_pass(test, f"tests[{index}]")
    for index, leader in enumerate(_objects(document.get("leaderboard"))):
        found += _fields(leader, _LEADER, f"leaderboard[{index}].")
        found += [f"leaderboard[{index}].{key} is missing" for key in ("name", "value") if key not in leader]
    return [*found, *_scores(document, tests), *_total_shown(document, tests)]


def _objects(value: object) -> list[dict[Any, Any]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _fields(table: dict[Any, Any], rules: dict[str, Rule], place: str) -> Iterator[str]:
    for key, value in table.items():
        if key not in rules:
            yield f"{place}{key}: unknown key"
        elif wrong := rules[key](value):
            yield f"{place}{key}: {wrong}"


def _not_json(value: object, place: str) -> Iterator[str]:
    """What JSON in UTF-8 cannot hold, and characters that no text should."""
    match value:
        case dict():
            for key, inner in value.items():
                if not isinstance(key, str):
                    yield f"{place or 'top level'}: expected text as key, found {key!r}"
                yield from _not_json(inner, f"{place}.{key}" if place else str(key))
        case list():
            for index, inner in enumerate(value):
                yield from _not_json(inner, f"{place}[{index}]")
        case str():
            if bad := _NOT_SHOWN.search(value):
                yield f"{place}: character U+{ord(bad[0]):04X} is not fit for text"
        case float():
            if not math.isfinite(value):
                yield f"{place}: {value} breaks the upload"
        case None | bool() | int():
            pass
        case _:
            yield f"{place}: {type(value).__name__} is not JSON"


def _scores(document: dict[Any, Any], tests: list[dict[Any, Any]]) -> Iterator[str]:
    extra = document.get("extra_data")
    held = isinstance(extra, dict) and extra.get("held") is True
    numbers = ["score" in table for table in [document, *tests]]
    if held and (any(numbers) or any("max_score" in test for test in tests)):
        yield "held, but there is a score: it would be recorded"
    if not held and "score" not in document and not (tests and all("score" in test for test in tests)):
        yield "score: expected one at the top or on every test"


def _looks_like_a_pass(test: dict[Any, Any], place: str) -> Iterator[str]:
    if "status" not in test and not test.get("score") and not test.get("max_score"):
        yield f"{place}: 0 of 0 shows as a pass, set status"


def _total_shown(document: dict[Any, Any], tests: list[dict[Any, Any]]) -> Iterator[str]:
    seen = [test.get("visibility", document.get("visibility", "visible")) for test in tests]
    for_all = [test for test, who in zip(tests, seen, strict=True) if who == "visible"]
    if len(for_all) < len(tests) and all("score" in test for test in for_all):
        yield "tests: some are hidden, so students see no total: add a visible test without a score"


def _number(value: object) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return f"expected a number, found {value!r:.60}"
    return None


def _not_negative(value: Any) -> str | None:
    return _number(value) or (f"expected zero or more, found {value!r:.60}" if value < 0 else None)


def _text(value: object) -> str | None:
    return None if isinstance(value, str) else f"expected text, found {value!r:.60}"


def _output(value: Any) -> str | None:
    if wrong := _text(value):
        return wrong
    return f"{len(value):,} characters, more than {MAX_TEXT:,}, are cut" if len(value) > MAX_TEXT else None


def _object(value: object) -> str | None:
    return None if isinstance(value, dict) else f"expected an object, found {value!r:.60}"


def _list_of(kind: type, noun: str) -> Rule:
    def rule(value: object) -> str | None:
        fits = isinstance(value, list) and all(isinstance(each, kind) for each in value)
        return None if fits else f"expected a list of {noun}, found {value!r:.60}"

    return rule


def _one_of(allowed: tuple[str, ...]) -> Rule:
    def rule(value: object) -> str | None:
        return None if value in allowed else f"expected one of {', '.join(allowed)}, found {value!r:.60}"

    return rule


def _shown_value(value: object) -> str | None:
    return None if isinstance(value, str) else _number(value)


_TOP: dict[str, Rule] = {
    "score": _not_negative,
    "execution_time": _not_negative,
    "output": _output,
    "output_format": _one_of(_FORMATS),
    "test_output_format": _one_of(_FORMATS),
    "test_name_format": _one_of(_FORMATS),
    "visibility": _one_of(_VISIBILITIES),
    "stdout_visibility": _one_of(_VISIBILITIES),
    "extra_data": _object,
    "tests": _list_of(dict, "objects"),
    "leaderboard": _list_of(dict, "objects"),
}
_TEST: dict[str, Rule] = {
    "score": _number,
    "max_score": _not_negative,
    "status": _one_of(("passed", "failed")),
    "name": _text,
    "name_format": _one_of(_FORMATS),
    "number": _text,
    "output": _output,
    "output_format": _one_of(_FORMATS),
    "tags": _list_of(str, "text"),
    "visibility": _one_of(_VISIBILITIES),
    "extra_data": _object,
}
_LEADER: dict[str, Rule] = {"name": _text, "value": _shown_value, "order": _one_of(("asc", "desc"))}
