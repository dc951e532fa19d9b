"""``autograder gradescope``: grade in Gradescope's container, and check what such graders write."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import FAULT, NOT_PASSED, OK, WRONG_INPUT, err, errors_in_words, out
from autograder.errors import AutograderError, GraderFault

if TYPE_CHECKING:
    from autograder.gradescope.place import Place
    from autograder.gradescope.supervise import Ending
    from autograder.workspace import Workspace

app = typer.Typer(no_args_is_help=True, help="Grade on Gradescope, and check results for it.")


@app.callback()
def _gradescope() -> None:
    """Grade on Gradescope, and check results for it."""


@app.command()
def run(
    assignment: Annotated[str, typer.Argument(help="Name of the assignment.")],
    root: Annotated[
        Path, typer.Option(help="The folder with submission/ and results/.", exists=True, file_okay=False)
    ] = Path("/autograder"),
    minutes: Annotated[
        float | None, typer.Option(min=0.01, help="Stop after so long; default: as \\[gradescope] says.")
    ] = None,
) -> None:
    """Grade the hand-in in Gradescope's container and write results.json; what is printed is for staff."""
    from autograder.gradescope.ending import say, seed
    from autograder.gradescope.place import Place
    from autograder.gradescope.supervise import supervise
    from autograder.workspace import open_assignment

    place = Place(root.resolve())
    seed(place)
    with errors_in_words():
        workspace = open_assignment(assignment, Path.cwd())
    minutes = minutes or workspace.assignment.gradescope.minutes
    ending = supervise(partial(_grade, workspace, place), 60 * minutes)
    is_held = say(place, ending, minutes)
    if ending.kind != "done":
        err.print(escape(_told(ending, minutes)), soft_wrap=True)
    raise typer.Exit(FAULT if is_held else OK)


def _grade(workspace: Workspace, place: Place) -> None:
    """In the process that grades."""
    from autograder.batch.closed import close_to_others
    from autograder.gradescope.hand_in import grade_hand_in
    from autograder.report.why import why

    close_to_others()
    try:
        graded = grade_hand_in(workspace, place)
    except AutograderError as error:
        kind = "grader fault" if isinstance(error, GraderFault) else "error"
        err.print(f"[red]{kind}:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(FAULT)
    given = f"{graded.grade.points:g}: {graded.grade.explanation}" if graded.grade else "held"
    out.print(escape(f"{graded.hand_in.key}: {given}\n{why(graded)}"), soft_wrap=True)
    out.print(escape(f"{graded.seconds:.1f} s; isolation: {', '.join(graded.isolation.layers)}"), soft_wrap=True)
    if graded.held and graded.reason:
        err.print(escape(graded.reason), soft_wrap=True)


def _told(ending: Ending, minutes: float) -> str:
    match ending.kind:
        case "late":
            return f"held: not graded within {minutes:g} min; [gradescope] minutes in assignment.toml allows more"
        case "killed":
            return f"held: the process that grades ended by signal {ending.signal}; 9 is most likely for want of memory"
        case "stopped":
            return f"held: told to stop by signal {ending.signal}"
    return "held: see above"


@app.command()
def validate(
    files: Annotated[list[Path], typer.Argument(metavar="FILE...", help="results.json files; - is standard input.")],
    strict: Annotated[bool, typer.Option("--strict", help="Warnings count as errors.")] = False,
) -> None:
    """Check results.json files, of any autograder, against all that Gradescope asks of them.

    Exit status: 0 fine, perhaps with warnings; 1 an error; 2 a file cannot be read.
    """
    from autograder.report.validate import read

    status = OK
    for file in files:
        try:
            data = sys.stdin.buffer.read() if str(file) == "-" else file.read_bytes()
        except OSError as error:
            err.print(escape(f"{file}: cannot be read ({error.strerror})"), soft_wrap=True)
            status = WRONG_INPUT
            continue
        document, found = read(data)
        for finding in found:
            colour = "red" if finding.kind == "error" else "yellow"
            text = f"{escape(str(file))}: [{colour}]{finding.kind}:[/] {escape(finding.text)}"
            out.print(text, soft_wrap=True, highlight=False)
        bad = any(finding.kind == "error" or strict for finding in found)
        if not bad:
            out.print(escape(f"{file}: {_good(document)}"), soft_wrap=True, highlight=False)
        status = max(status, NOT_PASSED if bad else OK)
    raise typer.Exit(status)


def _good(document: object) -> str:
    """``good: 85 points, 166 tests``; `document` has no errors."""
    assert isinstance(document, dict)
    tests = document.get("tests", [])
    if document.get("extra_data", {}).get("held") is True:
        return "good: held, without a score"
    score = document["score"] if "score" in document else sum(test["score"] for test in tests)
    return f"good: {score:g} points, {len(tests)} tests"
