"""``autograder new``: an assignment to begin with, in a course to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from autograder.cli.console import errors_in_words, out
from autograder.errors import ConfigError


def new(
    name: Annotated[str | None, typer.Argument(help="Name of the assignment, and of the module to hand in.")] = None,
    title: Annotated[str, typer.Option(help="What students call it.")] = "",
    course: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Make this folder a course first; . is this one.", file_okay=False),
    ] = None,
    course_name: Annotated[str, typer.Option(help="What the new course is called.")] = "Computer Vision",
    timezone: Annotated[str, typer.Option(help="Of the new course: Europe/Berlin.")] = "UTC",
) -> None:
    """Write an assignment with one question that qualifies, builds and grades at once: rewrite it into yours."""
    from autograder.packaging.scaffold import new_assignment, new_course, require_name
    from autograder.workspace import course_root

    with errors_in_words():
        if name is None and course is None:
            raise ConfigError("expected the name of an assignment, or --course FOLDER for a new course")
        if name is not None:
            require_name(name)  # before a course is made for it
        made = new_course(course, course_name, timezone) if course is not None else ()
        if name is not None:
            made += new_assignment(course or course_root(Path.cwd()), name, title)
    for path in made:
        out.print(escape(str(_short(path))), soft_wrap=True, highlight=False)
    _say_how_to_go_on(name, course)


def _short(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _say_how_to_go_on(name: str | None, course: Path | None) -> None:
    steps = [f"cd {course}"] if course is not None and course.resolve() != Path.cwd() else []
    steps += [f"autograder qualify {name}", f"autograder build {name}"] if name else ["autograder new NAME"]
    out.print("Next: " + escape(" && ".join(steps)), soft_wrap=True, highlight=False)
