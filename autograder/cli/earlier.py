"""What ``autograder grade`` says of what earlier runs left: in its folder of results, and in the gradebook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from rich.markup import escape

from autograder.cli.console import err
from autograder.cli.desk import path_of, root_here

if TYPE_CHECKING:
    from autograder.batch.giving import Giving
    from autograder.batch.grading import Grading


def put_back(gradebook: Path | None, out: Path, assignment: str) -> None:
    """Before anything is given in `out`: grades that were given there once, or elsewhere, and are gone, are told.

    Those of `out` itself are put back where the gradebook knows them, so that no other is given without a question.
    """
    from autograder.errors import StoredError
    from autograder.gradebook.history import HISTORY_FILE
    from autograder.gradebook.index import opened
    from autograder.gradebook.lost import gone
    from autograder.gradebook.lost import put_back as put

    path = path_of(gradebook, root_here())
    if (out / HISTORY_FILE).exists() or not path.exists():
        return
    try:
        with opened(path) as book:
            count, elsewhere = put(book, out, assignment), gone(book, assignment)
    except StoredError:
        return  # told when the gradebook is kept
    if count:
        err.print(f"[yellow]warning:[/] {escape(_made_anew(out, count, path))}", soft_wrap=True, highlight=False)
    for folder in elsewhere:
        told = f"{folder} is gone, and so are its grades: what is graded into {out} gets first grades"
        err.print(
            f"[yellow]warning:[/] {escape(told)}. If it was moved, grade into where it is now.",
            soft_wrap=True,
            highlight=False,
        )


def _made_anew(out: Path, count: int, path: Path) -> str:
    from autograder.report.text import counted

    return (
        f"{out} was made anew, and the history of its grades is gone. {path.name} knows {counted(count, 'grade')} that "
        "were given there: they stand in history.jsonl again, and what would be another grade now is asked about"
    )


def warn_of_another_secret(grading: Grading) -> None:
    """A secret that was lost and made anew makes all hidden cases others: a copy of the old one keeps them."""
    from autograder.gradebook import survey_history
    from autograder.report.text import counted

    last, own = survey_history(grading.job.out)[0].last.values(), grading.keys.shared["secret"]
    others = sum(given.derived.basis.content["secret"] != own for given in last)
    if others:
        told = (
            f"{counted(others, 'grade')} in {grading.job.out} of an examination with another course secret than "
            f"{grading.job.workspace.secret}: hidden cases are others now, all is examined anew, and grades may "
            "change. If there is a copy of the old one, stop now (Ctrl-C), put it back, and grade again"
        )
        err.print(f"[yellow]warning:[/] {escape(told)}", soft_wrap=True, highlight=False)


def of_earlier_runs(giving: Giving, older: Sequence[str]) -> str:
    """What is among the results, and was not among the hand-ins: the gradebook knows it, the summary does not."""
    from autograder.collect.names import shown
    from autograder.report.text import counted

    if giving.job.is_part(len(giving.plan)):
        return f"{len(older)} more in that folder are of earlier runs, such as {shown(older[0])}."
    return (
        f"{counted(len(older), 'hand-in')} of earlier runs: {', '.join(map(shown, older))}. This run had none of that "
        "name, so summary.csv does not list it; in the gradebook and in exports its grade stands. If it was withdrawn "
        f"or has another name now, remove its folder in {giving.job.out}, then autograder gradebook rebuild."
    )
