"""Where commands print, how they exit, and how errors become words."""

from __future__ import annotations

import errno
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Protocol

import typer
from rich.console import Console
from rich.markup import escape

from autograder.errors import AutograderError, GraderFault

if TYPE_CHECKING:
    from pathlib import Path

    from rich.progress import Progress

OK = 0
NOT_PASSED = 1  # a check did not pass, or something is out of step
WRONG_INPUT = 2  # the input or the course is wrong
FAULT = 3  # a fault of ours: results are held
# 130, interrupted, comes from a KeyboardInterrupt that reaches typer

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}
_LOG_WIDTH = 120  # columns, where there is no terminal

out = Console(width=None if sys.stdout.isatty() else _LOG_WIDTH)
err = Console(stderr=True)


@contextmanager
def errors_in_words() -> Iterator[None]:
    """Our own exceptions become a message and an exit status; anything else is a bug and keeps its traceback."""
    try:
        yield
    except AutograderError as error:
        kind, status = ("grader fault", FAULT) if isinstance(error, GraderFault) else ("error", WRONG_INPUT)
        err.print(f"[red]{kind}:[/] {escape(str(error))}", soft_wrap=True)
        raise typer.Exit(status) from None
    except OSError as error:
        if not is_no_room(error):
            raise
        where = f": {error.filename}" if error.filename else ""
        told = f"there is no room left to write to ({error.strerror}{where}). Make room, there or in the folder TMPDIR"
        err.print(f"[red]grader fault:[/] {escape(told)}", soft_wrap=True)
        raise typer.Exit(FAULT) from None


def is_no_room(error: OSError) -> bool:
    """Whether a disk is full, or somebody's share of it."""
    return error.errno in _NO_ROOM


def progress(*, transient: bool = False, with_notes: bool = False) -> Progress:
    """A bar that counts, on standard error.

    Args:
        with_notes: its tasks have a field ``note``, shown at the end.
    """
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = [TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn()]
    notes = [TextColumn("{task.fields[note]}", markup=False)] if with_notes else []
    return Progress(*columns, *notes, console=err, transient=transient)


@contextmanager
def reported_progress(first: str, *, transient: bool = True) -> Iterator[Report]:
    """A bar, or a line for each tenth.

    Args:
        first: what is done before that is known.
        transient: whether the bar goes when all is done.
    """
    if not err.is_terminal:
        err.print(f"{first} …")
        yield _lines_of_progress()
        return
    with progress(transient=transient, with_notes=True) as bar:
        task = bar.add_task(first, total=None, note="")

        def report(what: str, done: int, total: int, note: str = "") -> None:
            bar.update(task, description=what, completed=done, total=total or None, note=note)

        yield report


class Report(Protocol):
    """Takes what is done, how much of it is, how much there is (0 where that is not known), and what else to say."""

    def __call__(self, what: str, done: int, total: int, note: str = "") -> None: ...


def _lines_of_progress() -> Report:
    told: set[tuple[str, int]] = set()

    def report(what: str, done: int, total: int, note: str = "") -> None:
        tenth = 10 * done // total if total else 10
        if (what, tenth) not in told:
            told.add((what, tenth))
            count, more = f": {done} of {total}" if total else " …", f" ({note})" if note else ""
            err.print(escape(f"{what}{count}{more}"), soft_wrap=True, highlight=False)

    return report


def short(path: Path) -> Path:
    """A path as it is called from the current folder, where it lies in it."""
    here = type(path).cwd()
    return path.relative_to(here) if path.is_relative_to(here) else path


def announce_secret(path: Path | None) -> None:
    """Say that a course secret is about to be made."""
    if path is not None and not path.exists():
        err.print(
            f"Making a course secret: {escape(str(path))}. Hidden cases depend on it: copy it to every machine that "
            "grades this course, and never publish it.",
            soft_wrap=True,
        )
