"""Otter's test files, so that ``grader.check("conv2d_forward")`` runs our public checks.

Exception-based, one for each question. Each asks for the checks in a process of their own, over the files on disk, so
it says what ``autograder check conv2d_forward`` says, and nothing in a kernel can change that.
"""

from __future__ import annotations

from autograder.assignment import Assignment, Question

TESTS = "tests"
"""Folder of a handout with otter's test files."""

_FILE = '''"""For otter-grader: the public checks of `{name}`, as `autograder check {name}` runs them."""

from otter.test_files import test_case

from autograder.integrations.notebook import require_passed

OK_FORMAT = False

name = "{name}"
points = {points}


@test_case(name="public checks")
def test_public_checks():
    require_passed("{name}")
'''


def otter_tests(assignment: Assignment) -> dict[str, str]:
    """Path in the handout → text, a file for each question."""
    return {f"{TESTS}/{question.name}.py": _test_of(question) for question in assignment.questions}


def _test_of(question: Question) -> str:
    return _FILE.format(name=question.name, points=f"{question.points:g}")
