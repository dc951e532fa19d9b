"""A class for each pixel: what is asked, and what is counted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

import torch
from torch import Tensor

from autograder import metrics
from autograder.data.labelled import LabelledImage
from autograder.errors import ExamFault
from autograder.evaluation.result import Evaluation, Ran
from autograder.evaluation.split import Split, described
from autograder.networks import Task

_MOST_CLASSES = 256


@dataclass(frozen=True, eq=False)
class LabelledResult:
    """One image.

    Attributes:
        confusion: pixel counts, int64 (K, K); rows are true classes.
        seconds: see `ImageResult`.
    """

    name: str
    confusion: Tensor
    seconds: float

    @property
    def mean_iou(self) -> float:
        """Of this image alone; NaN where nothing in it counts."""
        return float(metrics.mean_iou(self.confusion))

    @property
    def badness(self) -> float:
        """Ranked by mean IoU."""
        return -self.mean_iou


@dataclass(frozen=True, kw_only=True)
class LabelledSplit(Split[LabelledImage, LabelledResult]):
    """Images with labels.

    Attributes:
        classes: their names; a label is a number of one.
        ignore: the label of pixels that do not count.
    """

    classes: tuple[str, ...]
    ignore: int | None = None
    tasks: ClassVar[frozenset[Task]] = frozenset({"segmentation"})
    unsteady: ClassVar[str] = "your network gives the same image other classes when it comes alone, or later"

    def __post_init__(self) -> None:
        if not 1 <= self.count <= _MOST_CLASSES:
            raise ExamFault(
                f"expected from 1 to {_MOST_CLASSES} classes, whose numbers fit into a byte, got {self.count}"
            )

    @property
    def count(self) -> int:
        return len(self.classes)

    def require_truth(self, item: LabelledImage) -> None:
        labels, size = item.labels, item.image.shape[1:]
        if labels.dtype != torch.uint8 or labels.shape != size:
            raise ExamFault(f"{item.name}: expected labels uint8 {tuple(size)}, got {described(labels)}")

    def is_answer(self, answer: Tensor, pixels: Tensor) -> bool:
        return answer.dtype == torch.uint8 and answer.shape == (len(pixels), *pixels.shape[2:])

    def impossible(self, item: LabelledImage, answer: Tensor) -> tuple[str, str] | None:
        highest = int(answer.max())
        if highest < self.count:
            return None
        return (
            f"{item.name}: expected classes from 0 to {self.count - 1}, got {highest}",
            "your network gave a class that there is not",
        )

    def result(self, item: LabelledImage, answer: Tensor, seconds: float) -> LabelledResult:
        confusion = metrics.confusion_matrix(answer, item.labels, self.count, self.ignore)
        return LabelledResult(item.name, confusion, seconds)

    def differing(self, before: Tensor, after: Tensor) -> tuple[int, int]:
        return int((before != after).sum()), before.numel()

    def in_words(self, differing: int, places: int) -> str:
        return f"{differing} of {places} pixels got another class"

    def measured(self, ran: Ran[LabelledImage, LabelledResult]) -> SegmentationEvaluation:
        return SegmentationEvaluation(**vars(ran), classes=self.classes, ignore=self.ignore)


@dataclass(frozen=True, kw_only=True, eq=False)
class SegmentationEvaluation(Evaluation[LabelledImage, LabelledResult]):
    """A network that gave every pixel a class.

    Attributes:
        classes: their names.
        ignore: the label of pixels that do not count.
    """

    classes: tuple[str, ...]
    ignore: int | None

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
    def measures(self) -> Mapping[str, object]:
        return {
            "pixel_accuracy": self.pixel_accuracy,
            "mean_iou": self.mean_iou,
            "iou_per_class": self.iou_per_class,
        }
