"""``autograder qualify`` and ``sample``: what an instructor tries an assignment on before it is set."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import (
    FAULT,
    NOT_PASSED,
    OK,
    announce_secret,
    err,
    errors_in_words,
    out,
    reported_progress,
)
from autograder.errors import ConfigError

if TYPE_CHECKING:
    from autograder.assignment import Assignment
    from autograder.authoring.qualify import Qualification, Scope
    from autograder.workspace import Workspace


def qualify(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")],
    only: Annotated[str, typer.Option(metavar="PATTERN", help="Only variants with such a name: 'pad2d_*'.")] = "*",
    question: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this question; may be given again.")
    ] = None,
    thorough: Annotated[
        bool, typer.Option("--thorough", help="Run every question of every variant with every seed.")
    ] = False,
    json_file: Annotated[
        Path | None, typer.Option("--json", help="Write everything found to this file.", dir_okay=False)
    ] = None,
    html_file: Annotated[
        Path | None, typer.Option("--html", help="Write a page with every variant and question.", dir_okay=False)
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="How many to examine at once.")] = os.cpu_count() or 1,
    unsafe: Annotated[bool, typer.Option("--unsafe", help="Run variants even without isolation.")] = False,
) -> None:
    """Prove an exam: right answers earn everything, wrong ones lose exactly what they must."""
    from autograder.authoring.qualify import Scope
    from autograder.batch.closed import close_to_others
    from autograder.workspace import open_assignment

    close_to_others()
    with errors_in_words():
        _require_folders(json_file, html_file)
        workspace = open_assignment(assignment, Path.cwd())
        announce_secret(workspace.secret)
        scope = Scope(only=only, questions=tuple(question or ()), thorough=thorough)
        found = examined(workspace, scope, workers, unsafe=unsafe)
        _write(found, json_file, html_file)
    show(found)
    if found.holds and not scope.is_partial:
        warn_of_pace(workspace.assignment, found.reference_seconds)
    raise typer.Exit(FAULT if any(each.is_fault for each in found.findings) else OK if found.holds else NOT_PASSED)


def examined(workspace: Workspace, scope: Scope, workers: int, *, unsafe: bool) -> Qualification:
    """Examine with a progress bar; how all of it ended is recorded for `build`."""
    from autograder.authoring.qualify import qualify as examine
    from autograder.authoring.qualify.record import fingerprint, write_record

    before = fingerprint(workspace)  # what is changed meanwhile was not examined
    with reported_progress("Collecting the exam") as report:
        found = examine(workspace, scope, workers, report, unsafe=unsafe)
    if not scope.is_partial:
        write_record(workspace, before, holds=found.holds, seconds=found.reference_seconds)
    return found


def show(found: Qualification) -> None:
    """Print how it went, and what does not hold."""
    from autograder.authoring.qualify import tables

    out.print(tables.by_kind(found))
    out.print(tables.by_question(found))
    published = tables.compared(found)
    if published is not None:
        out.print(published)
    for line in tables.findings(found):
        out.print(line)
    out.print(escape(tables.how(found)))
    out.print(escape(tables.verdict(found)), style="bold green" if found.holds else "bold red")


def warn_of_pace(assignment: Assignment, seconds: float | None) -> None:
    """An exam that does not end in time would hold everybody's result on Gradescope."""
    from autograder.authoring.qualify.pace import too_slow

    told = too_slow(assignment, seconds)
    if told:
        err.print(f"[yellow]warning:[/] {escape(told)}", soft_wrap=True, highlight=False)


def _require_folders(*files: Path | None) -> None:
    """Find a mistyped path now, not after a minute's work."""
    for file in files:
        if file is not None and not file.absolute().parent.is_dir():
            raise ConfigError(f"{file}: there is no folder {file.parent}")


def _write(found: Qualification, json_file: Path | None, html_file: Path | None) -> None:
    from autograder.authoring.qualify.document import document
    from autograder.authoring.qualify.page import page

    try:
        if json_file is not None:
            json_file.write_text(json.dumps(document(found), indent=1) + "\n", encoding="utf-8")
        if html_file is not None:
            html_file.write_text(page(found), encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{error.filename}: cannot be written ({error.strerror})") from None


def sample(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")],
    export: Annotated[Path, typer.Option("--out", "-o", help="The zip to write.", dir_okay=False)],
) -> None:
    """Write a Gradescope export of a made-up class: right and wrong answers, cheats, late and damaged hand-ins."""
    from autograder.authoring.sample import write_sample
    from autograder.workspace import open_assignment

    with errors_in_words():
        write_sample(open_assignment(assignment, Path.cwd()), export)
    out.print(f"A made-up class is in {escape(str(export))}.", soft_wrap=True)
