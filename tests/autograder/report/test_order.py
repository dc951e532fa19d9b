from hypothesis import given
from hypothesis import strategies as st

from autograder.report.order import natural


def test_numbers_count_as_numbers():
    names = ["submission_10", "submission_2", "b", "A10", "a9", "submission_1x", "7", "submission_"]
    assert sorted(names, key=natural) == [
        "7",
        "a9",
        "A10",
        "b",
        "submission_",
        "submission_1x",
        "submission_2",
        "submission_10",
    ]


@given(st.lists(st.text("aA_-.0129²", max_size=8), unique=True))
def test_any_names_have_one_order(names):
    backwards = names[::-1]
    assert sorted(backwards, key=natural) == sorted(names, key=natural)
