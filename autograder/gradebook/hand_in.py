"""``hand-in.json``: who handed in what lies in a folder of results, when, and which examination is its own.

A content key knows bytes only; this is what else a grade is derived from. A batch writes it when it has collected the
hand-ins and knows that its exam can be held, before any of them is examined.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from autograder.gradebook.fields import Fields, load, refuse, require_schema
from autograder.records import HandIn, Student
from autograder.report.files import write_whole

SCHEMA = 1
HAND_IN_FILE = "hand-in.json"

_TEXTS = ("name", "sid", "email", "lms_id")  # of a student


@dataclass(frozen=True, kw_only=True)
class HandedIn:
    """A hand-in of an assignment.

    Attributes:
        assignment: its name.
        content: the content key of the examination that is its own: 64 hexadecimal digits.
        notes: what collecting left out or repaired.
    """

    hand_in: HandIn
    assignment: str
    content: str
    notes: tuple[str, ...] = ()


def write_hand_in(folder: Path, handed_in: HandedIn) -> None:
    """Write ``hand-in.json`` into `folder`, whole or not at all; one that says the same is left as it is.

    Raises:
        OSError: it could not be written.
    """
    data, path = encoded(handed_in), folder / HAND_IN_FILE
    if not (path.is_file() and path.read_bytes() == data):
        write_whole(path, data)


def read_hand_in(folder: Path) -> HandedIn:
    """``hand-in.json`` of `folder`; raises `StoredError`."""
    path = folder / HAND_IN_FILE
    return decoded(load(path), str(path))


def encoded(handed_in: HandedIn) -> bytes:
    """Its bytes; they depend on nothing else."""
    document = {
        "schema": SCHEMA,
        "assignment": handed_in.assignment,
        "key": handed_in.hand_in.key,
        "content": handed_in.content,
        "submitted_at": _written(handed_in.hand_in.submitted_at),
        "students": [
            {name: getattr(each, name) for name in _TEXTS} | {"due_at": _written(each.due_at)}
            for each in handed_in.hand_in.students
        ],
        "notes": list(handed_in.notes),
    }
    return f"{json.dumps(document, indent=1)}\n".encode("ascii")


def decoded(value: Any, where: str) -> HandedIn:
    """What it says; raises `StoredError` that names `where` it stands."""
    fields = Fields(value, where)
    require_schema(fields, SCHEMA, "a hand-in")
    content = fields.text("content")
    if len(content) != 64:
        refuse(f"{where}: content", "64 hexadecimal digits", content)
    found = HandedIn(
        assignment=fields.text("assignment"),
        content=content,
        hand_in=HandIn(
            key=fields.text("key"),
            submitted_at=fields.moment("submitted_at"),
            students=tuple(map(_student, fields.tables("students"))),
        ),
        notes=fields.texts("notes"),
    )
    fields.end()
    return found


def _student(fields: Fields) -> Student:
    found = Student(**{name: fields.text(name) for name in _TEXTS}, due_at=fields.moment("due_at"))
    fields.end()
    return found


def _written(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
