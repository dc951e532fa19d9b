"""The labelled images that a network is measured on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import torch

from autograder.data.labelled import LabelledImage
from autograder.errors import ExamFault


@dataclass(frozen=True)
class Split:
    """Images with labels that all are of one kind.

    Attributes:
        images: may be lazy; each is asked for when it is needed, more than once.
        classes: their names; a label is a number of one.
        ignore: the label of pixels that do not count.
    """

    images: Sequence[LabelledImage]
    classes: tuple[str, ...]
    ignore: int | None = None

    def __len__(self) -> int:
        return len(self.images)

    @cached_property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Height and width of every image; looked up once for all hand-ins."""
        return tuple(
            (image.labels.shape[0], image.labels.shape[1]) for image in map(self.__getitem__, range(len(self)))
        )

    def __getitem__(self, index: int) -> LabelledImage:
        """The image of that number; raises `ExamFault` where it is none."""
        found = self.images[index]
        image, labels = found.image, found.labels
        if image.dtype != torch.uint8 or image.ndim != 3 or len(image) != 3:
            raise ExamFault(f"{found.name}: expected an image uint8 (3, H, W), got {_described(image)}")
        if labels.dtype != torch.uint8 or labels.shape != image.shape[1:]:
            raise ExamFault(f"{found.name}: expected labels uint8 {tuple(image.shape[1:])}, got {_described(labels)}")
        return found


def _described(tensor: torch.Tensor) -> str:
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"
