"""The images that a network is measured on, and all that differs from one task to another.

How a network is loaded, held to its budgets, given its images in batches and again one by one, is written once, in
`run`. A kind of task is a `Split`: it says what is asked, looks at what is answered, and counts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar, Generic, Protocol, TypeVar

import torch
from torch import Tensor

from autograder.errors import ExamFault
from autograder.evaluation.result import Evaluation, ImageResult, Ran
from autograder.networks import Task
from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure


class Pictured(Protocol):
    """An image of a split: `LabelledImage`, `KeypointImage`."""

    @property
    def name(self) -> str:
        """Unique within its set."""
        ...

    @property
    def image(self) -> Tensor:
        """uint8 (3, H, W), RGB."""
        ...


ItemT = TypeVar("ItemT", bound=Pictured)
ResultT = TypeVar("ResultT", bound=ImageResult)


@dataclass(frozen=True)
class Split(ABC, Generic[ItemT, ResultT]):
    """Images that all are of one kind.

    Attributes:
        images: may be lazy; each is asked for when it is needed, more than once.
        seed: which images are looked at again, and in which order, comes from it; unknown to students.
        tasks: those of networks that can be measured on it.
        unsteady: what the student is told whose network answers otherwise in other company.
    """

    images: Sequence[ItemT]
    seed: int = 0
    tasks: ClassVar[frozenset[Task]]
    unsteady: ClassVar[str]

    def __len__(self) -> int:
        return len(self.images)

    def __getitem__(self, index: int) -> ItemT:
        """The image of that number; raises `ExamFault` where it is none."""
        found = self.images[index]
        image = found.image
        if image.dtype != torch.uint8 or image.ndim != 3 or len(image) != 3:
            raise ExamFault(f"{found.name}: expected an image uint8 (3, H, W), got {described(image)}")
        self.require_truth(found)
        return found

    def __iter__(self) -> Iterator[ItemT]:
        return map(self.__getitem__, range(len(self)))

    @cached_property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        """Height and width of every image; looked up once for all hand-ins."""
        return tuple((item.image.shape[1], item.image.shape[2]) for item in self)

    @property
    @abstractmethod
    def count(self) -> int:
        """What the network is built for: the number of classes or keypoints."""

    @abstractmethod
    def require_truth(self, item: ItemT) -> None:
        """Raise `ExamFault` unless what is known of the image has the right form."""

    @abstractmethod
    def is_answer(self, answer: Tensor, pixels: Tensor) -> bool:
        """Whether it has the shape and dtype of an answer for these images, uint8 (N, 3, H, W)."""

    @abstractmethod
    def impossible(self, item: ItemT, answer: Tensor) -> tuple[str, str] | None:
        """What is wrong with the answer for one image: for staff, and for the student; None: nothing."""

    @abstractmethod
    def result(self, item: ItemT, answer: Tensor, seconds: float) -> ResultT:
        """What is counted of one image."""

    @abstractmethod
    def differing(self, before: Tensor, after: Tensor) -> tuple[int, int]:
        """In how many of how many places two answers for one image differ by more than rounding makes them."""

    @abstractmethod
    def in_words(self, differing: int, places: int) -> str:
        """``3 of 256 pixels got another class``."""

    @abstractmethod
    def measured(self, ran: Ran[ItemT, ResultT]) -> Evaluation[ItemT, ResultT]:
        """The metrics of all images."""


def described(tensor: Tensor) -> str:
    """``float32 (3, 5)``."""
    return f"{str(tensor.dtype).removeprefix('torch.')} {tuple(tensor.shape)}"


def require_possible(split: Split[ItemT, ResultT], items: Sequence[ItemT], answers: Tensor) -> None:
    """Raise `CandidateFailure` for the first of the answers that cannot be one."""
    for item, answer in zip(items, answers, strict=True):
        wrong = split.impossible(item, answer)
        if wrong is not None:
            raise CandidateFailure(Outcome.FAILED, *wrong)
