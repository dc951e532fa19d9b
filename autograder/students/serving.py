"""The process behind ``grader.check``: ``python -m autograder.students.serving FOLDER``.

It keeps the checks collected and a sandbox warm, reads one question a line, and answers with one line of JSON:
``{"passed": true, "text": "…"}``, or ``{"error": "…"}`` where nothing could be checked. It ends with its input.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TextIO

from autograder.errors import AutograderError, ConfigError
from autograder.report.checklist import checklist
from autograder.students.checker import Checker, with_checker
from autograder.tables import nearest


def serve(folder: Path, requests: Iterator[str], answers: TextIO) -> None:
    """Answer every line of `requests`; the checks are collected anew where the course's files changed."""
    question = next(requests, None)
    while question is not None:
        first = question.strip()
        try:
            question = with_checker(folder, partial(_answer, first, requests, answers), [first])
        except AutograderError as error:
            _send(answers, {"error": str(error)})
            question = next(requests, None)


def _answer(question: str, requests: Iterator[str], answers: TextIO, checker: Checker) -> str | None:
    """Answer `question` and those that follow; the first that needs another checker, None at the end."""
    _send(answers, _checked(checker, question))
    for line in requests:
        if checker.is_stale:
            return line
        _send(answers, _checked(checker, line.strip()))
    return None


def _checked(checker: Checker, question: str) -> dict[str, object]:
    try:
        if question not in checker.names:
            raise ConfigError(f"there is no question {question!r}{nearest(question, checker.names)}")
        checked = checker.check([question])
    except AutograderError as error:
        return {"error": str(error)}
    lines = checklist(checker.assignment, checked.results, checked.questions)
    return {"passed": checked.passed, "text": "\n".join(line.plain for line in lines).strip("\n")}


def _send(answers: TextIO, answer: dict[str, object]) -> None:
    answers.write(json.dumps(answer) + "\n")
    answers.flush()


def main() -> None:
    """Serve whoever started this; what else is printed here goes to the errors, and so into no answer."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        serve(Path(sys.argv[1]), iter(sys.stdin.readline, ""), answers)


if __name__ == "__main__":
    main()
