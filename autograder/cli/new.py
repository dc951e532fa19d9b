"""``autograder new``: an assignment to begin with, in a course to begin with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from rich.markup import escape
from typer.core import TyperCommand

from autograder.cli.console import errors_in_words, out, short
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

    with errors_in_words():
        if name is None and course is None:
            raise ConfigError("expected the name of an assignment, or --course FOLDER for a new course")
        if name is not None:
            require_name(name)  # before a course is made for it
        made = new_course(course, course_name, timezone) if course is not None else ()
        if name is not None:
            made += new_assignment(course or _root(name), name, title)
    for path in made:
        out.print(escape(str(short(path))), soft_wrap=True, highlight=False)
    _say_how_to_go_on(name, course)


class NewCommand(TyperCommand):
    """Says what to type where ``--course`` is the last word."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """As usual, but for that."""
        if args[-1:] == ["--course"]:
            said = " ".join(["autograder new", *args])
            with errors_in_words():
                raise ConfigError(
                    f"--course: expected a folder: {said} FOLDER makes a new one, {said} . takes this one"
                )
        return super().parse_args(ctx, args)


def _root(name: str) -> Path:
    """The course around the current folder; raises `ConfigError` that says how one is made."""
    from autograder.workspace import course_root

    try:
        return course_root(Path.cwd())
    except ConfigError as error:
        new = f"autograder new {name} --course"
        raise ConfigError(f"{error}. {new} FOLDER makes one, {new} . makes one of this folder") from None


def _say_how_to_go_on(name: str | None, course: Path | None) -> None:
    steps = [f"cd {course}"] if course is not None and course.resolve() != Path.cwd() else []
    steps += [f"autograder qualify {name}", f"autograder build {name}"] if name else ["autograder new NAME"]
    out.print("Next: " + escape(" && ".join(steps)), soft_wrap=True, highlight=False)
