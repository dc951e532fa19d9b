"""Sequences whose images are read or drawn only when they are asked for."""

from __future__ import annotations

import copy
from abc import abstractmethod
from collections.abc import Sequence
from typing import Self, TypeVar, overload

from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import LabelledImage

SetItem = LabelledImage | KeypointImage  # what sets hold
Item = TypeVar("Item", covariant=True)


class LazySet(Sequence[Item]):
    """Base of such sequences: a class says how to get one image; a slice is a sequence of the same kind."""

    def __init__(self, count: int) -> None:
        self._numbers = range(count)

    @abstractmethod
    def read(self, number: int) -> Item:
        """The image with that number, from 0 to the count the whole set was made with."""

    def __len__(self) -> int:
        return len(self._numbers)

    @overload
    def __getitem__(self, index: int) -> Item: ...
    @overload
    def __getitem__(self, index: slice) -> Self: ...
    def __getitem__(self, index: int | slice) -> Item | Self:
        if isinstance(index, slice):
            part = copy.copy(self)
            part._numbers = self._numbers[index]
            return part
        return self.read(self._numbers[index])
