"""``autograder pack`` in an unpacked handout."""

import json
import zipfile

import pytest

from autograder.authoring.handout import build_handout, write_handout

from .conftest import RIGHT, run


@pytest.fixture
def handout(course, tmp_path):
    """An unpacked handout of the toy assignment, with a space in its path."""
    folder = tmp_path / "un packed"
    write_handout(build_handout(course()), folder)
    (folder / "toy.py").write_text(RIGHT, encoding="utf-8")
    return folder


def test_it_packs_shows_what_is_in_it_and_checks_it_as_it_will_be_read(handout):
    result = run("pack", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "toy-hand-in.zip: 1 file, as the grader reads them:\n    toy.py" in result.stdout
    assert "2 of 2 questions pass their public checks" in result.stdout
    assert "So far public checks speak for 10 of 10 points." in result.stdout
    with zipfile.ZipFile(handout / "toy-hand-in.zip") as archive:
        assert archive.namelist() == ["toy.py"]


def test_wrong_answers_are_packed_all_the_same(handout):
    (handout / "toy.py").write_text(RIGHT.replace("2 *", "3 *"), encoding="utf-8")
    result = run("pack", "--out", "mine.zip", cwd=handout)
    assert result.returncode == 0, result.stderr
    assert "1 of 2 questions pass" in result.stdout
    assert "Look first at double:" in result.stdout
    assert (handout / "mine.zip").is_file()


def test_it_refuses_to_forget_a_file_unless_told(handout):
    (handout / "toy.py").write_text("from helper import *\n" + RIGHT, encoding="utf-8")
    result = run("pack", cwd=handout)
    assert result.returncode == 1
    assert "✗ toy.py imports helper, which neither lies in this folder nor is installed" in result.stderr
    assert "Nothing was packed" in result.stderr
    assert not (handout / "toy-hand-in.zip").exists()
    anyway = run("pack", "--anyway", cwd=handout)
    assert anyway.returncode == 0
    assert "✗ toy.py imports helper" in anyway.stderr
    assert "0 of 2 questions pass" in anyway.stdout


def test_with_nothing_to_examine_it_says_what_it_found(handout):
    (handout / "toy.py").unlink()
    cell = {"cell_type": "code", "source": "x = 1", "metadata": {}, "outputs": []}
    (handout / "toy.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    result = run("pack", cwd=handout)
    assert result.returncode == 1
    assert (
        "toy.py is not in this folder, and toy.ipynb does not define double, triple. Was the notebook" in result.stderr
    )
    (handout / "toy.ipynb").unlink()
    result = run("pack", cwd=handout)
    assert result.returncode == 2
    assert "expected toy.py, found: " in result.stderr


@pytest.mark.parametrize("name", ["mine.tar", "nowhere/mine.zip"])
def test_a_place_for_the_zip_that_is_none_is_told_at_once(handout, name):
    result = run("pack", "--out", name, cwd=handout)
    assert result.returncode == 2
    assert "expected the name of a .zip in a folder that is there" in " ".join(result.stderr.split())
