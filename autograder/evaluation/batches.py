"""Which images a network gets together: of one size, and no more than fit into memory."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic

from torch import Tensor

from autograder.evaluation.asking import Asked
from autograder.evaluation.split import ItemT, ResultT, Split
from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure

_MOST_IMAGES = 32
_MOST_PIXELS = 1 << 19


@dataclass(frozen=True, eq=False)
class Answered(Generic[ItemT]):
    """Some images of a split.

    Attributes:
        numbers, items: which they are.
        answers: those of the network, one for each.
        seconds: wall time from sending the images to having the answer; attempts for which memory did not suffice
            count as well.
    """

    numbers: tuple[int, ...]
    items: tuple[ItemT, ...]
    answers: Tensor
    seconds: float


@dataclass
class Batches(Generic[ItemT, ResultT]):
    """Runs the images of a split through a network.

    Attributes:
        most: images at once; halved whenever memory does not suffice.
    """

    asked: Asked
    split: Split[ItemT, ResultT]
    most: int = _MOST_IMAGES

    def run(self, order: Iterable[int]) -> Iterator[Answered[ItemT]]:
        """The answers, batch by batch; each number in `order` comes once.

        Raises:
            CandidateFailure: the network does not answer, or memory does not suffice for a single image.
        """
        for numbers in self._alike(order).values():
            waiting = list(numbers)
            spent = 0.0
            while waiting:
                items = tuple(self.split[number] for number in waiting[: self._at_once(waiting[0])])
                began = time.monotonic()
                answers = self._predict(items)
                spent += time.monotonic() - began
                if answers is not None:
                    yield Answered(tuple(waiting[: len(items)]), items, answers, spent)
                    del waiting[: len(items)]
                    spent = 0.0

    def _predict(self, items: Sequence[ItemT]) -> Tensor | None:
        """None where memory did not suffice, and fewer may fit."""
        try:
            return self.asked.predict(self.split, items)
        except CandidateFailure as failure:
            if failure.outcome is not Outcome.OUT_OF_MEMORY or len(items) == 1:
                raise
            self.most = len(items) // 2
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
