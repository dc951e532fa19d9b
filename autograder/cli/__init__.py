"""The command ``autograder``: the only place that prints or exits; one module for each subject."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from autograder import __version__
from autograder.cli import authoring, build, check, data, doctor, grade, gradebook, gradescope, late, new, pack
from autograder.cli.console import out

__all__ = ["app", "main"]

_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")

app = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Grade computer-vision hand-ins in a sandbox.",
)
for command in (  # as the help lists them
    grade.grade,
    check.check,
    pack.pack,
    doctor.doctor,
    new.new,
    authoring.qualify,
    build.build,
    authoring.sample,
):
    app.command(cls=new.NewCommand if command is new.new else None)(command)
app.add_typer(data.app, name="data")
app.add_typer(gradebook.app, name="gradebook")
app.add_typer(late.app, name="late")
app.add_typer(gradescope.app, name="gradescope")


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
