"""What a student sees of their own checks in the terminal."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence

from rich.text import Text

from autograder.assignment import Assignment, Question
from autograder.records import CheckResult, Outcome
from autograder.report.text import clean


def checklist(assignment: Assignment, results: Sequence[CheckResult]) -> Iterator[Text]:
    """Question by question: passed, or what went wrong; then how much is done and what still decides."""
    done = total = 0
    for question in assignment.questions:
        own = [result for result in results if result.check.question == question.name]
        if own:
            passed = all(result.outcome is Outcome.PASSED for result in own)
            done, total = done + passed, total + 1
            yield _heading(question, passed)
            yield from (_problem(result) for result in own if result.outcome is not Outcome.PASSED)
    yield Text(f"\n{done} of {total} questions pass their public checks. Hidden checks decide the points.")


def _heading(question: Question, passed: bool) -> Text:
    mark = Text("✓ ", style="green") if passed else Text("✗ ", style="red")
    return mark + Text(question.name, style="bold") + Text(f" ({question.points:g} points)")


def _problem(result: CheckResult) -> Text:
    if result.message.startswith(NotImplementedError.__name__):
        return Text("    not implemented yet", style="dim")
    told = f"{result.check.title}: {result.outcome.value}\n{result.message}"
    if result.detail:
        told += f"\n{result.detail}"
    return Text(textwrap.indent(clean(told), "    "))
