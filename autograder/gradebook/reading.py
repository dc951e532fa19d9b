"""From the rows of the gradebook back to records."""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.examined import Examined
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HandedIn
from autograder.gradebook.index import Gradebook
from autograder.gradebook.keys import PARTS, Content
from autograder.gradebook.members import Member
from autograder.gradebook.rows import MICROSECOND
from autograder.records import (
    Check,
    CheckResult,
    Grade,
    HandIn,
    Isolation,
    Outcome,
    QuestionScore,
    Score,
    Student,
    Visibility,
)

_EVERY_POINT = "SELECT given, question, earned, possible FROM points ORDER BY given, position"


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What the gradebook knows of one hand-in.

    Attributes:
        row: its number in the gradebook.
        out: its folder of results.
        given: the grade that stands; None while none was given.
        is_examined: whether there is a result file of what was handed in last.
    """

    row: int
    out: Path
    handed_in: HandedIn
    given: Given | None
    is_examined: bool

    def of(self, student: Student) -> Entry:
        """The same for one of its students: the grade is theirs, where each member of the group has their own."""
        own = None if self.given is None else self.given.of(student)
        return self if own is self.given else replace(self, given=own)


def entries(gradebook: Gradebook, assignment: str | None = None) -> tuple[Entry, ...]:
    """Every hand-in, or those of one assignment, in the order of folders and keys."""
    connection, places = gradebook.connection, gradebook.places
    members, last = _members(connection), _last_given(connection)
    query = """
        SELECT hand_in.id, folder, key, assignment, submitted_at, hand_in.content, notes, examination.id
        FROM hand_in LEFT JOIN examination ON examination.hand_in = hand_in.id
                                          AND examination.content = hand_in.content
        ORDER BY folder, hand_in.id
    """
    found = []
    for row, folder, key, of, submitted_at, content, notes, examination in connection.execute(query):
        if assignment in (None, of):
            hand_in = HandIn(key=key, students=tuple(members[row]), submitted_at=_moment(submitted_at))
            handed_in = HandedIn(hand_in=hand_in, assignment=of, content=content, notes=tuple(json.loads(notes)))
            found.append(
                Entry(
                    row=row,
                    out=places[folder],
                    handed_in=handed_in,
                    given=last.get((folder, key)),
                    is_examined=examination is not None,
                )
            )
    return tuple(found)


def examinations(gradebook: Gradebook) -> Iterator[tuple[int, Examined]]:
    """The examination of what was handed in last, of each hand-in that has one: the row of the hand-in, and it.

    Its results are what points follow from: the words in them stay in the gradebook, and in the result file.
    """
    connection = gradebook.connection
    checks, seen = _checks(connection), dict[tuple[Any, ...], CheckResult]()
    own = """
        SELECT examination.* FROM examination JOIN hand_in ON hand_in.id = hand_in
        WHERE examination.content = hand_in.content
    """
    heads = {row["id"]: row for row in _dicts(connection, own)}
    # no join: SQLite would look up what belongs to each of a million rows
    every = "SELECT examination, checked, outcome, credit, ran FROM result ORDER BY examination, position"
    for number, rows in groupby(connection.execute(every), key=itemgetter(0)):
        if number in heads:
            results = tuple([seen.get(row[1:]) or _result(row[1:], checks, seen) for row in rows])
            yield heads[number]["hand_in"], _examined(heads[number], results)


def history(gradebook: Gradebook, out: Path, key: str) -> tuple[Given, ...]:
    """Every grade that was given for a hand-in, the oldest first."""
    numbers = [number for number, place in gradebook.places.items() if place == out]
    query = "SELECT * FROM given WHERE folder = ? AND key = ? ORDER BY line"
    rows = [row for number in numbers for row in _dicts(gradebook.connection, query, (number, key))]
    of_one = "SELECT given, question, earned, possible FROM points WHERE given = ? ORDER BY position"
    own = _own(gradebook.connection)
    return tuple(
        _given(row, _points(gradebook.connection, of_one, (row["id"],))[row["id"]], own[row["id"]]) for row in rows
    )


def given_in(gradebook: Gradebook, out: Path) -> tuple[Given, ...]:
    """Every grade that was given in a folder of results, the oldest first."""
    connection = gradebook.connection
    numbers = [number for number, place in gradebook.places.items() if place == out.resolve()]
    query = "SELECT * FROM given WHERE folder = ? ORDER BY line"
    rows = [row for number in numbers for row in _dicts(connection, query, (number,))]
    points, own = _points(connection, _EVERY_POINT), _own(connection)
    return tuple(_given(row, points[row["id"]], own[row["id"]]) for row in rows)


def nobodys(gradebook: Gradebook) -> frozenset[Path]:
    """Folders of results with hand-ins of which nobody knows whose they are."""
    found = gradebook.connection.execute("""
        SELECT DISTINCT folder FROM problem
        WHERE key <> '' AND NOT EXISTS (SELECT 1 FROM hand_in
                                        WHERE hand_in.folder = problem.folder AND hand_in.key = problem.key)
    """)
    places = gradebook.places
    return frozenset(places[folder] for (folder,) in found)


def problems(gradebook: Gradebook) -> tuple[str, ...]:
    """What is wrong with each file that could not be read."""
    found = gradebook.connection.execute("SELECT told FROM problem ORDER BY folder, key, told")
    return tuple(told for (told,) in found)


def _members(connection: sqlite3.Connection) -> Mapping[int, list[Student]]:
    found = defaultdict[int, list[Student]](list)
    query = "SELECT hand_in, name, sid, email, lms_id, due_at FROM member ORDER BY hand_in, position"
    for row, name, sid, email, lms_id, due_at in connection.execute(query):
        found[row].append(Student(name=name, sid=sid, email=email, lms_id=lms_id, due_at=_moment(due_at)))
    return found


def _last_given(connection: sqlite3.Connection) -> dict[tuple[int, str], Given]:
    """By folder and key."""
    points = _points(connection, _EVERY_POINT)
    last = {(row["folder"], row["key"]): row for row in _dicts(connection, "SELECT * FROM given ORDER BY folder, line")}
    own = _own(connection)
    return {place: _given(row, points[row["id"]], own[row["id"]]) for place, row in last.items()}


def _own(connection: sqlite3.Connection) -> Mapping[int, list[Member]]:
    """The grades of members, by the grade that they belong to; few hand-ins have some."""
    found = defaultdict[int, list[Member]](list)
    for row in _dicts(connection, "SELECT * FROM own ORDER BY given, position"):
        student = Student(name=row["name"], sid=row["sid"], email=row["email"], lms_id=row["lms_id"])
        found[row["given"]].append(Member(student=student, grade=_grade(row), own_due=_moment(row["own_due"])))
    return found


def _grade(row: Mapping[str, Any]) -> Grade:
    late = row["late_microseconds"]
    late_by = None if late is None else late * MICROSECOND
    return Grade(points=row["points"], late_by=late_by, explanation=row["explanation"])


def _points(
    connection: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()
) -> Mapping[int, list[QuestionScore]]:
    """By the grade that they belong to; those of a class are mostly the same, and each is made once."""
    found, seen = defaultdict[int, list[QuestionScore]](list), dict[tuple[Any, ...], QuestionScore]()
    for row in connection.execute(query, values):
        points = seen.get(row[1:])
        if points is None:
            points = seen[row[1:]] = QuestionScore(question=row[1], earned=row[2], possible=row[3])
        found[row[0]].append(points)
    return found


def _given(row: Mapping[str, Any], points: Sequence[QuestionScore], members: Sequence[Member]) -> Given:
    derived = Derived(
        key=row["key"],
        who=row["who"],
        assignment=row["assignment"],
        status=row["status"],
        score=Score(questions=tuple(points)),
        grade=_grade(row),
        members=tuple(members),
        basis=Basis(
            content={part: row[part] for part in PARTS},
            policy=row["policy"],
            own_due=_moment(row["own_due"]),
            submitted_at=_moment(row["submitted_at"]),
        ),
    )
    return Given(derived=derived, when=datetime.fromisoformat(row["given_at"]), old=row["old"], why=row["why"])


def _examined(row: Mapping[str, Any], results: tuple[CheckResult, ...]) -> Examined:
    return Examined(
        content=Content({part: row[part] for part in PARTS}),
        results=results,
        isolation=Isolation(
            backend=row["backend"], layers=tuple(json.loads(row["layers"])), missing=json.loads(row["missing"])
        ),
        reason=row["reason"],
        networks=tuple(json.loads(row["networks"])),
    )


def _result(row: tuple[Any, ...], checks: Mapping[int, Check], seen: dict[tuple[Any, ...], CheckResult]) -> CheckResult:
    """A result; those of a class are mostly the same, and each is made once."""
    checked, outcome, credit, ran = row
    seen[row] = CheckResult(check=checks[checked], outcome=Outcome(outcome), credit=credit, ran=bool(ran))
    return seen[row]


def _checks(connection: sqlite3.Connection) -> dict[int, Check]:
    query = "SELECT id, name, question, title, visibility, hint, runs FROM checked"
    return {
        row: Check(
            id=name, question=question, title=title, visibility=Visibility(visibility), hint=hint, runs=bool(runs)
        )
        for row, name, question, title, visibility, hint, runs in connection.execute(query)
    }


def _dicts(connection: sqlite3.Connection, query: str, values: tuple[Any, ...] = ()) -> Iterator[dict[str, Any]]:
    cursor = connection.execute(query, values)
    names = [column[0] for column in cursor.description]
    return (dict(zip(names, row, strict=True)) for row in cursor)


def _moment(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
