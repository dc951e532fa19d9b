"""``autograder gradescope``: grade in Gradescope's container, and check what such graders write."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import FAULT, OK, err, errors_in_words, out
from autograder.errors import AutograderError

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
        err.print(f"[red]grader fault:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(FAULT)
    given = f"{graded.grade.points:g}: {graded.grade.explanation}" if graded.grade else "held"
    out.print(escape(f"{graded.hand_in.key}: {given}\n{why(graded)}"), soft_wrap=True)
    out.print(escape(f"{graded.seconds:.1f} s; isolation: {', '.join(graded.isolation.layers)}"), soft_wrap=True)
    if graded.grade is None:
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
