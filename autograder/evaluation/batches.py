"""Which images a network gets together: of one size, and no more than fit into memory."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from torch import Tensor

from autograder.data.labelled import LabelledImage
from autograder.evaluation.asking import Asked
from autograder.evaluation.split import Split
from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure

_MOST_IMAGES = 32
_MOST_PIXELS = 1 << 19


@dataclass(frozen=True, eq=False)
class Answered:
    """Some images of a split.

    Attributes:
        numbers, images: which they are.
        labels: the classes that the network gave their pixels, uint8 (N, H, W).
        seconds: wall time from sending the images to having the answer.
    """

    numbers: tuple[int, ...]
    images: tuple[LabelledImage, ...]
    labels: Tensor
    seconds: float


@dataclass
class Batches:
    """Runs the images of a split through a network.

    Attributes:
        most: images at once; halved whenever memory does not suffice.
    """

    asked: Asked
    split: Split
    most: int = _MOST_IMAGES

    def run(self, order: Iterable[int]) -> Iterator[Answered]:
        """The answers, batch by batch; each number in `order` comes once.

        Raises:
            CandidateFailure: the network does not answer, or memory does not suffice for a single image.
        """
        for numbers in self._alike(order).values():
            waiting = list(numbers)
            while waiting:
                images = tuple(self.split[number] for number in waiting[: self._at_once(waiting[0])])
                began = time.monotonic()
                labels = self._predict(images)
                if labels is not None:
                    yield Answered(tuple(waiting[: len(images)]), images, labels, time.monotonic() - began)
                    del waiting[: len(images)]

    def _predict(self, images: Sequence[LabelledImage]) -> Tensor | None:
        """None where memory did not suffice, and fewer may fit."""
        try:
            return self.asked.predict(images, len(self.split.classes))
        except CandidateFailure as failure:
            if failure.outcome is not Outcome.OUT_OF_MEMORY or len(images) == 1:
                raise
            self.most = len(images) // 2
            return None

    def _at_once(self, number: int) -> int:
        height, width = self.split.sizes[number]
        return max(1, min(self.most, _MOST_PIXELS // (height * width)))

    def _alike(self, order: Iterable[int]) -> Mapping[tuple[int, ...], list[int]]:
        """The numbers by size of image."""
        sizes: dict[tuple[int, ...], list[int]] = {}
        for number in order:
            sizes.setdefault(self.split.sizes[number], []).append(number)
        return sizes
