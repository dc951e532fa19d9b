"""Scenes: streets that were never photographed, drawn from a seed, the same bits on every machine.

Six classes in very unequal shares, so that a network which never finds a person still has a high pixel accuracy.
"""

from __future__ import annotations

import torch

from autograder.data.drawing.drawn import DrawnSet
from autograder.data.drawing.stream import Stream
from autograder.data.labelled import LabelledImage
from autograder.data.scenes.canvas import SIZE
from autograder.data.scenes.street import draw_scene

__all__ = ["CLASSES", "SIZE", "Scenes", "make"]

CLASSES = ("sky", "building", "road", "vegetation", "car", "person")
_EDITION = "scenes 1"  # a change of one pixel is another edition


class Scenes(DrawnSet[LabelledImage]):
    """Streets; scene i does not depend on how many there are."""

    def read(self, number: int) -> LabelledImage:
        """Draw it."""
        image, labels = draw_scene(Stream(f"{_EDITION}\n{self.seed}\n{number}"))
        return LabelledImage(f"{number:05d}", torch.from_numpy(image), torch.from_numpy(labels))


def make(count: int, seed: int | str) -> Scenes:
    """`count` scenes of 96 × 96 pixels; the seeds 7 and "7" are the same.

    >>> make(3, seed=7)[2].labels.shape
    torch.Size([96, 96])
    """
    return Scenes(count, seed)
