"""What Gradescope would not take, or would show wrongly, in a results.json.

Written from Gradescope's table of fields, not from our own writer, so that each tests the other.
"""

from __future__ import annotations

import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

MAX_TEXT = 100_000  # characters of stdout, of the top-level output and of the output of each test

_FORMATS = ("text", "html", "simple_format", "md", "ansi")
_VISIBILITIES = ("visible", "hidden", "after_due_date", "after_published")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_NOT_SHOWN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_HINTS = {"\r": r": lines end in \n", "\x1b": ": colours need the format ansi"}
_DATA_IMAGE = re.compile(r"data:image/[\w+.-]+;base64,")

Rule = Callable[[Any], str | None]  # what is wrong with a value, or None


@dataclass(frozen=True)
class Finding:
    """Something wrong with a results.json.

    Attributes:
        kind: ``error``: Gradescope refuses, ignores or spoils it, or records another score than is meant;
            ``warning``: it is taken, but students or staff see something else than they should.
        text: what, with its place: ``tests[2].score: expected a number, found '2'``.
    """

    kind: Literal["error", "warning"]
    text: str


def problems(document: object) -> list[str]:
    """The texts of all `findings`: what none of our own documents may have."""
    return [finding.text for finding in findings(document)]


def findings(document: object) -> list[Finding]:
    """Everything wrong with `document`; empty if nothing is.

    `document` is what was parsed from a results.json, or is about to be written as one. It must have a score,
    at the top or on all tests, unless ``extra_data.held`` is true: then it must not have any.
    """
    if not isinstance(document, dict):
        return [Finding("error", f"expected an object, found {type(document).__name__}")]
    numbered, leaders = _objects(document.get("tests")), _objects(document.get("leaderboard"))
    tests = list(numbered.values())
    tables = [(document, _TOP, "")]
    tables += [(test, _TEST, f"tests[{index}].") for index, test in numbered.items()]
    tables += [(leader, _LEADER, f"leaderboard[{index}].") for index, leader in leaders.items()]
    errors = [*_not_json(document, ""), *(wrong for each in tables for wrong in _fields(*each))]
    errors += [*_leaders(leaders), *_scores(document, tests)]
    warnings = [odd for table, rules, place in tables for odd in _unknown(table, rules, place)]
    usual = document.get("test_output_format")
    for table, rules, place in tables:
        form = table.get("output_format", usual if rules is _TEST else None)
        warnings += _unfit(table, place, form)
        for kind, text in _too_long(table, place):
            (errors if kind == "error" else warnings).append(text)
    warnings += [odd for index, test in numbered.items() for odd in _looks_wrong(test, f"tests[{index}]")]
    warnings += [*_total_shown(document, tests), *_same_number(tests)]
    return [*(Finding("error", text) for text in errors), *(Finding("warning", text) for text in warnings)]


def read(data: bytes) -> tuple[object, list[Finding]]:
    """What the bytes of a results.json hold, and everything wrong with them and it; None where they are no JSON."""
    found: list[Finding] = []

    def constant(name: str) -> float:
        found.append(Finding("error", f"{name} is not JSON and breaks the upload"))
        return 0.0

    def pairs(items: list[tuple[str, object]]) -> dict[str, object]:
        twice = [key for key, times in Counter(key for key, _ in items).items() if times > 1]
        found.extend(Finding("warning", f"{key}: given twice in one object, and the last counts") for key in twice)
        return dict(items)

    try:
        document = json.loads(data.decode("utf-8"), parse_constant=constant, object_pairs_hook=pairs)
    except UnicodeDecodeError as error:
        return None, [Finding("error", f"byte {error.start}: expected UTF-8, found {data[error.start]:#04x}")]
    except (ValueError, RecursionError) as error:
        return None, [Finding("error", f"not JSON, so it would be recorded as a score of 0: {error}")]
    return document, [*found, *findings(document)]


def _objects(value: object) -> dict[int, dict[Any, Any]]:
    """The objects of a list, by their place in it."""
    found = enumerate(value) if isinstance(value, list) else ()
    return {index: each for index, each in found if isinstance(each, dict)}


def _fields(table: dict[Any, Any], rules: dict[str, Rule], place: str) -> Iterator[str]:
    for key, value in table.items():
        if key in rules and (wrong := rules[key](value)):
            yield f"{place}{key}: {wrong}"


def _unknown(table: dict[Any, Any], rules: dict[str, Rule], place: str) -> Iterator[str]:
    yield from (f"{place}{key}: unknown key" for key in table if key not in rules)


def _leaders(leaders: dict[int, dict[Any, Any]]) -> Iterator[str]:
    for index, leader in leaders.items():
        yield from (f"leaderboard[{index}].{key} is missing" for key in ("name", "value") if key not in leader)
    names = Counter(str(leader.get("name")) for leader in leaders.values())
    yield from (f"leaderboard: {times} entries are named {name!r}" for name, times in names.items() if times > 1)


def _not_json(value: object, place: str) -> Iterator[str]:
    """What JSON in UTF-8 cannot hold."""
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
            if bad := _SURROGATE.search(value):
                yield f"{place}: character U+{ord(bad[0]):04X} is not fit for text"
        case float():
            if not math.isfinite(value):
                yield f"{place}: {value} breaks the upload"
        case None | bool() | int():
            pass
        case _:
            yield f"{place}: {type(value).__name__} is not JSON"


def _unfit(table: dict[Any, Any], place: str, form: object) -> Iterator[str]:
    """Characters that no shown text should have, in texts of the format `form` where it decides."""
    for key, value in table.items():
        for text in value if isinstance(value, list) else [value]:
            if not isinstance(text, str):  # tests, what is only stored
                continue
            if bad := _NOT_SHOWN.search(text.replace("\x1b", "") if form == "ansi" and key == "output" else text):
                yield f"{place}{key}: character U+{ord(bad[0]):04X} is not fit for text{_HINTS.get(bad[0], '')}"


def _too_long(table: dict[Any, Any], place: str) -> Iterator[tuple[Literal["error", "warning"], str]]:
    text = table.get("output")
    if isinstance(text, str) and len(text) > MAX_TEXT:
        told = f"{place}output: {len(text):,} characters, more than {MAX_TEXT:,}, are cut in the middle"
        yield ("error", f"{told}, which spoils the image in it") if _DATA_IMAGE.search(text) else ("warning", told)


def _scores(document: dict[Any, Any], tests: list[dict[Any, Any]]) -> Iterator[str]:
    extra = document.get("extra_data")
    held = isinstance(extra, dict) and extra.get("held") is True
    numbers = ["score" in table for table in [document, *tests]]
    if held and (any(numbers) or any("max_score" in test for test in tests)):
        yield "held, but there is a score: it would be recorded"
    if not held and "score" not in document and not (tests and all("score" in test for test in tests)):
        yield "score: expected one at the top or on every test"
    total = sum(test["score"] for test in tests if _number(test.get("score")) is None)
    if "score" not in document and total < 0:
        yield f"tests: expected scores that add up to zero or more, found {total:g}: give the total as score"


def _looks_wrong(test: dict[Any, Any], place: str) -> Iterator[str]:
    if "status" not in test and not test.get("score") and not test.get("max_score"):
        yield f"{place}: 0 of 0 shows as a pass, set status"
    if _number(test.get("score")) or _number(test.get("max_score")):
        return
    score, most = test["score"], test["max_score"]
    if score > most:
        yield f"{place}: a score of {score:g} of {most:g}, more than there is to earn"
    if test.get("status") == "passed" and score == 0 < most:
        yield f"{place}: passed, with a score of 0 of {most:g}"


def _same_number(tests: list[dict[Any, Any]]) -> Iterator[str]:
    numbers = Counter(test["number"] for test in tests if isinstance(test.get("number"), str))
    yield from (f"tests: {times} have the number {number!r}" for number, times in numbers.items() if times > 1)


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
    "output": _text,
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
    "output": _text,
    "output_format": _one_of(_FORMATS),
    "tags": _list_of(str, "text"),
    "visibility": _one_of(_VISIBILITIES),
    "extra_data": _object,
}
_LEADER: dict[str, Rule] = {"name": _text, "value": _shown_value, "order": _one_of(("asc", "desc"))}
