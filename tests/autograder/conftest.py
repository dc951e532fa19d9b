"""A tiny course of its own for each test: one function ``double``, one ``triple``."""

import itertools
import os
import textwrap

import pytest
from hypothesis import settings

from autograder.records import HandIn, SourceFile, Submission
from autograder.workspace import open_assignment

settings.register_profile("autograder", deadline=None)  # these run on machines that do other things too
if "EXAMPLES" in os.environ:  # make fuzz
    settings.register_profile("autograder", deadline=None, max_examples=int(os.environ["EXAMPLES"]))
settings.load_profile("autograder")

COURSE = 'name = "Toy course"\ntimezone = "America/Los_Angeles"\n'
ASSIGNMENT = """
name = "toy"
title = "Doubling and tripling"
files = ["toy.py"]
due = 2026-03-07T23:59:00
[limits]
seconds = 1.0
memory_mb = 256
[[questions]]
name = "double"
points = 6
rules = { loops = false }
[[questions]]
name = "triple"
points = 4
[late]
steps = [{ until = "24 h", keep = 0.5 }]
"""
REFERENCE = """
def double(x):
    # BEGIN SOLUTION
    return 2 * x
    # END SOLUTION


def triple(x):
    # BEGIN SOLUTION
    return 3 * x
    # END SOLUTION
"""
EXAM = """
import numpy as np
from autograder.exam import assert_equal, assert_matches, cases, hidden, public, question

@question("double")
@public
def test_two(submission):
    assert_equal(submission.toy.double(2), 4)

@question("double")
@hidden(hint="Try an array.")
@cases(lambda rng: [rng.standard_normal((2, 3)), rng.standard_normal((3, 2))])
def test_arrays(submission, case):
    assert_matches(submission.toy.double(case), 2 * case, "doubled")

@question("triple")
@public
def test_three(submission):
    assert_equal(submission.toy.triple(2), 6)
"""
_number = itertools.count()
_MINUTES = ("test_assignments.py", "test_self_check.py", "test_everywhere.py")  # each goes to one process as a whole


def pytest_collection_modifyitems(items):
    """What takes minutes begins first, so that no process is left alone with it at the end."""
    items.sort(key=lambda item: _MINUTES.index(item.path.name) if item.path.name in _MINUTES else len(_MINUTES))


@pytest.fixture
def toy_course(tmp_path):
    """A function that writes the course, with whatever parts a test gives, and opens its assignment."""

    def write(assignment=ASSIGNMENT, exam=EXAM, reference=REFERENCE):
        name = f"test_toy_{next(_number)}.py"  # a name of its own, because Python imports each name once
        files = {
            "assignments/course.toml": COURSE,
            "assignments/toy/assignment.toml": assignment,
            "solutions/toy/toy.py": reference,
            f"tests/toy/{name}": exam,
        }
        for earlier in tmp_path.glob("tests/toy/test_toy_*.py"):
            earlier.unlink()
        for path, text in files.items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(textwrap.dedent(text), encoding="utf-8")
        return open_assignment("toy", tmp_path)

    return write


@pytest.fixture
def hand_in_of():
    """A submission of one module ``toy`` with the given source."""

    def make(source, key="someone"):
        text = textwrap.dedent(source)
        return Submission(
            hand_in=HandIn(key=key), sources={"toy": SourceFile(module="toy", origin="toy.py", text=text)}
        )

    return make
