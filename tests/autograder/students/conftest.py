"""An unpacked handout of two files, in which `sextuple` calls a helper that `double` has too."""

import pytest

ASSIGNMENT = """
name = "toy"
title = "Doubling"
files = ["toy.py", "more.py"]
due = 2026-03-07T23:59:00
[limits]
seconds = 2.0
memory_mb = 256
[[questions]]
name = "double"
points = 6
[[questions]]
name = "sextuple"
file = "more.py"
points = 4
[[questions]]
name = "secret"
file = "more.py"
points = 1
[late]
steps = [{ until = "24 h", keep = 0.5 }]
"""
CHECKS_OF_TOY = """
from autograder.exam import assert_equal, public, question

@question("double")
@public
def test_two(submission):
    assert_equal(submission.toy.double(2), 4)
"""
CHECKS_OF_MORE = """
from autograder.exam import assert_equal, public, question

@question("sextuple")
@public
def test_six(submission):
    assert_equal(submission.more.sextuple(2), 12)
"""
TOY = "def double(x):\n    return 2 * x\n"
MORE = "from helper import triple\n\n\ndef sextuple(x):\n    return 2 * triple(x)\n\n\ndef secret(x):\n    return x\n"
HELPER = "def triple(x):\n    return 3 * x\n"


def unpack(folder):
    """The handout in `folder`, with right answers in it."""
    files = {
        "assignment.toml": ASSIGNMENT,
        "course.toml": 'name = "Toy course"\ntimezone = "America/Los_Angeles"\n',
        "test_public_toy.py": CHECKS_OF_TOY,
        "test_public_other.py": CHECKS_OF_MORE,
        "toy.py": TOY,
        "more.py": MORE,
        "helper.py": HELPER,
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


@pytest.fixture
def handout(tmp_path):
    """The folder, with right answers in it."""
    (tmp_path / "unpacked").mkdir()
    return unpack(tmp_path / "unpacked")
