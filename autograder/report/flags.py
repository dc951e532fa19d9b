"""What staff should look into by themselves: it decided nothing, and students do not see it."""

from __future__ import annotations

from autograder.records import Graded
from autograder.report.text import one_line


def flags(graded: Graded) -> str:
    """One line, empty where there is nothing; questions with the same flag are named together."""
    questions: dict[str, list[str]] = {}
    for result in graded.results:
        if result.flag:
            questions.setdefault(one_line(result.flag), []).append(result.check.question)
    return "; ".join(f"{', '.join(names)}: {flag}" for flag, names in questions.items())
