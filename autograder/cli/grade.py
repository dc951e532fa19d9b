"""``autograder grade``: a class becomes results and a table."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import FAULT, OK, announce_secret, err, errors_in_words, out, reported_progress
from autograder.errors import ConfigError, GraderFault
from autograder.records import Graded, Student, Visibility

if TYPE_CHECKING:
    from autograder.assignment import Assignment
    from autograder.batch import Batch
    from autograder.exam.session import Exam
    from autograder.extensions import Extensions
    from autograder.report.terminal import Row
    from autograder.workspace import Workspace


def grade(
    export: Annotated[Path, typer.Argument(help="A Gradescope export (.zip), or a folder of hand-ins.", exists=True)],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Name of the assignment.")],
    results: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", file_okay=False)],
    device: Annotated[
        str, typer.Option(help="Where networks run: auto, cpu or cuda:N. A GPU needs \\[limits] gpu = true.")
    ] = "auto",
    workers: Annotated[int, typer.Option(min=1, help="How many to grade at once.")] = os.cpu_count() or 1,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Grade even without isolation: only code you trust.")
    ] = False,
) -> None:
    """Grade every hand-in of an export: a results.json for each, and a table."""
    from autograder.workspace import open_assignment

    with errors_in_words():
        workspace = open_assignment(assignment, Path.cwd())  # before imports that take seconds
        _require_apart(export, results)
        _require_device(device, workspace.assignment)
        from autograder.batch import Batch
        from autograder.batch.closed import close_to_others
        from autograder.exam.session import with_exam

        close_to_others()
        announce_secret(workspace.secret)
        if workspace.assignment.late is not None and workspace.assignment.due is None:
            err.print("assignment.toml has a late policy but no due: who has no deadline of their own is on time.")
        try:
            held = with_exam(
                workspace, lambda exam: _grade(Batch(workspace, exam.on(device), results, unsafe), export, workers)
            )
        except KeyboardInterrupt:
            err.print(f"Interrupted: what was graded is in {escape(str(results))}. The same command grades all anew.")
            raise
    raise typer.Exit(FAULT if held else OK)


def _require_apart(export: Path, results: Path) -> None:
    """Results among hand-ins would be taken for hand-ins the next time, or overwrite some."""
    if export.is_dir() and results.resolve().is_relative_to(export.resolve()):
        raise ConfigError(f"--out {results}: results must not lie among the hand-ins in {export}")


def _require_device(device: str, assignment: Assignment) -> None:
    if not re.fullmatch(r"auto|cpu|cuda(:\d+)?", device):
        raise ConfigError(f"--device {device}: expected auto, cpu or cuda:N")
    if device.startswith("cuda") and not assignment.limits.gpu:
        raise ConfigError(
            f"--device {device}: candidates may use a GPU only where assignment.toml has [limits] gpu = true"
        )


def _warn_of_public_questions(workspace: Workspace, exam: Exam) -> None:
    """Whoever hands in what the public checks expect gets all points of a question without hidden ones."""
    hidden = {check.question for check in exam.checks if check.visibility is Visibility.HIDDEN}
    public = [question.name for question in workspace.assignment.questions if question.name not in hidden]
    if not public:
        return
    what = f"question {public[0]} has" if len(public) == 1 else f"questions {', '.join(public)} have"
    if not hidden:
        what = f"this exam has no hidden check at all, is a file missing from {workspace.exam}? All questions have"
    err.print(
        f"[yellow]warning:[/] {escape(what)} public checks only: students can see all that their points are for.",
        soft_wrap=True,
    )


def _grade(batch: Batch, export: Path, workers: int) -> int:
    """Grade with a progress bar, print the table; how many results are held."""
    from autograder.batch import rehearse, run
    from autograder.collect import count
    from autograder.report.terminal import row

    _warn_of_public_questions(batch.workspace, batch.exam)
    rows: dict[str, Row] = {}
    students: list[Student] = []
    stopped: GraderFault | None = None
    total, grading = count(export), f"Grading {batch.workspace.assignment.name}"
    with reported_progress("Rehearsing on the reference", transient=False) as tell:
        with batch.sandbox() as sandbox:
            rehearse(batch.workspace, batch.exam, sandbox)
        tell(grading, 0, total)

        def report(graded: Graded) -> None:
            rows[graded.hand_in.key] = row(graded)
            students.extend(graded.hand_in.students)
            tell(grading, len(rows), total)

        try:
            run(batch, export, workers, report)
        except GraderFault as fault:
            stopped = fault
    held = _show(batch, rows)
    if stopped is not None:
        raise stopped
    _warn_of_extensions(batch.workspace.extensions, students)
    return held


def _warn_of_extensions(extensions: Extensions, students: Sequence[Student]) -> None:
    """A mistyped address would cost someone their extension."""
    from autograder.extensions import EXTENSIONS_FILE

    for row in extensions.of_nobody(students):
        who = " ".join(filter(None, (row.sid, row.email)))
        err.print(
            f"[yellow]warning:[/] {EXTENSIONS_FILE}, line {row.line}: {escape(who)} is nobody who handed in",
            soft_wrap=True,
        )


def _show(batch: Batch, rows: Mapping[str, Row]) -> int:
    """Print the table and where everything is; how many results are held."""
    from autograder.batch import RESULTS_FILE
    from autograder.report.order import natural
    from autograder.report.summary import SUMMARY_FILE
    from autograder.report.terminal import table

    held = sum(each.held for each in rows.values())
    older = [path.parent.name for path in batch.out.glob(f"*/{RESULTS_FILE}") if path.parent.name not in rows]
    out.print(table([rows[key] for key in sorted(rows, key=natural)]))
    out.print(
        f"{len(rows) - held} graded, {held} held. A {RESULTS_FILE} for each is in {escape(str(batch.out))}, "
        f"and {SUMMARY_FILE} lists them.",
        soft_wrap=True,
    )
    if older:
        first = escape(min(older, key=natural))
        out.print(f"{len(older)} more in that folder are of earlier runs, such as {first}.", soft_wrap=True)
    return held
