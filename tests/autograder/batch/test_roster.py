"""The list of the class among the results."""

import pytest

from autograder.batch.roster import keep_roster
from autograder.collect.attendance import ROSTER_FILE
from autograder.errors import ConfigError


def test_a_copy_is_kept_and_replaced(tmp_path):
    for text in (b"sid\r\n1\r\n", b"sid\n2\n"):
        (tmp_path / "class.csv").write_bytes(text)
        keep_roster(tmp_path / "class.csv", tmp_path)
        assert (tmp_path / ROSTER_FILE).read_bytes() == text


def test_the_copy_itself_can_be_given(tmp_path):
    (tmp_path / ROSTER_FILE).write_bytes(b"sid\n1\n")
    keep_roster(tmp_path / ROSTER_FILE, tmp_path)
    assert (tmp_path / ROSTER_FILE).read_bytes() == b"sid\n1\n"


def test_where_it_cannot_be_kept_is_told(tmp_path):
    (tmp_path / "class.csv").write_bytes(b"sid\n1\n")
    with pytest.raises(ConfigError, match=r"none.roster\.csv: the roster cannot be kept there \(No such file"):
        keep_roster(tmp_path / "class.csv", tmp_path / "none")
