"""Grades of a folder of results that was removed: the gradebook gives them back."""

import json
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

from hypothesis import given as over
from hypothesis import settings
from hypothesis import strategies as st

from autograder.gradebook.history import HISTORY_FILE, add
from autograder.gradebook.index import opened
from autograder.gradebook.lost import gone, put_back
from tests.autograder.gradebook.classroom import give, hand_in, small_class
from tests.autograder.gradebook.making import givens


def test_a_history_that_is_gone_is_put_back_as_it_was(tmp_path):
    out = tmp_path / "toy"
    small_class(out)
    give(out, hand_in(out, "2", "new bytes"), 3.0, old=6.0, why="new bytes")
    before = (out / HISTORY_FILE).read_bytes()
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild([out])
        assert put_back(book, out, "toy") == 0  # it is there
        shutil.rmtree(out)
        out.mkdir()
        assert put_back(book, out, "other") == 0
        assert not (out / HISTORY_FILE).exists()
        assert put_back(book, out, "toy") == 4
        assert (out / HISTORY_FILE).read_bytes() == before
        assert put_back(book, tmp_path / "elsewhere", "toy") == 0


def test_which_folders_with_grades_are_gone(tmp_path):
    for name in ("one", "two", "three"):
        small_class(tmp_path / name, 1)
    hand_in(tmp_path / "none given", "1", "x")
    with opened(tmp_path / "gradebook.sqlite", making=True) as book:
        book.rebuild(sorted(path for path in tmp_path.iterdir() if path.is_dir()))
        for name in ("one", "none given"):
            shutil.rmtree(tmp_path / name)
        assert gone(book, "toy") == (tmp_path / "one",)
        assert gone(book, "other") == ()


@settings(max_examples=30)
@over(st.lists(givens, min_size=1, max_size=3))
def test_whatever_was_given_is_put_back_but_for_halves_of_characters(many):
    lines = [replace(each, derived=replace(each.derived, assignment="toy")) for each in many]
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "toy"
        out.mkdir()
        add(out, lines)
        before = (out / HISTORY_FILE).read_text(encoding="ascii").splitlines()
        with opened(Path(folder) / "gradebook.sqlite", making=True) as book:
            book.rebuild([out])
            (out / HISTORY_FILE).unlink()
            assert put_back(book, out, "toy") == len(lines)
        after = (out / HISTORY_FILE).read_text(encoding="ascii").splitlines()
    assert [json.loads(line) for line in after] == [whole(json.loads(line)) for line in before]


def whole(value):
    """A value of JSON whose texts are characters."""
    match value:
        case str():
            return value.encode("utf-8", "replace").decode()
        case list():
            return [whole(each) for each in value]
        case dict():
            return {key: whole(each) for key, each in value.items()}
    return value
