"""``grader.check("conv2d_forward")`` in a handout's notebook: with otter-grader where that is installed, else without.

Both ways the answer comes from the same public checks over the files on disk, run in a clean process: whatever the
notebook's kernel defined or changed is not looked at.
"""

from __future__ import annotations

from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from autograder.errors import AutograderError
from autograder.students.asking import Answer, Checks

_TESTS = Path("tests")  # `authoring.otter_tests` writes there
_handout: list[Path] = []  # where the notebook began: a later %cd leaves it where it is


def grader_for(notebook: str) -> Any:
    """What check cells call: ``otter.Notebook`` if otter-grader is installed and its tests lie here, else a `Grader`.

    Args:
        notebook: the name of the handout's notebook; a student may have given it another one.
    """
    _handout[:] = [Path.cwd()]
    if not _TESTS.is_dir():
        return Grader()
    try:
        import otter
    except ImportError:
        return Grader()
    return otter.Notebook(notebook if Path(notebook).is_file() else None, tests_dir=str(_TESTS.resolve()))


class Grader:
    """As much of ``otter.Notebook`` as check cells use."""

    def check(self, question: str) -> Shown:
        """Run the public checks of one question over the files on disk."""
        return Shown(question, _checked(question))


class Shown:
    """An answer as a notebook displays it."""

    def __init__(self, question: str, answer: Answer) -> None:
        self.question = question
        self.passed = answer.passed
        self._text = answer.text

    def __repr__(self) -> str:
        return self._text

    def _repr_html_(self) -> str:
        colour = "green" if self.passed else "firebrick"
        return f'<pre style="border-left: 4px solid {colour}; padding-left: 1em">{escape(self._text)}</pre>'


def require_passed(question: str) -> None:
    """For otter's test files: raise `AssertionError` with what the public checks say, unless they pass."""
    answer = _checked(question)
    if not answer.passed:
        raise AssertionError(f"\n{answer.text}")


def _checked(question: str) -> Answer:
    try:
        return _checks(_handout[0] if _handout else Path.cwd()).ask(question)
    except AutograderError as error:
        return Answer(passed=False, text=str(error))


@cache
def _checks(folder: Path) -> Checks:
    """One process for each handout, as long as this one lives."""
    return Checks(folder)
