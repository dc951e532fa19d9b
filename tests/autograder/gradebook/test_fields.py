"""JSON of ours is read strictly, and told with its place."""

import pytest

from autograder.errors import StoredError
from autograder.gradebook.fields import Fields, one_of


@pytest.mark.parametrize(("value", "kind"), [("a", str), (1, int), (1.5, float), (True, bool), ({}, dict), ([], list)])
def test_a_value_is_of_its_kind_and_of_no_other(value, kind):
    kinds = {
        str: "text",
        int: "a whole number",
        float: "a number",
        bool: "true or false",
        dict: "a table",
        list: "a list",
    }
    assert Fields({"key": value}, "here").take("key", kind) == value
    for other, words in kinds.items():
        if other is not kind and (kind, other) != (int, float):
            with pytest.raises(StoredError, match=rf"^here: key: expected {words}, found "):
                Fields({"key": value}, "here").take("key", other)


def test_a_whole_number_is_a_number():
    found = Fields({"key": 1}, "here").take("key", float)
    assert (found, type(found)) == (1.0, float)


def test_what_is_missing_is_told_or_has_a_default():
    assert Fields({}, "here").take("key", str, "") == ""
    with pytest.raises(StoredError, match=r"^here: key is missing$"):
        Fields({}, "here").take("key", str)


def test_what_nobody_took_is_told():
    fields = Fields({"key": 1, "more": 2}, "here")
    fields.take("key", int)
    with pytest.raises(StoredError, match=r"^here: unknown key 'more'$"):
        fields.end()
    fields.take("more", int)
    fields.end()


@pytest.mark.parametrize("text", ["2026-03-08", "2026-03-08T00:30:00", "now", "", "2026-03-08T25:00:00Z"])
def test_a_time_has_its_offset(text):
    with pytest.raises(StoredError, match=r"^here: key: expected a time with its offset"):
        Fields({"key": text}, "here").moment("key")


def test_one_of_a_few_words():
    assert one_of("a", {"a": 1}, "here") == 1
    with pytest.raises(
        StoredError, match=r"^here: expected one of passed, failed, found 'faild'; did you mean 'failed'"
    ):
        one_of("faild", {"passed": 1, "failed": 2}, "here")
