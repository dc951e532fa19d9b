"""Sets that are drawn: another count of the same seed."""

import pytest
import torch

from autograder.data import cats, scenes


@pytest.mark.parametrize("make", [cats.make, scenes.make])
def test_another_count_has_the_same_images(make):
    few, many = make(2, "a seed"), make(2, "a seed").of(5)
    assert type(few) is type(many)
    assert len(many) == 5
    assert torch.equal(few[1].image, many[1].image)
    with pytest.raises(ValueError, match="count: expected 0 or more, got -1"):
        few.of(-1)
