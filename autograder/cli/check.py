"""``autograder check``: the public checks, for students."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape

from autograder.cli.console import NOT_PASSED, OK, errors_in_words, out
from autograder.errors import ConfigError, HandInError
from autograder.records import CheckResult, Outcome, Unreadable

if TYPE_CHECKING:  # it imports pytest
    from autograder.exam.session import Exam


def check(
    question: Annotated[str | None, typer.Argument(help="Only this question.")] = None,
    folder: Annotated[Path, typer.Option(help="The unpacked handout.", exists=True, file_okay=False)] = Path(),
) -> None:
    """Run the public checks on your work in an unpacked handout."""
    from autograder.collect import WeightsStore, collect_one
    from autograder.exam.session import with_exam
    from autograder.report.checklist import checklist
    from autograder.sandbox.choose import for_checking
    from autograder.tables import nearest
    from autograder.workspace import open_handout

    with errors_in_words():
        workspace = open_handout(folder)
        assignment = workspace.assignment
        names = [known.name for known in assignment.questions]
        if question is not None and question not in names:
            hint = nearest(question, names) or f"; expected one of {', '.join(names)}"
            raise ConfigError(f"there is no question {question!r}{hint}")
        with WeightsStore(assignment.networks) as store:

            def body(exam: Exam) -> tuple[tuple[CheckResult, ...], tuple[str, ...]]:
                if not exam.checks:  # hidden ones only: nothing needs to be read or started
                    return (), ()
                collected = collect_one(folder, assignment.files, store=store, handout=assignment.name)
                if isinstance(collected, Unreadable):
                    raise HandInError(collected.reason)
                with for_checking(assignment.libraries) as sandbox:
                    return exam.examine(collected, sandbox), collected.notes

            results, notes = with_exam(workspace, body, question)
    for line in checklist(assignment, results, names if question is None else [question]):
        out.print(line, soft_wrap=True)
    passed = all(result.outcome is Outcome.PASSED for result in results)
    for note in () if passed else notes:  # the answers may be in a file that was not looked at
        out.print(escape(f"Note: {note}"), soft_wrap=True)
    raise typer.Exit(OK if passed else NOT_PASSED)
