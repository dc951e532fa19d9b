"""``autograder build`` and ``autograder sample``: what an instructor makes from an assignment."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from autograder.cli.console import NOT_PASSED, OK, err, errors_in_words, out


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

    with errors_in_words():
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
