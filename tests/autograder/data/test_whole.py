"""A folder that is whole or not there."""

import pytest

from autograder.data.whole import whole_folder
from autograder.errors import DataError


def test_what_was_filled_is_there_in_the_end_and_not_before(tmp_path):
    target = tmp_path / "a" / "b"
    with whole_folder(target) as folder:
        (folder / "x").write_text("1", encoding="utf-8")
        assert not target.exists()
    assert [path.name for path in target.iterdir()] == ["x"]
    assert [path.name for path in target.parent.iterdir()] == ["b"]


@pytest.mark.parametrize("failure", [ValueError, KeyboardInterrupt])
def test_a_failure_leaves_nothing(tmp_path, failure):
    def fill():
        with whole_folder(tmp_path / "b") as folder:
            (folder / "x").write_text("1", encoding="utf-8")
            raise failure

    with pytest.raises(failure):
        fill()
    assert list(tmp_path.iterdir()) == []


def test_an_empty_folder_may_be_filled(tmp_path):
    (tmp_path / "b").mkdir()
    with whole_folder(tmp_path / "b") as folder:
        (folder / "x").touch()
    assert (tmp_path / "b" / "x").exists()


def test_what_is_there_is_not_touched(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine").touch()
    for target in (tmp_path / "b", tmp_path / "b" / "mine"):
        with pytest.raises(DataError, match="expected a folder that is new or empty"), whole_folder(target):
            pass
    assert [path.name for path in tmp_path.rglob("*")] == ["b", "mine"]


def test_a_place_where_nothing_can_be_made_is_told(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(DataError, match="cannot be made"), whole_folder(tmp_path / "file" / "b"):
        pass
