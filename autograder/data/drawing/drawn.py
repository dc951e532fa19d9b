"""Sets whose images are drawn from a seed."""

from __future__ import annotations

from abc import ABC
from typing import Self

from autograder.data.lazy import Item, LazySet


class DrawnSet(LazySet[Item], ABC):
    """The first `count` images of a seed, each drawn when it is asked for; image i does not depend on `count`."""

    def __init__(self, count: int, seed: int | str) -> None:
        if count < 0:
            raise ValueError(f"count: expected 0 or more, got {count}")
        super().__init__(count)
        self.seed = seed

    def of(self, count: int) -> Self:
        """The first `count` images of the same seed."""
        return type(self)(count, self.seed)
