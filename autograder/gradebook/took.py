"""What an examination took, beside its result file: ``took-KEY.json``; only what is shown of times depends on it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.gradebook.fields import Fields, load, require_schema
from autograder.gradebook.keys import Content
from autograder.records import Graded
from autograder.report.files import write_whole

SCHEMA = 1
PREFIX = "took-"


@dataclass(frozen=True, kw_only=True)
class Took:
    """What an examination took.

    Attributes:
        seconds: wall time of all of it.
        checks: id → wall time in seconds.
        networks: facts about time of each evaluation, in the order of the result file.
        host: name of the machine.
        attempt: which try it was, from 1.
        when: zone-aware; when it was done.
    """

    seconds: float
    checks: Mapping[str, float] = field(default_factory=dict)
    networks: tuple[Mapping[str, Any], ...] = ()
    host: str = ""
    attempt: int = 1
    when: datetime | None = None


def took_of(graded: Graded, host: str = "", attempt: int = 1, when: datetime | None = None) -> Took:
    """The times in `graded`."""
    return Took(
        seconds=graded.seconds,
        checks={result.check.id: result.seconds for result in graded.results if result.seconds},
        networks=tuple(
            {name: value for name, value in evidence.facts.items() if name.startswith("seconds")}
            for evidence in graded.evidence
        ),
        host=host,
        attempt=attempt,
        when=when,
    )


def took_path(folder: Path, content: Content) -> Path:
    """Where it is, in the folder of its hand-in."""
    return folder / f"{PREFIX}{content.short}.json"


def write_took(folder: Path, content: Content, took: Took) -> None:
    """Write it whole or not at all; raises `OSError`."""
    document = {
        "schema": SCHEMA,
        "seconds": took.seconds,
        "host": took.host,
        "attempt": took.attempt,
        "when": took.when.isoformat() if took.when else None,
        "networks": [dict(each) for each in took.networks],
        "checks": dict(took.checks),
    }
    text = json.dumps(document, allow_nan=False, indent=1)
    write_whole(took_path(folder, content), f"{text}\n".encode("ascii"))


def read_took(folder: Path, content: Content) -> Took | None:
    """What it took; None where that was not kept. Raises `StoredError` if the file is damaged."""
    path = took_path(folder, content)
    if not path.exists():
        return None
    fields = Fields(load(path), str(path))
    require_schema(fields, SCHEMA, "a file of times")
    checks = Fields(fields.take("checks", dict), f"{path}: checks")
    took = Took(
        seconds=fields.take("seconds", float),
        host=fields.text("host"),
        attempt=fields.take("attempt", int),
        when=fields.moment("when"),
        networks=tuple(each.left for each in fields.tables("networks")),
        checks={check: checks.take(check, float) for check in list(checks.left)},
    )
    fields.end()
    return took
