"""Cats: faces that were never photographed, with five keypoints, drawn from a seed, the same bits on every machine."""

from __future__ import annotations

import torch

from autograder.data.cats.picture import SIZE, draw_cat
from autograder.data.drawing.stream import Stream
from autograder.data.keypoints import KeypointImage
from autograder.data.lazy import LazySet

__all__ = ["KEYPOINTS", "PAIRS", "SIZE", "Cats", "make"]

KEYPOINTS = ("left_ear", "right_ear", "left_eye", "right_eye", "nose")  # the cat's own left and right; ears: their tips
PAIRS = ((0, 1), (2, 3))  # which are each other's mirror image
_EDITION = "cats 1"  # a change of one pixel is another edition


class Cats(LazySet[KeypointImage]):
    """The first `count` cats of a seed, each drawn when it is asked for; cat i does not depend on `count`."""

    def __init__(self, count: int, seed: int | str) -> None:
        if count < 0:
            raise ValueError(f"count: expected 0 or more, got {count}")
        super().__init__(count)
        self.seed = seed

    def read(self, number: int) -> KeypointImage:
        """Draw it."""
        image, points_px, visible = draw_cat(Stream(f"{_EDITION}\n{self.seed}\n{number}"))
        tensors = (torch.from_numpy(array) for array in (image, points_px, visible))
        return KeypointImage(f"{number:05d}", *tensors)


def make(count: int, seed: int | str) -> Cats:
    """`count` cats of 96 × 96 pixels; the seeds 7 and "7" are the same.

    >>> make(3, seed=7)[2].points_px.shape
    torch.Size([5, 2])
    """
    return Cats(count, seed)
