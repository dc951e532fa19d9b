"""``autograder pack``: the zip to hand in, for students."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.text import Text

from autograder.cli.console import NOT_PASSED, OK, err, errors_in_words, out
from autograder.errors import ConfigError

if TYPE_CHECKING:  # it imports pytest
    from autograder.students.checker import Checked, Checker
    from autograder.students.pack import Packed

_KIB = 1024


def pack(
    target: Annotated[
        Path | None, typer.Option("--out", "-o", help="The zip to write; default: NAME-hand-in.zip.", dir_okay=False)
    ] = None,
    folder: Annotated[Path, typer.Option(help="The unpacked handout.", exists=True, file_okay=False)] = Path(),
    anyway: Annotated[bool, typer.Option("--anyway", help="Pack although something seems to be forgotten.")] = False,
) -> None:
    """Make the zip that you hand in, and read it again as the grader will."""
    with errors_in_words():
        from autograder.students.checker import with_checker
        from autograder.workspace import open_handout

        assignment = open_handout(folder).assignment
        target = target or folder / f"{assignment.name}-hand-in.zip"
        if target.suffix != ".zip" or not target.absolute().parent.is_dir():
            raise ConfigError(f"{target}: expected the name of a .zip in a folder that is there")
        names = [question.name for question in assignment.questions]
        done = with_checker(folder, lambda checker: _packed(checker, folder, target, anyway=anyway), names)
    raise typer.Exit(OK if done else NOT_PASSED)


def _packed(checker: Checker, folder: Path, target: Path, *, anyway: bool) -> bool:
    """Whether the zip was made; says what keeps it from being made, or what is in it."""
    from autograder.records import Submission
    from autograder.students.doubts import doubts
    from autograder.students.pack import pack as write
    from autograder.students.pack import require_same
    from autograder.students.weights import unfit_weights

    here = checker.collect()
    unfit = unfit_weights(checker.assignment, here, lambda: checker.sandbox)
    found = [*doubts(folder, checker.assignment, here), *unfit]
    for doubt in found:
        err.print(Text("✗ ", style="red") + Text(doubt), soft_wrap=True)
    if found and not anyway:
        err.print("Nothing was packed: mend this, or pack what is there with --anyway.", soft_wrap=True)
        return False
    again: list[Submission] = []

    def look(zip_file: Path) -> None:
        again.append(checker.collect(zip_file))
        require_same(here, again[0])

    _show(write(folder, checker.assignment, here, target, look), again[0].notes)
    _show_checks(checker, checker.check(checker.names, again[0]))
    return True


def _show(packed: Packed, notes: tuple[str, ...]) -> None:
    """What is in it, and what was said while it was read again."""
    from autograder.report.text import counted

    out.print(Text(f"{packed.path}: {counted(len(packed.sizes), 'file')}, as the grader reads them:"), soft_wrap=True)
    width = max(map(len, packed.sizes))
    for name, size in packed.sizes.items():
        out.print(Text(f"    {name:<{width}}  {size / _KIB:8,.1f} KiB"), soft_wrap=True)
    for note in notes:
        out.print(Text(f"Note: {note}"), soft_wrap=True)


def _show_checks(checker: Checker, checked: Checked) -> None:
    from autograder.cli.check import how_far
    from autograder.report.checklist import summary

    for line in summary(checker.assignment, checked.results, checked.questions):
        out.print(line, soft_wrap=True)
    for told in how_far(checker.workspace, checked):
        out.print(Text(told), soft_wrap=True)
