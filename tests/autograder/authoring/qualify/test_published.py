"""What others published."""

import pytest

from autograder.authoring.qualify.published import PUBLISHED_FILE, read_published
from autograder.errors import ConfigError

CHECK = '[[checks]]\ncourse = "A"\nabout = "b"\nquestion = "double"\nwrong = 10\nsurvive = 4\n'


def test_without_a_file_there_is_nothing_to_compare(tmp_path):
    assert read_published(tmp_path) == ()


def test_a_file_is_read(tmp_path):
    (tmp_path / PUBLISHED_FILE).write_text(CHECK, encoding="utf-8")
    [check] = read_published(tmp_path)
    assert (check.course, check.survive, check.wrong) == ("A", 4, 10)


@pytest.mark.parametrize(("text", "message"), [("survive = 40", "40 of 10"), ("surive = 4", "did you mean 'survive'?")])
def test_a_mistake_is_named(tmp_path, text, message):
    (tmp_path / PUBLISHED_FILE).write_text(CHECK.replace("survive = 4", text), encoding="utf-8")
    with pytest.raises(ConfigError) as caught:
        read_published(tmp_path)
    assert message in str(caught.value)
