import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.exam import diagnosis

from .test_diagnosis import said, seeds

BORDER = "the border is wrong, the inside is right: look at the padding."


def two(shape, seed):
    """A right answer, and one that is wrong everywhere."""
    rng = np.random.default_rng(seed)
    return rng.standard_normal(shape), rng.standard_normal(shape)


@given(st.integers(1, 3), st.integers(2, 4), seeds)
def test_a_wrong_border_around_what_is_right(margin, inner, seed):
    right, wrong = two((2, 2, inner + 2 * margin, inner + 1 + 2 * margin), seed)
    actual = wrong.copy()
    actual[..., margin:-margin, margin:-margin] = right[..., margin:-margin, margin:-margin]
    assert said(actual, right) == BORDER
    zeros = np.where(actual == right, right, 0.0)
    assert said(zeros, right) == BORDER


def test_a_few_wrong_pixels_are_no_border():
    right, wrong = two((1, 1, 6, 6), 0)
    actual = right.copy()
    actual[..., 0, :2] = wrong[..., 0, :2]
    assert said(actual, right) == ""


PARTS = [np.s_[0], np.s_[-1], np.s_[:, 0], np.s_[:, -1], np.s_[:, :, 0], np.s_[:, :, :, -1]]
WORDS = ["out[0]", "out[-1]", "out[:, 0]", "out[:, -1]", "out[:, :, 0]", "out[:, :, :, -1]"]


@pytest.mark.parametrize(("part", "words"), list(zip(PARTS, WORDS, strict=True)))
@given(seed=seeds)
def test_one_part_alone_is_right_or_wrong(seed, part, words):
    right, wrong = two((3, 4, 5, 6), seed)
    actual = wrong.copy()
    actual[part] = right[part]
    assert said(actual, right) == f"only {words} is right."
    actual = right.copy()
    actual[part] = wrong[part]
    assert said(actual, right) == f"only {words} is wrong."


def test_one_part_in_the_middle_is_nothing_known():
    right, wrong = two((3, 4, 5, 6), 0)
    actual = wrong.copy()
    actual[1] = right[1]
    assert said(actual, right) == ""


@given(seeds)
def test_the_first_image_or_channel_again_and_again(seed):
    right, wrong = two((3, 4, 2, 3), seed)
    first = "out[0], out[1], … are all the same"
    assert said(np.repeat(right[:1], 3, axis=0), right) == f"{first}: is only the first computed?"
    assert said(np.repeat(wrong[:1], 3, axis=0), right) == f"{first}, and should not be."
    named = diagnosis.of_values(np.repeat(right[:1], 3, axis=0), right, "out, the second time", 1e-7, 1e-9)
    assert named == f"{first}: is only the first computed?"
    channel = "out[:, 0], out[:, 1], … are all the same"
    assert said(np.repeat(right[:, :1], 4, axis=1), right) == f"{channel}: is only the first computed?"
    assert said(np.repeat(right.max(axis=1, keepdims=True), 4, axis=1), right) == f"{channel}, and should not be."
