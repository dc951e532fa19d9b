"""From what is stored in files to the rows of the gradebook."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from autograder.gradebook.examined import Examined
from autograder.gradebook.folder import Stored
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HandedIn
from autograder.gradebook.history import HISTORY_FILE, History, survey_history
from autograder.gradebook.keys import PARTS
from autograder.gradebook.members import Member
from autograder.records import Check, CheckResult, Student

MICROSECOND = timedelta(microseconds=1)

_TABLES = ("result", "points", "own", "member", "problem", "examination", "hand_in", "given", "folder", "checked")


class Rows:
    """What is put into the tables, inside a transaction that is open."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._checks: dict[Check, int] = {}

    def clear(self) -> None:
        """Forget everything."""
        for table in _TABLES:
            self._connection.execute(f"DELETE FROM {table}")

    def folder(self, place: str) -> int:
        """The row of a folder of results, made where there is none."""
        self._connection.execute("INSERT OR IGNORE INTO folder (path) VALUES (?)", (place,))
        found: int = self._connection.execute("SELECT id FROM folder WHERE path = ?", (place,)).fetchone()[0]
        return found

    def put(self, folder: int, found: Stored) -> None:
        """Put what is stored of a hand-in in the place of what is known of it."""
        key = printable(found.folder.name)
        self._connection.execute("DELETE FROM hand_in WHERE folder = ? AND key = ?", (folder, key))
        self._connection.execute("DELETE FROM problem WHERE folder = ? AND key = ?", (folder, key))
        self._problems(folder, key, found.problems)
        if found.handed_in is None:
            return
        hand_in = self._hand_in(folder, found.handed_in, found.stamp)
        for examined in found.examinations.values():
            self._examination(hand_in, examined)

    def keep_only(self, folder: int, keys: Iterable[str]) -> None:
        """Forget the hand-ins of a folder that are not among `keys`."""
        there = {*map(printable, keys), ""}  # "": what is wrong with the history
        for table in ("hand_in", "problem"):
            known = self._connection.execute(f"SELECT DISTINCT key FROM {table} WHERE folder = ?", (folder,)).fetchall()
            gone = [(folder, key) for (key,) in known if key not in there]
            self._connection.executemany(f"DELETE FROM {table} WHERE folder = ? AND key = ?", gone)

    def has(self, folder: int, key: str, stamp: str) -> bool:
        """Whether what is stored of a hand-in is in here already, as its files are now."""
        query = "SELECT 1 FROM hand_in WHERE folder = ? AND key = ? AND stamp = ?"
        return self._connection.execute(query, (folder, printable(key), stamp)).fetchone() is not None

    def put_history(self, folder: int, out: Path) -> tuple[str, ...]:
        """Take in what was added to the history of `out`; what is wrong with the lines that cannot be read."""
        known = "SELECT history_lines, history_bytes, history_digest FROM folder WHERE id = ?"
        count, size, digest = self._connection.execute(known, (folder,)).fetchone()
        before = History(path=out / HISTORY_FILE, count=count, size=size, digest=digest)
        history, problems = survey_history(out, before)
        if history.first == 1:
            self._connection.execute("DELETE FROM given WHERE folder = ?", (folder,))
            self._connection.execute("DELETE FROM problem WHERE folder = ? AND key = ''", (folder,))
        for line, given in history.lines.items():
            self._given(folder, line, given)
        self._problems(folder, "", problems)
        now = (history.first + history.count - 1, history.size, history.digest, folder)
        columns = "history_lines = ?, history_bytes = ?, history_digest = ?"
        self._connection.execute(f"UPDATE folder SET {columns} WHERE id = ?", now)
        return problems

    def _problems(self, folder: int, key: str, problems: Iterable[str]) -> None:
        told = [(folder, printable(each), key) for each in problems]
        self._connection.executemany("INSERT OR IGNORE INTO problem (folder, told, key) VALUES (?, ?, ?)", told)

    def _hand_in(self, folder: int, handed_in: HandedIn, stamp: str) -> int:
        hand_in = handed_in.hand_in
        row = self._insert(
            "hand_in",
            folder=folder,
            key=printable(hand_in.key),
            assignment=printable(handed_in.assignment),
            submitted_at=written(hand_in.submitted_at),
            content=handed_in.content,
            notes=json.dumps(handed_in.notes),
            stamp=stamp,
        )
        for position, student in enumerate(hand_in.students):
            self._insert("member", hand_in=row, position=position, **_texts(student))
        return row

    def _examination(self, hand_in: int, examined: Examined) -> None:
        row = self._insert(
            "examination",
            hand_in=hand_in,
            content=examined.content.key,
            **{part: examined.content.parts[part] for part in PARTS},
            reason=printable(examined.reason),
            backend=printable(examined.isolation.backend),
            layers=json.dumps(examined.isolation.layers),
            missing=json.dumps(dict(examined.isolation.missing)),
            networks=json.dumps([dict(facts) for facts in examined.networks]),
        )
        results = [self._result(row, position, each) for position, each in enumerate(examined.results)]
        self._connection.executemany("INSERT INTO result VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", results)

    def _result(self, examination: int, position: int, result: CheckResult) -> tuple[Any, ...]:
        """A row, in the order of the table's columns."""
        texts = (result.message, result.told, result.detail, result.flag)
        return (
            examination,
            position,
            self._checked(result.check),
            result.outcome.value,
            result.credit,
            result.ran,
            *map(printable, texts),
        )

    def _checked(self, check: Check) -> int:
        """The row of a check, made where there is none."""
        if check not in self._checks:
            values = (check.id, check.question, check.title, check.visibility.value, check.hint, check.runs)
            texts = [printable(value) if isinstance(value, str) else value for value in values]
            columns = ("name", "question", "title", "visibility", "hint", "runs")
            self._connection.execute(
                f"INSERT OR IGNORE INTO checked ({', '.join(columns)}) VALUES (?,?,?,?,?,?)", texts
            )
            where = " AND ".join(f"{column} = ?" for column in columns)
            self._checks[check] = self._connection.execute(f"SELECT id FROM checked WHERE {where}", texts).fetchone()[0]
        return self._checks[check]

    def _given(self, folder: int, line: int, given: Given) -> None:
        derived, basis = given.derived, given.derived.basis
        row = self._insert(
            "given",
            folder=folder,
            line=line,
            key=printable(derived.key),
            who=printable(derived.who),
            assignment=printable(derived.assignment),
            given_at=written(given.when),
            status=derived.status,
            score=derived.score.earned,
            possible=derived.score.possible,
            late_microseconds=_microseconds(derived.grade.late_by),
            points=derived.grade.points,
            old=given.old,
            explanation=printable(derived.grade.explanation),
            why=printable(given.why),
            submitted_at=written(basis.submitted_at),
            own_due=written(basis.own_due),
            policy=printable(basis.policy),
            **{part: basis.content[part] for part in PARTS},
        )
        points = [
            (row, position, each.question, each.earned, each.possible)
            for position, each in enumerate(derived.score.questions)
        ]
        self._connection.executemany("INSERT INTO points VALUES (?, ?, ?, ?, ?)", points)
        for position, member in enumerate(derived.members):
            self._own(row, position, member)

    def _own(self, given: int, position: int, member: Member) -> None:
        student = _texts(member.student)
        del student["due_at"]
        self._insert(
            "own",
            given=given,
            position=position,
            **student,
            late_microseconds=_microseconds(member.grade.late_by),
            points=member.grade.points,
            explanation=printable(member.grade.explanation),
            own_due=written(member.own_due),
        )

    def _insert(self, table: str, **values: Any) -> int:
        marks = ", ".join("?" * len(values))
        into = f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})"
        row = self._connection.execute(into, tuple(values.values())).lastrowid
        assert row is not None
        return row


def written(moment: datetime | None) -> str | None:
    """A moment as text: in UTC, so that texts sort as moments do."""
    return None if moment is None else moment.astimezone(UTC).isoformat(timespec="microseconds")


def _microseconds(span: timedelta | None) -> int | None:
    return None if span is None else span // MICROSECOND


def printable(text: str) -> str:
    """`text` as SQLite can hold it: half a character, which a file may hold, becomes a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode()


def _texts(student: Student) -> dict[str, Any]:
    names = ("name", "sid", "email", "lms_id")
    return {name: printable(getattr(student, name)) for name in names} | {"due_at": written(student.due_at)}
