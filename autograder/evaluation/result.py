"""What is known of a network after it ran over labelled images."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from torch import Tensor

from autograder import metrics


@dataclass(frozen=True, eq=False)
class ImageResult:
    """One image.

    Attributes:
        confusion: pixel counts, int64 (K, K); rows are true classes.
        seconds: wall time from sending its batch to having the answer, divided by the images in it.
    """

    name: str
    confusion: Tensor
    seconds: float

    @property
    def mean_iou(self) -> float:
        """Of this image alone; NaN where nothing in it counts."""
        return float(metrics.mean_iou(self.confusion))


@dataclass(frozen=True, eq=False)
class Example:
    """An image to look at: hidden, so for staff only.

    Attributes:
        image: uint8 (3, H, W).
        labels, predicted: uint8 (H, W).
    """

    result: ImageResult
    image: Tensor
    labels: Tensor
    predicted: Tensor


@dataclass(frozen=True, kw_only=True, eq=False)
class Evaluation:
    """A network that answered for every image.

    Attributes:
        network: its name.
        classes: their names.
        ignore: the label of pixels that do not count.
        images: in the order of the split.
        parameters: the larger of what the weights file holds and what the network says to have.
        weights_bytes: size of the weights file.
        operations: floating-point operations for one image of the first one's size; the candidate counted them.
        device: where it ran.
        batch: images at once.
        seconds: wall time of all of it.
        changed: the share of pixels that had another class when images came in another order and one by one.
        worst, middle: examples by mean IoU, the worst first.
    """

    network: str
    classes: tuple[str, ...]
    ignore: int | None
    images: tuple[ImageResult, ...]
    parameters: int
    weights_bytes: int
    operations: int
    device: str
    batch: int
    seconds: float
    changed: float
    worst: tuple[Example, ...]
    middle: tuple[Example, ...]

    @cached_property
    def confusion(self) -> Tensor:
        """Pixel counts of all images together, int64 (K, K); rows are true classes."""
        total = self.images[0].confusion.clone()
        for image in self.images[1:]:
            total += image.confusion
        return total

    @property
    def pixel_accuracy(self) -> float:
        """Share of all pixels that count."""
        return float(metrics.pixel_accuracy(self.confusion))

    @property
    def mean_iou(self) -> float:
        """Of the pooled pixels, over the classes in labels or predictions; see `metrics.mean_iou`."""
        return float(metrics.mean_iou(self.confusion))

    @property
    def iou_per_class(self) -> Mapping[str, float]:
        """NaN for classes in neither labels nor predictions."""
        return dict(zip(self.classes, metrics.iou_per_class(self.confusion).tolist(), strict=True))

    @property
    def seconds_per_image(self) -> float:
        """The median."""
        return median(image.seconds for image in self.images)

    @property
    def gflops_per_image(self) -> float:
        """10⁹ floating-point operations for one image; the candidate counted them."""
        return self.operations / 1e9
