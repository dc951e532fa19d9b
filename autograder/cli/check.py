"""``autograder check``: the public checks, for students."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.text import Text

from autograder.cli.console import NOT_PASSED, OK, err, errors_in_words, out
from autograder.errors import AutograderError, ConfigError

if TYPE_CHECKING:  # it imports pytest
    from autograder.students.checker import Checked, Checker
    from autograder.workspace import Workspace


def check(
    questions: Annotated[list[str] | None, typer.Argument(metavar="[QUESTION]...", help="Only these.")] = None,
    folder: Annotated[Path, typer.Option(help="The unpacked handout.", exists=True, file_okay=False)] = Path(),
    watch: Annotated[bool, typer.Option("--watch", "-w", help="Check again at every save, until Ctrl-C.")] = False,
) -> None:
    """Run the public checks on your work in an unpacked handout."""
    with errors_in_words():
        asked = _asked(folder, questions or [])
        if watch:
            _watch(folder, questions or [])
            raise typer.Exit(OK)
        from autograder.students.checker import with_checker

        checked, workspace = with_checker(folder, lambda checker: (checker.check(asked), checker.workspace), asked)
    _show(workspace, checked)
    raise typer.Exit(OK if checked.passed else NOT_PASSED)


def _asked(folder: Path, questions: Sequence[str]) -> tuple[str, ...]:
    """The questions to check, in their order; a wrong name is told before anything slow is imported."""
    from autograder.tables import nearest
    from autograder.workspace import open_handout

    names = [known.name for known in open_handout(folder).assignment.questions]
    for question in questions:
        if question not in names:
            hint = nearest(question, names) or f"; expected one of {', '.join(names)}"
            raise ConfigError(f"there is no question {question!r}{hint}")
    return tuple(name for name in names if name in questions or not questions)


def _watch(folder: Path, questions: Sequence[str]) -> None:
    """Round after round until Ctrl-C; broken files of the course are told, and looked at again when they are saved."""
    from autograder.students.checker import with_checker
    from autograder.students.saves import await_save, state_of

    try:
        while True:
            before = state_of(folder)
            try:
                asked = _asked(folder, questions)
                with_checker(folder, partial(_rounds, asked), asked)
            except AutograderError as error:
                err.print(f"[red]error:[/] {escape(str(error))}", soft_wrap=True)
                _waiting()
                await_save(folder, before)
    except KeyboardInterrupt:
        out.print("\nStopped.")


def _rounds(asked: Sequence[str], checker: Checker) -> None:
    from autograder.students.rounds import rounds

    for each in rounds(checker, asked):
        if each.saved:
            out.print(Text(f"\n── saved: {', '.join(each.saved)} ──", style="bold"), soft_wrap=True)
        if each.fresh is None:
            out.print(Text(each.problem, style="red"), soft_wrap=True)
        else:
            _show(checker.workspace, each.fresh, each.standing)
        _waiting()


def _waiting() -> None:
    out.print("Waiting for the next save; Ctrl-C ends.", style="dim")


def _show(workspace: Workspace, checked: Checked, standing: Checked | None = None) -> None:
    """What was found, and how far that is of all that is known.

    Args:
        standing: what is known of all questions that were asked about, where that is more than was checked now.
    """
    from autograder.report.checklist import checklist

    standing = standing or checked
    for line in checklist(workspace.assignment, checked.results, checked.questions):
        out.print(line, soft_wrap=True)
    for told in how_far(workspace, standing):
        out.print(escape(told), soft_wrap=True, highlight=False)
    notes = () if checked.passed else checked.notes  # the answers may be in a file that was not looked at
    for note in (*checked.absent, *notes):
        out.print(escape(f"Note: {note}"), soft_wrap=True)


def how_far(workspace: Workspace, standing: Checked) -> Iterator[str]:
    """Where to look first, points so far, and the time: the one place at which a student's clock is looked at."""
    from autograder.report.so_far import handed_in_now, look_first, points_so_far, score_so_far

    assignment = workspace.assignment
    first = look_first(assignment, standing.results)
    if first:
        yield first
    score = score_so_far(assignment, standing.results)
    if score is not None:
        yield points_so_far(assignment, score, standing.questions)
        yield from handed_in_now(assignment, workspace.course, score, now())


def now() -> datetime:
    """The time by this computer's clock."""
    return datetime.now(UTC)
