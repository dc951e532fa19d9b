"""What a student should be told before a hand-in is packed."""

import json
import os

import pytest

from autograder.assignment import load_assignment
from autograder.collect import WeightsStore, collect_one
from autograder.students.doubts import doubts

from .conftest import MORE, TOY

NETWORK = """
[[networks]]
name = "net"
task = "segmentation"
module = "toy"
function = "build_model"
weights = ["net.pt"]
weights_mb = 0.5
"""


def found(folder):
    assignment = load_assignment(folder)
    with WeightsStore(assignment.networks) as store:
        return list(doubts(folder, assignment, collect_one(folder, assignment.files, store=store, handout="toy")))


def book(*sources):
    cells = [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in sources]
    return json.dumps({"cells": cells, "nbformat": 4, "nbformat_minor": 5, "metadata": {}})


def saved(path, text, minutes_ago):
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8")
    then = 1_770_000_000 - 60 * minutes_ago
    os.utime(path, (then, then))


def test_right_files_raise_none(handout):
    assert found(handout) == []


def test_a_missing_file_is_named(handout):
    (handout / "toy.py").unlink()
    assert found(handout) == ["toy.py is not in this folder"]


def test_a_file_that_cannot_be_read_is_named_with_why(handout):
    (handout / "toy.py").write_bytes(b"\xff\xfe\x00")
    (told,) = found(handout)
    assert told.startswith("toy.py")
    assert "utf-16" in told


def test_a_helper_in_another_folder_is_forgotten(handout):
    (handout / "helper.py").rename(handout.parent / "helper.py")
    assert found(handout) == ["more.py imports helper, which neither lies in this folder nor is installed"]


def test_files_that_came_with_the_handout_import_what_they_like(handout):
    """Where a file does not parse, it may import anything, and all that lies there counts as handed in."""
    (handout / "tests").mkdir(exist_ok=True)
    (handout / "tests/double.py").write_text("from otter_that_nobody_has import test_case\n", encoding="utf-8")
    (handout / "more.py").write_text("def sextuple(:\n", encoding="utf-8")
    assert found(handout) == ["more.py, line 1: invalid syntax: nothing in this file can run"]


def test_a_file_that_does_not_parse_or_lost_its_functions(handout):
    (handout / "toy.py").write_text("x = 1\n", encoding="utf-8")
    (handout / "more.py").write_text("def sextuple(:\n", encoding="utf-8")
    assert found(handout) == [
        "toy.py does not define double",
        "more.py, line 1: invalid syntax: nothing in this file can run",
    ]


@pytest.mark.parametrize("text", ["double = lambda x: x", "from helper import triple as double", "class double: ..."])
def test_a_name_may_be_bound_in_any_way(handout, text):
    (handout / "toy.py").write_text(text, encoding="utf-8")
    assert found(handout) == []


def test_a_question_that_is_no_function_is_not_missed(handout):
    """`secret`, which no public check calls, may be about what a network measures."""
    (handout / "more.py").write_text(MORE.replace("def secret", "def something"), encoding="utf-8")
    assert found(handout) == []
    (handout / "more.py").write_text(MORE.replace("def sextuple", "def something"), encoding="utf-8")
    assert found(handout) == ["more.py does not define sextuple"]


def test_weights_that_are_missing_or_too_large(handout):
    settings = handout / "assignment.toml"
    settings.write_text(settings.read_text(encoding="utf-8") + NETWORK, encoding="utf-8")
    (handout / "toy.py").write_text(TOY + "\ndef build_model(n): ...\n", encoding="utf-8")
    assert found(handout) == ["the weights of 'net' were not handed in: expected net.pt"]
    (handout / "net.pt").write_bytes(bytes(600_000))
    assert found(handout) == ["net.pt is too large: at most 0.5 MiB are read"]
    (handout / "net.pt").write_bytes(bytes(1000))
    assert found(handout) == []


def test_a_notebook_that_was_never_saved_stands_in_for_nothing(handout):
    (handout / "toy.py").unlink()
    saved(handout / "toy.ipynb", book("# my answers"), 0)
    assert found(handout) == [
        "toy.py is not in this folder, and toy.ipynb does not define double. Was the notebook saved?"
    ]
    saved(handout / "toy.ipynb", book(TOY), 0)
    assert found(handout) == []


def test_a_notebook_saved_later_than_the_file_with_the_same_answer(handout):
    saved(handout / "toy.py", TOY, 10)
    saved(handout / "mine.ipynb", book(TOY), 5)
    (told,) = found(handout)
    assert told.startswith("toy.py, saved 20")
    assert "mine.ipynb, saved later, 20" in told
    assert "has double too. Which one is right?" in told
    saved(handout / "mine.ipynb", book(TOY), 15)
    assert found(handout) == []
    saved(handout / "mine.ipynb", book("from toy import double\ndouble(2)"), 5)  # only calls it
    assert found(handout) == []


def test_answers_in_the_notebook_beside_an_untouched_skeleton(handout):
    saved(handout / "toy.py", "def double(x):\n    raise NotImplementedError\n", 5)
    saved(handout / "toy.ipynb", book(TOY), 10)  # whatever the times
    assert found(handout) == ["toy.ipynb defines double, too; toy.py is what counts, and has no answer yet"]
    saved(handout / "toy.ipynb", book("from toy import double\ndouble(2)"), 0)  # only calls it
    assert found(handout) == []


def test_a_notebook_that_stands_in_and_is_older_than_its_copies(handout):
    (handout / "more.py").unlink()
    saved(handout / "more.ipynb", book(MORE), 10)
    saved(handout / ".ipynb_checkpoints" / "more-checkpoint.ipynb", book(MORE), 20)
    assert found(handout) == []  # as Jupyter leaves it: the checkpoint is older, or as old
    saved(handout / ".ipynb_checkpoints" / "more-checkpoint.ipynb", book(MORE), 5)
    (told,) = found(handout)
    assert ".ipynb_checkpoints/more-checkpoint.ipynb, saved later" in told


def test_a_broken_notebook_beside_the_files_raises_none(handout):
    (handout / "scratch.ipynb").write_text("{", encoding="utf-8")
    assert found(handout) == []
