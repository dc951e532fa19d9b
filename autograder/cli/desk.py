"""What the commands of ``autograder gradebook`` read: the gradebook, and the course as it is now."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import err

if TYPE_CHECKING:
    from autograder.assignment import Course
    from autograder.gradebook.index import Gradebook
    from autograder.gradebook.reading import Entry
    from autograder.gradebook.standings import Place
    from autograder.gradebook.term import Term
    from autograder.workspace import Workspace

Where = Annotated[
    Path | None, typer.Option("--gradebook", help="The gradebook; default: gradebook.sqlite in the course's folder.")
]
Of = Annotated[str | None, typer.Option("--assignment", "-a", help="Only this assignment.")]

_PROBLEMS = 5  # that are told one by one


@dataclass(frozen=True, kw_only=True)
class Desk:
    """What a question about grades needs, all of one moment.

    Attributes:
        unread: assignments of which not all hand-ins can be read: a folder is gone, or a file in it damaged.
    """

    root: Path
    course: Course
    book: Gradebook
    entries: Sequence[Entry]
    workspaces: Mapping[str, Workspace]
    unread: frozenset[str]


@contextmanager
def reading(gradebook: Path | None, assignment: str | None) -> Iterator[Desk]:
    """The gradebook and the course; only one assignment where it is named. Raises `ConfigError`, `StoredError`."""
    from autograder.assignment import load_course
    from autograder.gradebook.connection import shared_disk
    from autograder.gradebook.index import opened
    from autograder.gradebook.reading import entries, nobodys
    from autograder.workspace import assignments_of, open_assignment

    root = root_here()
    path = path_of(gradebook, root)
    names = assignments_of(root) if assignment is None else [assignment]
    workspaces = {name: open_assignment(name, root) for name in names}
    if note := shared_disk(path):
        err.print(f"[yellow]warning:[/] {escape(note)}", soft_wrap=True)
    with opened(path) as book, book.snapshot():
        gone = {folder for folder in book.folders if not folder.is_dir()}
        for folder in sorted(gone):
            err.print(
                f"[yellow]warning:[/] {escape(str(folder))} is gone, and so are its grades; "
                "autograder gradebook rebuild says how to go on without it",
                soft_wrap=True,
            )
        every = entries(book, assignment)
        unread = gone | nobodys(book)
        found = [entry for entry in every if entry.out not in gone]
        for name, workspace in workspaces.items():
            _require_zeros(workspace, [entry for entry in found if entry.handed_in.assignment == name])
        _warn_of_zeros(found)
        yield Desk(
            root=root,
            course=load_course(root / "assignments"),
            book=book,
            entries=found,
            workspaces=workspaces,
            unread=frozenset(entry.handed_in.assignment for entry in every if entry.out in unread),
        )


def after_the_term(desk: Desk, found: Sequence[Place]) -> tuple[Term, ...]:
    """The terms of those in `found`, which are of all assignments; gates that nobody can decide are told.

    Raises:
        ConfigError: slip days or a gate are about an assignment that does not exist.
    """
    from autograder.gradebook.gates import Gates
    from autograder.gradebook.term import terms

    gates = Gates.of(found, desk.workspaces, desk.unread)
    for line in gates.open_for_all:
        err.print(f"[yellow]warning:[/] {escape(line)}", soft_wrap=True, highlight=False)
    return terms(found, gates, desk.course.slip, str(desk.root / "assignments" / "course.toml"))


def _require_zeros(workspace: Workspace, entries: Sequence[Entry]) -> None:
    """An extension that is nobody's only because zeros of a SID are lost is told here as it is before grading."""
    from autograder.batch.roster import everybody

    hand_ins = [entry.handed_in.hand_in for entry in entries]
    workspace.extensions.require_zeros(everybody(hand_ins, *{entry.out: None for entry in entries}))


def _warn_of_zeros(entries: Sequence[Entry]) -> None:
    """Who would be two people in a term, because a list of one assignment lost the zeros of their SID."""
    from autograder.zeros import apart_by_zeros

    places = {
        student.sid.strip(): entry.out / entry.handed_in.hand_in.key
        for entry in entries
        for student in entry.handed_in.hand_in.students
    }
    for some in apart_by_zeros(places):
        told = " and ".join(f"{sid} ({places[sid]})" for sid in some)
        remedy = "a list of the class with the zeros, and grading once more, makes them one"
        err.print(
            f"[yellow]warning:[/] {escape(f'SID {told} count as several people: did a spreadsheet drop zeros?')} "
            f"If so, {remedy}",
            soft_wrap=True,
            highlight=False,
        )


def keep(gradebook: Path | None, out: Path) -> None:
    """Take in what a grading left in `out`. That it cannot costs nobody a grade: the gradebook can be made anew."""
    from autograder.errors import StoredError
    from autograder.gradebook.folder import folders
    from autograder.gradebook.index import opened

    try:
        if out.is_dir() and folders(out):
            with opened(path_of(gradebook, root_here()), making=True) as book:
                book.keep(out)
    except StoredError as error:
        err.print(f"[yellow]warning:[/] {escape(str(error))}", soft_wrap=True)


def root_here() -> Path:
    """The course around the current folder; raises `ConfigError`."""
    from autograder.workspace import course_root

    return course_root(Path.cwd())


def path_of(gradebook: Path | None, root: Path) -> Path:
    """The gradebook that is meant."""
    from autograder.gradebook.connection import GRADEBOOK_FILE

    return gradebook or root / GRADEBOOK_FILE


def warn(path: Path, problems: Sequence[str]) -> None:
    """What cannot be read costs only itself, and is said."""
    for problem in problems[:_PROBLEMS]:
        err.print(f"[yellow]warning:[/] {escape(problem)}", soft_wrap=True)
    if len(problems) > _PROBLEMS:
        more = len(problems) - _PROBLEMS
        err.print(f"[yellow]warning:[/] {more} more files of {escape(str(path))} cannot be read", soft_wrap=True)
