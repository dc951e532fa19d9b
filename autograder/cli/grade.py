"""``autograder grade``: a class becomes results and a table."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated
from zoneinfo import ZoneInfo

import typer
from rich.markup import escape

from autograder.cli.console import FAULT, OK, announce_secret, err, errors_in_words, is_no_room, out, reported_progress
from autograder.cli.desk import Where, keep
from autograder.cli.earlier import of_earlier_runs, put_back, warn_of_another_secret
from autograder.cli.places import launcher_named
from autograder.cli.roster import compare_roster, people_in, warn_of_untimed
from autograder.errors import ConfigError, GraderFault
from autograder.records import Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from autograder.assignment import Assignment
    from autograder.batch.giving import Giving
    from autograder.batch.grading import Grading
    from autograder.batch.job import Job
    from autograder.batch.places import Launcher
    from autograder.batch.progress import Progress
    from autograder.extensions import Extensions
    from autograder.gradebook import Change, Derived
    from autograder.records import Check, Student
    from autograder.workspace import Workspace

_WOULD_BE = "Grades that were given would be others now:"
WAITING = 4  # grades that were given would change, and nobody said that they may


def grade(
    export: Annotated[
        Path,
        typer.Argument(help="An export of Gradescope, Canvas or Moodle, a folder of hand-ins, or one.", exists=True),
    ],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Name of the assignment.")],
    results: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", file_okay=False)],
    device: Annotated[
        str, typer.Option(help="Where networks run: auto, cpu or cuda:N. A GPU needs \\[limits] gpu = true.")
    ] = "auto",
    workers: Annotated[int, typer.Option(min=1, help="How many to grade at once.")] = os.cpu_count() or 1,
    roster: Annotated[
        Path | None,
        typer.Option(help="The list of the class: a roster of Gradescope, a gradebook of Canvas, …", dir_okay=False),
    ] = None,
    only: Annotated[list[str] | None, typer.Option(metavar="KEY", help="Only this hand-in; may be repeated.")] = None,
    retry: Annotated[bool, typer.Option("--retry", help="Try those again that are held.")] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace grades that were given and would be others now.")
    ] = False,
    on: Annotated[
        str | None,
        typer.Option(metavar="WHERE", help="Elsewhere: slurm, or MODULE:FUNCTION that gives an Executor."),
    ] = None,
    profile: Annotated[
        Path | None, typer.Option(help="What to ask Slurm for: a .toml file.", exists=True, dir_okay=False)
    ] = None,
    gradebook: Where = None,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Grade even without isolation: only code you trust.")
    ] = False,
) -> None:
    """Grade every hand-in of an export: a results.json for each, and a table. What is graded is not graded again."""
    from autograder.workspace import open_assignment

    with errors_in_words():
        workspace = open_assignment(assignment, Path.cwd())  # before imports that take seconds
        _require_device(device, workspace.assignment)
        launcher = launcher_named(on, profile)
        from autograder.batch.apart import require_apart
        from autograder.batch.closed import close_to_others
        from autograder.batch.job import Job

        require_apart(export, results)
        close_to_others()
        announce_secret(workspace.secret)
        if workspace.assignment.late is not None and workspace.assignment.due is None:
            err.print("assignment.toml has a late policy but no due: who has no deadline of their own is on time.")
        job = Job(
            workspace=workspace,
            source=export,
            out=results,
            device=device,
            unsafe=unsafe,
            workers=workers,
            only=frozenset(only or ()),
            retry=retry,
            roster=roster,
        )
        _say_what_is_left_out(export, workspace.assignment.files)
        if roster is not None:
            compare_roster(roster, export, workspace.assignment.files, ZoneInfo(workspace.course.timezone))
        try:
            status = _grade(job, launcher, gradebook, may_replace=replace)
        finally:
            keep(gradebook, results)
    raise typer.Exit(status)


def _say_what_is_left_out(export: Path, files: tuple[str, ...]) -> None:
    """What is nobody's is graded for nobody, and said."""
    from autograder.collect import left_out
    from autograder.collect.names import listed

    names = left_out(export, files)
    if names:
        err.print(f"Not a hand-in, so left out: {escape(listed(names))}.", soft_wrap=True, highlight=False)


def _require_device(device: str, assignment: Assignment) -> None:
    if not re.fullmatch(r"auto|cpu|cuda(:\d+)?", device):
        raise ConfigError(f"--device {device}: expected auto, cpu or cuda:N")
    if device.startswith("cuda") and not assignment.limits.gpu:
        raise ConfigError(
            f"--device {device}: candidates may use a GPU only where assignment.toml has [limits] gpu = true"
        )


def _grade(job: Job, launcher: Launcher | None, gradebook: Path | None, *, may_replace: bool) -> int:
    """Examine what is missing, give what follows; the exit status."""
    from autograder.batch.grading import opened

    try:
        with opened(job) as grading:
            put_back(gradebook, job.out, job.workspace.assignment.name)
            warn_of_another_secret(grading)
            return _examine_and_give(grading, launcher, may_replace=may_replace)
    except KeyboardInterrupt:
        err.print("Interrupted: the same command goes on from here; what was finished is not lost.", soft_wrap=True)
        raise
    except OSError as error:
        if not _lies_in(error.filename, job.out) or is_no_room(error):
            raise
        raise ConfigError(_cannot_be_kept(error, job.out)) from None


def _lies_in(path: object, folder: Path) -> bool:
    return isinstance(path, str) and Path(path).absolute().is_relative_to(folder.absolute())


def _cannot_be_kept(error: OSError, out: Path) -> str:
    """What to say where results cannot be written any more: somebody took the folder away, or made it read-only."""
    if not out.is_dir():
        return f"{out}: the folder of results is gone. The same command makes it anew, and goes on with what lies in it"
    remedy = "Make it writable, and the same command goes on; what was finished is not lost"
    return f"{error.filename}: results cannot be written there ({error.strerror}). {remedy}"


def _examine_and_give(grading: Grading, launcher: Launcher | None, *, may_replace: bool) -> int:
    stopped: GraderFault | None = None
    try:
        _examine(grading, launcher)
    except KeyboardInterrupt:
        giving = _give(grading, "the batch was interrupted before it was graded")
        done, total = len(giving.rows) - len(giving.held), len(giving.rows)
        err.print(f"{done} of {total} hand-ins are graded, in {escape(str(grading.job.out))}.", soft_wrap=True)
        raise
    except GraderFault as fault:
        if not grading.has_begun:
            raise
        stopped = fault
    giving = _give(grading, "the batch was stopped before it was graded" if stopped is None else str(stopped))
    if stopped is not None:
        _show(giving)
        raise stopped
    waiting = _show_and_replace(giving, may_replace=may_replace)
    _warn_of_public_questions(grading.job.workspace, grading.checks)
    if not grading.job.is_part(len(grading.plan)):  # of the others nobody knows whether they handed in
        _warn_of_extensions(grading.job.workspace.extensions, _students(grading), people_in(grading.job.out))
    if grading.job.workspace.assignment.late is not None:
        warn_of_untimed(grading.plan, grading.job.source)
    return FAULT if giving.held else WAITING if waiting else OK


def _examine(grading: Grading, launcher: Launcher | None) -> None:
    with reported_progress("Looking for what is to be graded", transient=False) as tell:

        def report(progress: Progress) -> None:
            tell(progress.what, progress.done, progress.total, progress.note)

        grading.examine(report, launcher)


def _give(grading: Grading, stopped: str) -> Giving:
    giving = grading.giving(stopped)
    giving.give_new()
    return giving


def _show(giving: Giving) -> None:
    """Print the table and where everything is."""
    from autograder.gradebook import HAND_IN_FILE
    from autograder.report.order import natural
    from autograder.report.results_json import RESULTS_FILE
    from autograder.report.summary import SUMMARY_FILE
    from autograder.report.terminal import table

    rows, held, folder = giving.rows, len(giving.held), giving.job.out
    for note in giving.notes:
        err.print(f"[yellow]warning:[/] {escape(note)}", soft_wrap=True, highlight=False)
    giving.notes.clear()
    out.print(table([rows[key] for key in sorted(rows, key=natural)]))
    out.print(
        f"{len(rows) - held} graded, {held} held. A {RESULTS_FILE} for each is in {escape(str(folder))}, "
        f"and {SUMMARY_FILE} lists them.",
        soft_wrap=True,
    )
    older = [path.parent.name for path in folder.glob(f"*/{HAND_IN_FILE}") if path.parent.name not in rows]
    if older:
        told = of_earlier_runs(giving, sorted(older, key=natural))
        out.print(escape(told), soft_wrap=True, highlight=False)


def _show_and_replace(giving: Giving, *, may_replace: bool) -> bool:
    """Show what stands, and what would change for whom; replace it if somebody says so. Whether it was left as it is.

    The table says what stands afterwards: who says yes to what it shows sees it once more.
    """
    from autograder.report.text import counted

    changed = tuple(giving.changed)
    grades = counted(sum(len(each.parts) for each in changed), "grade")
    if may_replace:
        giving.replace_all()
    _show(giving)
    if not changed:
        return False
    heading = "Grades that were given and have been replaced:" if may_replace else _WOULD_BE
    out.print(_changes(heading, changed), soft_wrap=True)
    if not may_replace:
        if not (sys.stdin.isatty() and err.is_terminal and typer.confirm(f"Replace {grades}?", err=True)):
            err.print(f"Nothing was replaced: {grades} would change. --replace gives the new ones.", soft_wrap=True)
            return True
        giving.replace_all()
        _show(giving)
    out.print(f"{grades} replaced; history.jsonl keeps the old ones.")
    return False


def _changes(heading: str, changed: Sequence[Change]) -> str:
    """A line for each: who, from what to what, why."""
    from autograder.report.text import one_line

    def told(change: Change) -> str:
        return f"  {one_line(change.new.who)}: {_worth(change.old)} → {_worth(change.new)} ({change.why})"

    return escape("\n".join([heading, *(told(part) for change in changed for part in change.parts)]))


def _worth(derived: Derived) -> str:
    return "excused" if derived.is_excused else f"{derived.grade.points:g} of {derived.score.possible:g}"


def _students(grading: Grading) -> list[Student]:
    return [student for planned in grading.plan.values() for student in planned.hand_in.students]


def _warn_of_public_questions(workspace: Workspace, checks: Iterable[Check]) -> None:
    """Whoever hands in what the public checks expect gets all points of a question without hidden ones."""
    known = list(checks)
    hidden = {check.question for check in known if check.visibility is Visibility.HIDDEN}
    public = [question.name for question in workspace.assignment.questions if question.name not in hidden]
    if not public or not known:
        return
    what = f"question {public[0]} has" if len(public) == 1 else f"questions {', '.join(public)} have"
    if not hidden:
        what = f"this exam has no hidden check at all, is a file missing from {workspace.exam}? All questions have"
    err.print(
        f"[yellow]warning:[/] {escape(what)} public checks only: students can see all that their points are for.",
        soft_wrap=True,
    )


def _warn_of_extensions(extensions: Extensions, students: Sequence[Student], listed: Sequence[Student]) -> None:
    """A mistyped address would cost someone their extension: a list of the class knows; without one, it may be."""
    from autograder.collect.names import listed as some_of
    from autograder.extensions import EXTENSIONS_FILE

    of_nobody = extensions.of_nobody([*students, *listed])
    lines = [f"line {row.line} ({' '.join(filter(None, (row.sid, row.email)))})" for row in of_nobody]
    if not lines:
        return
    if listed:
        told = f"[yellow]warning:[/] {EXTENSIONS_FILE}: in the list of the class is nobody of"
        err.print(f"{told} {escape(some_of(lines))}", soft_wrap=True, highlight=False)
    else:
        told = f"{EXTENSIONS_FILE}: handed in nothing: {some_of(lines)}; with --roster, only mistakes are named."
        err.print(escape(told), soft_wrap=True, highlight=False)
