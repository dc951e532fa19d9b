"""``autograder gradebook export``: grades as a file that another program reads."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import NOT_PASSED, OK, err, errors_in_words, out
from autograder.cli.desk import Desk, Of, Where, after_the_term, path_of, reading, warn
from autograder.errors import ConfigError

if TYPE_CHECKING:
    from autograder.collect.class_list import ClassList
    from autograder.records import Standing
    from autograder.report.exports import Filled


class Format(StrEnum):
    """Which program is to read it."""

    PLAIN = "plain"
    GRADESCOPE = "gradescope"
    CANVAS = "canvas"
    MOODLE = "moodle"


_FILLED_IN = (Format.CANVAS, Format.MOODLE)


@dataclass(frozen=True, kw_only=True)
class _Wish:
    """What is asked for, as the options say it."""

    to: Path
    format: Format
    source: Path | None
    column: str | None
    zero_missing: bool


def export(
    to: Annotated[Path, typer.Option("--to", "-o", help="The CSV file to write.", dir_okay=False)],
    results: Annotated[
        list[Path] | None, typer.Argument(help="Folders of results (--out of grade); default: those of the gradebook.")
    ] = None,
    form: Annotated[Format, typer.Option("--format", "-f", help="Which program is to read it.")] = Format.PLAIN,
    source: Annotated[
        Path | None,
        typer.Option("--from", help="The file that Canvas or Moodle exported; for gradescope, a roster with sections."),
    ] = None,
    assignment: Of = None,
    column: Annotated[
        str | None,
        typer.Option(help="canvas: title or number of the column; default: title or name of the assignment."),
    ] = None,
    zero_missing: Annotated[
        bool, typer.Option("--zero-missing", help="canvas, moodle: 0 for who is on the roster and handed in nothing.")
    ] = False,
    term: Annotated[bool, typer.Option("--term", help="With gates and slip days over the term.")] = False,
    gradebook: Where = None,
) -> None:
    """Write the grades that stand for another program: as a table, or into a file that Canvas or Moodle exported.

    The exit status is 1 where somebody's grade could not be written, or a file among the results could not be read.
    """
    wish = _Wish(to=to, format=form, source=source, column=column, zero_missing=zero_missing)
    with errors_in_words():
        _require_sense(wish)
        with _gradebook(results or [], gradebook) as path, reading(path, None if term else assignment) as desk:
            unread = _unread(desk)
            if zero_missing and unread:
                raise ConfigError(f"--zero-missing: whose hand-in cannot be read is not missing: {unread[0]}")
            found = _exported(desk, _standings(desk, assignment, term), wish)
        _write(to, found.data)
        warn(path_of(gradebook, desk.root) if not results else results[0], unread)
        for note in found.notes:
            err.print(escape(note), soft_wrap=True, highlight=False)
        for report in found.reports:
            err.print(f"[yellow]warning:[/] {escape(report)}", soft_wrap=True, highlight=False)
        lost = f"; {len(found.reports)} could not be written" if found.reports and form in _FILLED_IN else ""
        out.print(f"{found.written} grades are in {escape(str(to))}{lost}.", soft_wrap=True, highlight=False)
    raise typer.Exit(NOT_PASSED if found.reports or unread else OK)


def _unread(desk: Desk) -> list[str]:
    """What keeps hand-ins from being in the gradebook that may well be there."""
    from autograder.gradebook.reading import problems

    gone = [folder for folder in desk.book.folders if not folder.is_dir()]
    return [*problems(desk.book), *(f"{folder} is gone" for folder in gone)]


def _require_sense(wish: _Wish) -> None:
    name = wish.format.value
    if wish.to.suffix.casefold() != ".csv":
        raise ConfigError(f"--to {wish.to}: expected the name of a .csv file")
    if wish.format in _FILLED_IN and wish.source is None:
        raise ConfigError(f"--format {name}: expected --from FILE, which {name.title()} exported, to be filled in")
    if wish.source is not None and wish.format is Format.PLAIN:
        raise ConfigError(f"--from {wish.source}: a plain table is made anew: it needs no other file")
    if wish.source is not None and _is_same(wish.source, wish.to):
        raise ConfigError(f"--to {wish.to}: expected another file than --from: what was exported is never overwritten")
    if wish.column is not None and wish.format is not Format.CANVAS:
        raise ConfigError(f"--column {wish.column}: only --format canvas has columns to choose from")


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return one.resolve() == other.resolve()


@contextmanager
def _gradebook(results: Sequence[Path], gradebook: Path | None) -> Iterator[Path | None]:
    """The gradebook that is meant; where folders of results are named, one of them alone, made for the moment."""
    if not results:
        yield gradebook
        return
    if gradebook is not None:
        raise ConfigError("expected either folders of results or --gradebook")
    from autograder.gradebook.connection import GRADEBOOK_FILE
    from autograder.gradebook.index import opened

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / GRADEBOOK_FILE
        with opened(path, making=True) as book:
            book.rebuild(results)
        yield path


def _standings(desk: Desk, assignment: str | None, term: bool) -> tuple[Standing, ...]:
    """Where everybody stands, who handed in nothing included; in one assignment where it is named."""
    from autograder.gradebook.absent import absent
    from autograder.gradebook.standings import places
    from autograder.term_table import require_known

    if assignment is not None:
        require_known(assignment, desk.workspaces, "--assignment")
    found = places(desk.entries, desk.workspaces)
    if term:  # over all assignments: a slip day is spent once, whichever of them is exported
        found = tuple(place for each in after_the_term(desk, found) for place in each.places.values())
    every = (*(place.standing for place in found), *absent(desk.entries, desk.workspaces))
    standings = tuple(each for each in every if assignment in (None, each.assignment))
    if not any(each.hand_in for each in standings):
        raise ConfigError("there are no hand-ins to export: autograder grade makes some, gradebook rebuild finds them")
    return standings


def _exported(desk: Desk, standings: Sequence[Standing], wish: _Wish) -> Filled:
    from autograder.report.exports import Filled, fill_canvas, fill_moodle, plain

    for folder in {entry.out for entry in desk.entries}:
        if wish.to.resolve().is_relative_to(folder.resolve()):
            raise ConfigError(f"--to {wish.to}: expected a file outside the folder of results {folder}")
    if wish.format in _FILLED_IN:
        name = _only_assignment(standings, wish.format)
        workspace = desk.workspaces.get(name)
        names = [wish.column] if wish.column else [*([workspace.assignment.title] if workspace else []), name]
        listed = _listed(wish.source)
        if wish.format is Format.CANVAS:
            return fill_canvas(listed, standings, names, zero_missing=wish.zero_missing)
        return fill_moodle(listed, standings, zero_missing=wish.zero_missing)
    data = plain(standings) if wish.format is Format.PLAIN else _as_gradescope(desk, standings, wish.source)
    return Filled(data=data, written=sum(each.grade is not None for each in standings), reports=_held(standings))


def _held(standings: Sequence[Standing]) -> tuple[str, ...]:
    """Who has no grade yet, in one sentence; nothing where everybody has one."""
    from autograder.collect.names import listed

    held = [each.student.name or each.hand_in for each in standings if each.status == "held"]
    return (f"{len(held)} held: {listed(held)}",) if held else ()


def _only_assignment(standings: Sequence[Standing], form: Format) -> str:
    names = sorted({standing.assignment for standing in standings})
    if len(names) > 1:
        raise ConfigError(
            f"--format {form.value} fills in one assignment: expected --assignment, one of {', '.join(names)}"
        )
    return names[0]


def _as_gradescope(desk: Desk, standings: Sequence[Standing], source: Path | None) -> bytes:
    """Gradescope's table of an assignment, or of the course where there are several."""
    from zoneinfo import ZoneInfo

    from autograder.collect.attendance import ROSTER_FILE
    from autograder.identity import People
    from autograder.report.exports import gradescope_assignment, gradescope_course

    kept = (entry.out / ROSTER_FILE for entry in desk.entries)
    path = source or next((path for path in kept if path.exists()), None)
    people = _listed(path).people if path else People([])
    make = gradescope_assignment if len({each.assignment for each in standings}) == 1 else gradescope_course
    return make(standings, ZoneInfo(desk.course.timezone), people)


def _listed(path: Path | None) -> ClassList:
    from autograder.collect.class_list import read_class_list

    assert path is not None
    return read_class_list(path)


def _write(path: Path, data: bytes) -> None:
    from autograder.report.files import write_whole

    try:
        write_whole(path, data)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror}") from None
