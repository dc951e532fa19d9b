"""Cats: faces that were never photographed, with five keypoints, drawn from a seed, the same bits on every machine."""

from __future__ import annotations

import torch

from autograder.data.cats.picture import SIZE, draw_cat
from autograder.data.drawing.drawn import DrawnSet
from autograder.data.drawing.stream import Stream
from autograder.data.keypoints import KeypointImage

__all__ = ["KEYPOINTS", "PAIRS", "SIZE", "Cats", "make"]

KEYPOINTS = ("left_ear", "right_ear", "left_eye", "right_eye", "nose")  # the cat's own left and right; ears: their tips
PAIRS = ((0, 1), (2, 3))  # which are each other's mirror image
_EDITION = "cats 1"  # a change of one pixel is another edition


class Cats(DrawnSet[KeypointImage]):
    """Cats; cat i does not depend on how many there are."""

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
