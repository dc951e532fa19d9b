"""``autograder gradebook``: what was given, to whom, and why."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import NOT_PASSED, OK, err, errors_in_words, out, reported_progress, short
from autograder.cli.desk import Desk, Of, Where, after_the_term, path_of, reading, root_here, warn
from autograder.cli.export import export
from autograder.errors import ConfigError, StoredError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from autograder.gradebook.compare import Change
    from autograder.gradebook.differences import Differences
    from autograder.gradebook.index import Gradebook
    from autograder.gradebook.standings import Place
    from autograder.gradebook.term import Term

_ENDLESS = 10_000  # columns

app = typer.Typer(no_args_is_help=True, help="Show what was given, to whom and why, and what would be given now.")


@app.callback()
def _gradebook() -> None:
    """Show what was given, to whom and why, and what would be given now."""


@app.command()
def rebuild(
    results: Annotated[
        list[Path] | None, typer.Argument(help="Folders of results (--out of grade); default: those it knows.")
    ] = None,
    gradebook: Where = None,
) -> None:
    """Make the gradebook anew from folders of results; nothing in them is changed."""
    with errors_in_words():
        from autograder.gradebook.index import opened

        path = path_of(gradebook, root_here())
        with opened(path, making=True) as book:
            outs = results or _all_there(book, gradebook)
            _say_what_is_left_out(book.left_out(outs), outs, gradebook)
            with reported_progress("Reading results") as tell:
                found = book.rebuild(outs, lambda done, total: tell("Reading results", done, total))
        warn(path, found.problems)
        out.print(f"{found.hand_ins} hand-ins are in {escape(str(path))}.", soft_wrap=True)
    raise typer.Exit(NOT_PASSED if found.problems else OK)


def _all_there(book: Gradebook, gradebook: Path | None) -> list[Path]:
    """The folders of results that the gradebook knows; raises `ConfigError` where there is none, or one is gone."""
    known = list(book.folders)
    if not known:
        raise ConfigError(f"{book.path} knows no folder of results yet: name some, such as results/conv")
    there = [folder for folder in known if folder.is_dir()]
    if there == known:
        return known
    gone = ", ".join(str(folder) for folder in known if folder not in there)
    if not there:
        raise ConfigError(f"{gone}: gone, and the gradebook knows no other: name the folders of results that count")
    raise ConfigError(f"{gone}: gone. Put it back, or go on without it: {_rebuilding(there, gradebook)}")


def _say_what_is_left_out(left: Sequence[Path], outs: Sequence[Path], gradebook: Path | None) -> None:
    """Before it is: whoever names one folder may think that the others stay."""
    for folder in left:
        if folder.is_dir():
            how = f"; to keep it: {_rebuilding([*outs, *(each for each in left if each.is_dir())], gradebook)}"
        else:
            how = ", which is gone"
        err.print(f"No longer in it: {escape(str(folder) + how)}", soft_wrap=True, highlight=False)


def _rebuilding(outs: Sequence[Path], gradebook: Path | None) -> str:
    """The command that makes the gradebook anew of `outs`, as it is typed here."""
    typed = [str(short(out)) for out in outs]
    more = [] if gradebook is None else ["--gradebook", str(gradebook)]
    return shlex.join(["autograder", "gradebook", "rebuild", *typed, *more])


@app.command()
def show(
    who: Annotated[str | None, typer.Argument(help="SID, e-mail address or name; default: everybody.")] = None,
    assignment: Of = None,
    term: Annotated[
        bool, typer.Option("--term", help="With gates, and with slip days where they give the most points.")
    ] = False,
    gradebook: Where = None,
) -> None:
    """Show the grades that stand: a table of everybody, or one student with the arithmetic and every grade before."""
    with errors_in_words(), reading(gradebook, None if term else assignment) as desk:
        from zoneinfo import ZoneInfo

        from autograder.cli import gradebook_tables as tables
        from autograder.gradebook.reading import problems
        from autograder.gradebook.standings import places
        from autograder.term_table import require_known

        if assignment is not None:
            require_known(assignment, desk.workspaces, "--assignment")
        every = _with_absent(desk, places(desk.entries, desk.workspaces))
        found = [place for place in every if assignment in (None, place.standing.assignment)]
        if who is not None:
            found = _of(who, found)
        if term:
            asked = {place.standing.student for place in found}
            shown = [each for each in after_the_term(desk, every) if each.student in asked]
            lines = _term(shown, list(desk.workspaces), assignment, alone=who is not None)
        elif who is not None:
            lines = tables.student(found, desk.book, ZoneInfo(desk.course.timezone))
        elif assignment is not None:
            lines = tables.assignment(found, _width())
        else:
            lines = tables.everybody(found, list(desk.workspaces), _width())
        _print(lines)
        warn(desk.book.path, problems(desk.book))


def _term(shown: Sequence[Term], names: Sequence[str], assignment: str | None, *, alone: bool) -> Iterable[str]:
    """The lines about terms, of all assignments or one: a table, or a student alone."""
    from autograder.cli import gradebook_tables as tables
    from autograder.gradebook.standings import in_order

    if alone:
        return tables.one_term(shown[0], assignment)
    if assignment is not None:
        return tables.assignment(in_order(each.places[assignment] for each in shown), _width())
    return tables.term(shown, names, _width())


@app.command()
def diff(assignment: Of = None, gradebook: Where = None) -> None:
    """Compare what was given with what would be given now; no code is run, and nothing is replaced.

    The exit status is 1 where a grade would change, or nobody knows: something was examined with another exam.
    """
    with errors_in_words(), reading(gradebook, assignment) as desk:
        from autograder.cli import gradebook_tables as tables
        from autograder.gradebook.differences import differences

        found = differences(desk.book, desk.entries, desk.workspaces)
        differ = [each for each in found.changed if each.shows]
        _print(tables.changes(differ, _width()))
        _tell(found, differ)
        warn(desk.book.path, found.problems)
    raise typer.Exit(OK if found.is_settled else NOT_PASSED)


app.command()(export)


def _width() -> int:
    """Of the terminal; a file has room for everything."""
    return out.width if out.is_terminal else _ENDLESS


def _print(lines: Iterable[str]) -> None:
    """Plain text as it is: no markup, no wrapping."""
    if text := "\n".join(lines):
        out.out(text, highlight=False)


def _with_absent(desk: Desk, found: Sequence[Place]) -> Sequence[Place]:
    """And who handed in nothing; without them, and said, where a roster among the results cannot be used."""
    from autograder.gradebook.absent import with_absent

    try:
        return with_absent(found, desk.entries, desk.workspaces)
    except ConfigError as error:
        warn(desk.book.path, [f"who handed in nothing is not shown: {error}"])
        return found


def _of(who: str, places: Sequence[Place]) -> list[Place]:
    """The places of the one student who is asked about; raises `StoredError` where nobody is that, or several are."""
    wanted = who.strip().casefold()
    people = dict.fromkeys(place.standing.student for place in places)
    sure = [each for each in people if wanted in (each.sid.casefold(), each.email.casefold(), each.lms_id.casefold())]
    found = sure or [each for each in people if wanted and wanted in each.name.casefold()]
    if not found:
        expected = "expected a SID, an e-mail address or a part of a name"
        raise StoredError(f"nobody in the gradebook is {who!r}: {expected}")
    if len(found) > 1:
        from autograder.identity import described
        from autograder.report.text import one_line

        raise StoredError(f"{who!r} is more than one: {one_line('; '.join(map(described, found)), limit=500)}")
    return [place for place in places if place.standing.student in found]


def _tell(found: Differences, differ: Sequence[Change]) -> None:
    """What the table of changes does not say."""
    grades = sum(len(each.parts) for each in differ)
    told = [f"{grades} would change", f"{found.same + len(found.reworded)} stay as they are"]
    if of_others := len(found.changed) - len(differ):
        told.append(f"{of_others} have the same grade, of other points for questions")
    if found.new:
        told.append(f"{len(found.new)} were examined and not given yet")
    give = " autograder grade gives them; it asks before it replaces one." if found.changed or found.new else ""
    if found.compared or found.is_settled:
        out.print(f"{', '.join(told)}.{give}", soft_wrap=True)
    else:
        out.print("Nothing can be compared.")
    for name, count in found.other_exam.items():
        out.print(
            f"{count} of {escape(name)} were examined with another exam than there is now, and nobody knows what they "
            "would get: grade once more.",
            soft_wrap=True,
        )
    for name, count in found.unexamined.items():
        out.print(
            f"{count} of {escape(name)} have a grade, and no examination of what is there now (a run stopped, or "
            "a file is damaged): grade once more.",
            soft_wrap=True,
        )
