"""Somebody whom one asks about, by SID, login, address or name: found in the list of the class or among extensions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.errors import ConfigError
from autograder.identity import Ambiguous, People, described
from autograder.records import Student
from autograder.tables import nearest
from autograder.zeros import but_for_zeros

if TYPE_CHECKING:
    from autograder.workspace import Workspace

_List = tuple[Path, People]


def asked_who(who: str, workspace: Workspace, roster: Path | None) -> Student:
    """Who it is.

    Args:
        roster: the list of the class; None: those that lie among the results of the assignment, as far as the
            gradebook of the course knows them.

    Raises:
        ConfigError: it is nobody, or may be several; a list cannot be read, or lost zeros that an extension has.
    """
    classes = [*_classes(workspace, roster)]
    workspace.extensions.require_zeros(
        (person.student, f"{path}, line {person.line}") for path, people in classes for person in people.all
    )
    lists = [*classes, (workspace.extensions.path, People(row.person for row in workspace.extensions.rows))]
    for path, people in lists:
        found = people.find(Student(name=who))
        if isinstance(found, Ambiguous):
            several = " or ".join(f"line {each.line} ({described(each.student)})" for each in found.people)
            raise ConfigError(f"--who {who}: may be {several} of {path}")
        if found is not None:
            return replace(found.student, due_at=None)
    raise ConfigError(_nobody(who, lists, knows_class=bool(classes)))


def _classes(workspace: Workspace, roster: Path | None) -> Iterator[_List]:
    from autograder.collect.attendance import ROSTER_FILE
    from autograder.collect.class_list import read_class_list

    known = [roster] if roster is not None else [folder / ROSTER_FILE for folder in _results(workspace)]
    for path in known:
        if path == roster or path.exists():
            yield path, read_class_list(path).people


def _results(workspace: Workspace) -> Sequence[Path]:
    """The folders of results of the assignment, as far as a gradebook knows them."""
    from autograder.cli.desk import path_of
    from autograder.errors import StoredError
    from autograder.gradebook.index import opened
    from autograder.gradebook.reading import entries
    from autograder.workspace import course_root

    try:
        with opened(path_of(None, course_root(workspace.exam))) as book, book.snapshot():
            return [*{entry.out: None for entry in entries(book, workspace.assignment.name)}]
    except StoredError:  # nothing was graded yet, most likely: nobody needs a gradebook for an extension
        return []


def _nobody(who: str, lists: Sequence[_List], *, knows_class: bool) -> str:
    students = [person.student for _, people in lists for person in people.all]
    alike = but_for_zeros(who.strip(), {student.sid for student in students})
    known = {text for student in students for text in (student.name, student.email) if text}
    meant = f"; did you mean {alike!r}? A spreadsheet may have taken the zeros off" if alike else nearest(who, known)
    where = " or ".join(str(path) for path, _ in lists)
    other = "" if knows_class else "; --roster FILE names the list of the class, of which none is known"
    return f"--who {who}: nobody of {where} has this SID, login, address or name{meant}{other}"
