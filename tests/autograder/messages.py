"""What the public checks of an assignment say of its mutants, for tests of these words."""

import ast
from collections.abc import Collection, Iterable
from pathlib import Path

from autograder.authoring.variants import Kind, variants
from autograder.exam.session import with_exam
from autograder.records import CheckResult, Outcome
from autograder.report.text import first_line
from autograder.sandbox.choose import for_checking
from autograder.workspace import open_assignment, open_handout

ROOT = Path(__file__).parents[2]

Told = dict[str, list[CheckResult]]


def told_by(assignment: str, modules: Iterable[str], apart: Collection[str] = ()) -> Told:
    """Mutant → the results of the public checks of its questions that did not pass.

    Args:
        modules: only mutants that lose nothing but questions of these.
        apart: questions that are left out, with all mutants that lose them.
    """
    course, handout = open_assignment(assignment, ROOT), open_handout(ROOT / "assignments" / assignment / "handout")
    asked, files = course.assignment, {f"{module}.py" for module in modules}
    questions = {each.name for each in asked.questions if (each.file or asked.files[0]) in files} - set(apart)
    mutants = [variant for variant in variants(course) if variant.kind is Kind.MUTANT and variant.loses <= questions]

    def examine(exam):
        with for_checking(handout.assignment.libraries) as sandbox:
            return {v.name: list(exam.about(v.loses).examine(v.submission, sandbox)) for v in mutants}

    return {
        name: [result for result in results if result.outcome is not Outcome.PASSED]
        for name, results in with_exam(handout, examine).items()
    }


def crashed(told: Told) -> set[str]:
    """Mutants of which some check ended in an error."""
    return {name for name, results in told.items() for result in results if result.outcome is Outcome.CRASHED}


def never_named(told: Told, checks: Path) -> set[str]:
    """Suspects of a file of public checks that no mutant is told to look like; other keys there have no space."""
    tree = ast.parse(checks.read_text(encoding="utf-8"))
    keys = [key for node in ast.walk(tree) if isinstance(node, ast.Dict) for key in node.keys]
    suspects = {key.value for key in keys if isinstance(key, ast.Constant) and " " in str(key.value)}
    named = [first_line(result.message) for results in told.values() for result in results]
    return {suspect for suspect in suspects if not any(suspect in line for line in named)}
