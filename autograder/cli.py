"""The command ``autograder``: the only place that prints or exits.

Exit status: 0 done; 1 a check did not pass, or something is out of step; 2 the input or the course is wrong;
3 a fault of ours: results are held; 130 interrupted.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from autograder import __version__
from autograder.errors import AutograderError, ConfigError, GraderFault, HandInError
from autograder.records import Graded, Outcome, Unreadable, Visibility

if TYPE_CHECKING:
    from types import FrameType

    from autograder.batch import Batch
    from autograder.exam.session import Exam
    from autograder.report.terminal import Row
    from autograder.sandbox.self_check import Open, Result
    from autograder.workspace import Workspace

_LOG_WIDTH = 120  # columns, where there is no terminal
OK, NOT_PASSED, WRONG_INPUT, FAULT = 0, 1, 2, 3

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Grade computer-vision hand-ins in a sandbox.",
)
out = Console(width=None if sys.stdout.isatty() else _LOG_WIDTH)
err = Console(stderr=True)


_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def main() -> None:
    """Entry point of the command."""
    for variable in _THREADS:  # before NumPy reads them: a process with one thread can fork, and cores are shared once
        os.environ.setdefault(variable, "1")
    app()


def _version(wanted: bool) -> None:
    if wanted:
        out.print(f"cv-autograder {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Show it.")] = False,
) -> None:
    """Grade computer-vision hand-ins in a sandbox."""


@contextmanager
def _errors_in_words() -> Iterator[None]:
    """Our own exceptions become a message and an exit status; anything else is a bug and keeps its traceback."""
    with _noted_interrupts() as interrupts:
        try:
            yield
        except AutograderError as error:
            if interrupts:  # pytest swallows one while it collects, and its silence looks like a fault of ours
                raise KeyboardInterrupt from None
            kind, status = ("grader fault", FAULT) if isinstance(error, GraderFault) else ("error", WRONG_INPUT)
            err.print(f"[red]{kind}:[/] {escape(str(error))}", soft_wrap=True)
            raise typer.Exit(status) from None


@contextmanager
def _noted_interrupts() -> Iterator[list[int]]:
    """Every Ctrl-C that comes, also one that somebody else's code swallows."""
    noted: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        noted.append(number)
        signal.default_int_handler(number, frame)

    before = signal.getsignal(signal.SIGINT)
    if before is signal.default_int_handler:  # else it is ignored, as under nohup, and stays so
        signal.signal(signal.SIGINT, note)
    try:
        yield noted
    finally:
        signal.signal(signal.SIGINT, before)


@app.command()
def grade(
    export: Annotated[Path, typer.Argument(help="A Gradescope export (.zip), or a folder of hand-ins.", exists=True)],
    assignment: Annotated[str, typer.Option("--assignment", "-a", help="Name of the assignment.")],
    results: Annotated[Path, typer.Option("--out", "-o", help="Folder for the results.", file_okay=False)],
    workers: Annotated[int, typer.Option(min=1, help="How many to grade at once.")] = os.cpu_count() or 1,
    unsafe: Annotated[
        bool, typer.Option("--unsafe", help="Grade even without isolation: only code you trust.")
    ] = False,
) -> None:
    """Grade every hand-in of an export: a results.json for each, and a table."""
    from autograder.batch import Batch
    from autograder.exam.session import with_exam
    from autograder.workspace import open_assignment

    with _errors_in_words():
        workspace = open_assignment(assignment, Path.cwd())
        _announce_secret(workspace.secret)
        if workspace.assignment.late is not None and workspace.assignment.due is None:
            err.print("assignment.toml has a late policy but no due: who has no deadline of their own is on time.")
        held = with_exam(workspace, lambda exam: _grade(Batch(workspace, exam, results, unsafe), export, workers))
    raise typer.Exit(FAULT if held else OK)


def _announce_secret(path: Path | None) -> None:
    if path is not None and not path.exists():
        err.print(
            f"Making a course secret: {path}. Hidden cases depend on it: copy it to every machine that grades "
            "this course, and never publish it.",
            soft_wrap=True,
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
    stopped: GraderFault | None = None
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err) as progress:
        task = progress.add_task("Rehearsing on the reference", total=count(export))
        with batch.sandbox() as sandbox:
            rehearse(batch.workspace, batch.exam, sandbox)
        progress.update(task, description=f"Grading {batch.workspace.assignment.name}")

        def report(graded: Graded) -> None:
            rows[graded.hand_in.key] = row(graded)
            progress.advance(task)

        try:
            run(batch, export, workers, report)
        except GraderFault as fault:
            stopped = fault
    held = _show(batch, rows)
    if stopped is not None:
        raise stopped
    return held


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


@app.command()
def check(
    question: Annotated[str | None, typer.Argument(help="Only this question.")] = None,
    folder: Annotated[Path, typer.Option(help="The unpacked handout.", exists=True, file_okay=False)] = Path(),
) -> None:
    """Run the public checks on your work in an unpacked handout."""
    from autograder.collect import collect_one
    from autograder.exam.session import with_exam
    from autograder.report.checklist import checklist
    from autograder.sandbox.choose import for_checking
    from autograder.workspace import open_handout

    with _errors_in_words():
        workspace = open_handout(folder)
        assignment = workspace.assignment
        names = [known.name for known in assignment.questions]
        if question is not None and question not in names:
            raise ConfigError(f"there is no question {question!r}; expected one of {', '.join(names)}")
        collected = collect_one(folder, assignment.files)
        if isinstance(collected, Unreadable):
            raise HandInError(collected.reason)
        submission = collected
        with for_checking(assignment.limits.libraries) as sandbox:
            results = with_exam(workspace, lambda exam: exam.examine(submission, sandbox), question)
    for line in checklist(assignment, results):
        out.print(line, soft_wrap=True)
    raise typer.Exit(OK if all(result.outcome is Outcome.PASSED for result in results) else NOT_PASSED)


@app.command()
def doctor(
    self_check: Annotated[
        bool, typer.Option("--self-check", help="Try every promise of the sandbox on this machine: some minutes.")
    ] = False,
) -> None:
    """Say what this machine can do: isolation, torch, GPU."""
    from autograder.doctor import Health, back_ends, examine

    if self_check:
        kept = [_self_check(name, open_sandbox) for name, open_sandbox in back_ends()]
        raise typer.Exit(OK if all(kept) else FAULT)
    styles = {Health.GOOD: "green", Health.NOTE: "yellow", Health.BAD: "red"}
    findings = examine()
    report = Table.grid(padding=(0, 2, 0, 0))
    for column in (14, 7, 54):  # 80 columns with what lies between
        report.add_column(max_width=column, overflow="fold")
    for finding in findings:
        state = Text(finding.state, style=styles[finding.health])
        report.add_row(Text(finding.subject, style="bold"), state, Text("\n".join(finding.lines)))
    out.print(report)
    raise typer.Exit(NOT_PASSED if any(finding.health is Health.BAD for finding in findings) else OK)


def _self_check(name: str, open_sandbox: Open) -> bool:
    """Self-check one back end and print what it breaks; whether it keeps its promises."""
    from autograder.doctor import summary
    from autograder.sandbox.self_check import CONTRACT, State, self_check

    results: list[Result] = []
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=err, transient=True) as progress:
        task = progress.add_task(f"Self-check: {name}", total=len(CONTRACT))
        for result in self_check(open_sandbox):
            if result.state is State.BROKEN:
                known = any(other.words == result.words for other in results)
                out.print(Text(f"✗ {name}: {result.check.name}", style="red"), soft_wrap=True)
                out.print(Text(f"    {'the same' if known else result.words}"), soft_wrap=True)
            results.append(result)
            progress.advance(task)
    out.print(Text(summary(name, results)), soft_wrap=True)
    return not any(result.state is State.BROKEN for result in results)


@app.command()
def build(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")],
    folder: Annotated[
        Path | None, typer.Option("--out", "-o", help="Where to; default: assignments/NAME/handout.")
    ] = None,
    only_check: Annotated[bool, typer.Option("--check", help="Only say whether the handout is in step.")] = False,
) -> None:
    """Make the handout of an assignment from its reference."""
    from autograder.authoring.handout import build_handout, differences, write_handout
    from autograder.workspace import course_root, open_assignment

    with _errors_in_words():
        files = build_handout(open_assignment(assignment, Path.cwd()))
        target = folder or course_root(Path.cwd()) / "assignments" / assignment / "handout"
        if not only_check:
            write_handout(files, target)
            out.print(f"{len(files)} files in {escape(str(target))}: {', '.join(sorted(files))}", soft_wrap=True)
            return
        stale = differences(files, target)
    for line in stale:
        err.print(escape(line), soft_wrap=True)
    out.print(
        f"{escape(str(target))} is {'out of step: run autograder build ' + assignment if stale else 'in step'}.",
        soft_wrap=True,
    )
    raise typer.Exit(NOT_PASSED if stale else OK)


@app.command()
def sample(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")],
    export: Annotated[Path, typer.Option("--out", "-o", help="The zip to write.", dir_okay=False)],
) -> None:
    """Write a Gradescope export of a made-up class: right and wrong answers, cheats, late and damaged hand-ins."""
    from autograder.authoring.sample import write_sample
    from autograder.workspace import open_assignment

    with _errors_in_words():
        write_sample(open_assignment(assignment, Path.cwd()), export)
    out.print(f"A made-up class is in {escape(str(export))}.", soft_wrap=True)
