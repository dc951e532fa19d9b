"""The toy course with right and wrong answers, and a way to qualify it."""

import pytest

from autograder.authoring.qualify import Scope, qualify
from autograder.exam.seeds import derived, generator

from ...conftest import EXAM

SECRET = "a secret that stays the same"
SHIFT = '"""By adding."""\n\n\ndef double(x):\n    return x + x\n\n\ndef triple(x):\n    return x + x + x\n'
FORGETS = '"""Forgets to double."""\n\nLOSES = ("double",)\n\n\ndef double(x):\n    return x\n'
LIES = '"""Always the same."""\n\n\ndef double(x):\n    return 4.5\n\n\ndef triple(x):\n    return 4.5\n'
FILES = {"alternates/shift/toy.py": SHIFT, "mutants/forgets.py": FORGETS, "cheats/lies/toy.py": LIES}


@pytest.fixture
def variant_course(toy_course):
    """A function that writes the course with its variants; what a test gives goes over `FILES`."""

    def write(files=None, **parts):
        workspace = toy_course(**parts)
        workspace.secret.write_text(SECRET, encoding="utf-8")
        for name, text in (FILES | (files or {})).items():
            path = workspace.reference / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return workspace

    return write


@pytest.fixture
def qualified(variant_course):
    """A function that writes the course and qualifies it."""

    def run(files=None, *, only="*", questions=(), thorough=False, workers=2, **parts):
        scope = Scope(only=only, questions=questions, thorough=thorough)
        return qualify(variant_course(files, **parts), scope, workers, lambda *_: None)

    return run


def first_number(workspace, seed):
    """The first number that the hidden check of `double` asks for with a seed."""
    check = "double/test_arrays"
    rng = generator(derived(SECRET.encode(), seed), workspace.assignment.name, check)
    return float(rng.standard_normal((2, 3))[0, 0])


def told(qualification):
    """What does not hold: variant, question, seeds, expected, found."""
    return [(f.variant, f.question, f.seeds, f.expected, f.found) for f in qualification.findings]


def exam_with(**replaced):
    """The toy exam with the body of a check replaced."""
    text = EXAM
    for name, body in replaced.items():
        head, _, rest = text.partition(f"def {name}(submission):\n")
        _, _, tail = rest.partition("\n")
        text = f"{head}def {name}(submission):\n    {body}\n{tail}"
    return text
