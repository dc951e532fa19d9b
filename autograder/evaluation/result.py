"""What is known of a network after it ran over images, whatever it was asked."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Generic, Protocol, TypeVar

from torch import Tensor


class ImageResult(Protocol):
    """What is counted of one image."""

    @property
    def name(self) -> str:
        """That of the image."""
        ...

    @property
    def seconds(self) -> float:
        """Wall time from sending its batch to having the answer, divided by the images in it."""
        ...

    @property
    def badness(self) -> float:
        """By which images are ranked, the higher the worse; NaN where nothing in it counts."""
        ...


ItemT_co = TypeVar("ItemT_co", covariant=True)
ResultT_co = TypeVar("ResultT_co", bound=ImageResult, covariant=True)


@dataclass(frozen=True, eq=False)
class Example(Generic[ItemT_co, ResultT_co]):
    """An image to look at: hidden, so for staff only.

    Attributes:
        item: the image and the truth.
        answer: the network's.
    """

    item: ItemT_co
    answer: Tensor
    result: ResultT_co


@dataclass(frozen=True, kw_only=True, eq=False)
class Ran(Generic[ItemT_co, ResultT_co]):
    """A network that answered for every image.

    Attributes:
        network: its name.
        images: in the order of the split.
        parameters: the larger of what the weights file holds and what the network says to have.
        weights_bytes: size of the weights file.
        operations: floating-point operations for one image of the first one's size; the candidate counted them.
        device: where it ran.
        batch: images at once.
        seconds: wall time of all of it.
        changed: the share of places that had another answer when images came in another order and one by one.
        worst, middle: examples, the worst first.
    """

    network: str
    images: tuple[ResultT_co, ...]
    parameters: int
    weights_bytes: int
    operations: int
    device: str
    batch: int
    seconds: float
    changed: float
    worst: tuple[Example[ItemT_co, ResultT_co], ...]
    middle: tuple[Example[ItemT_co, ResultT_co], ...]

    @property
    def seconds_per_image(self) -> float:
        """The median."""
        return median(image.seconds for image in self.images)

    @property
    def gflops_per_image(self) -> float:
        """10⁹ floating-point operations for one image; the candidate counted them."""
        return self.operations / 1e9


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation(Ran[ItemT_co, ResultT_co], ABC):
    """A run with the metrics of its task."""

    @property
    @abstractmethod
    def measures(self) -> Mapping[str, object]:
        """The metrics by name, for ``extra_data``; nothing of a single image."""
