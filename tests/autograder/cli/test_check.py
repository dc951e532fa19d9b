"""``autograder check`` in an unpacked handout."""

import json

import pytest

from autograder.authoring.handout import build_handout, write_handout

from .conftest import RIGHT, run


@pytest.fixture
def handout(course, tmp_path):
    """An unpacked handout of the toy assignment."""
    folder = tmp_path / "unpacked"
    write_handout(build_handout(course()), folder)
    return folder


def test_the_untouched_handout_fails_every_public_check_and_says_so(handout):
    result = run("check", cwd=handout)
    assert result.returncode == 1
    assert "✗ double (6 points)\n    not implemented yet" in result.stdout
    assert "0 of 2 questions pass their public checks" in result.stdout


def test_a_right_answer_passes(handout):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 of 2 questions pass their public checks" in result.stdout


def test_one_question_can_be_checked_and_prints_are_shown(handout):
    text = "def double(x):\n    print('x is', x)\n    return x\ndef triple(x): return 3 * x\n"
    (handout / "toy.py").write_text(text, encoding="utf-8")
    result = run("check", "double", cwd=handout)
    assert result.returncode == 1
    assert "result: expected 4, got 2" in result.stdout
    assert "x is 2" in result.stdout
    assert "triple" not in result.stdout


def test_an_unknown_question_is_told_what_there_is(handout):
    result = run("check", "quadruple", cwd=handout)
    assert result.returncode == 2
    assert "expected one of double, triple" in result.stderr
    assert "did you mean 'double'?" in run("check", "doubel", cwd=handout).stderr


def test_a_question_that_only_hidden_checks_look_at_is_named(handout):
    checks = next(handout.glob("test_public*.py"))
    text = checks.read_text(encoding="utf-8")
    before, mark, _ = text.partition('@question("triple")')
    assert mark
    checks.write_text(before, encoding="utf-8")
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Only hidden checks look at triple." in result.stdout
    for path in (handout / "toy.py", *handout.glob("*.ipynb")):
        path.unlink()  # what would be examined is not even looked for
    alone = run("check", "triple", cwd=handout)
    assert (alone.stdout, alone.returncode) == ("\nOnly hidden checks look at triple.\n", 0)


def test_outside_of_a_handout_check_says_what_is_missing(tmp_path):
    result = run("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "not a handout" in result.stderr


def test_a_wrong_answer_is_told_of_files_that_were_not_looked_at(handout):
    assert "Note" not in run("check", cwd=handout).stdout  # its own notebook only calls what toy.py defines
    cell = {"cell_type": "code", "source": "def double(x):\n    return 2 * x", "metadata": {}, "outputs": []}
    (own,) = handout.glob("*.ipynb")  # somebody plays in it, or the guide defines things there
    own.write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    assert "Note" not in run("check", cwd=handout).stdout
    (handout / "[red]mine.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    result = run("check", cwd=handout)
    assert "Note: [red]mine.ipynb was not looked at, because toy.py is there" in result.stdout
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    assert "Note" not in run("check", cwd=handout).stdout


def test_a_missing_file_is_told_as_when_it_is_handed_in(handout):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    settings = handout / "assignment.toml"
    text = settings.read_text(encoding="utf-8").replace('["toy.py"]', '["toy.py", "more.py"]')
    settings.write_text(text.replace('name = "triple"', 'name = "triple"\nfile = "more.py"'), encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 1
    assert "✓ double (6 points)" in result.stdout
    assert "more.py was not handed in\n" in result.stdout
    assert "Note: more.py was not handed in: expected toy.py and more.py, found: " in result.stdout
