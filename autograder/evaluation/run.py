"""The evaluation of one network, from its weights to the counts."""

from __future__ import annotations

import hashlib
import math
import random
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from torch import Tensor

from autograder.errors import ExamFault, SandboxFault
from autograder.evaluation.asking import Asked
from autograder.evaluation.batches import Batches
from autograder.evaluation.budgets import require_within
from autograder.evaluation.result import Evaluation, Example, ImageResult
from autograder.evaluation.split import Split
from autograder.metrics import confusion_matrix
from autograder.networks import Network
from autograder.records import Outcome, Weights
from autograder.sandbox.base import Candidate, CandidateFailure

MAX_CHANGED = 0.01
"""The share of an image's pixels that may get another class in other company, where two classes are all but level."""

_SECOND_LOOK = 64  # images that are looked at again
_EXAMPLES = 4

_UNSTEADY = "your network gives the same image other classes when it comes alone, or later"


def evaluate(
    candidate: Candidate, network: Network, weights: Weights, split: Split, device: str = "auto"
) -> Evaluation:
    """Run the network that `candidate` holds over `split`.

    Args:
        candidate: nothing of the hand-in has run in it; its bounds are those of the whole evaluation.
        device: ``cpu``, ``cuda:N`` or ``auto``.

    Raises:
        CandidateFailure: it does not do what was asked, or costs too much.
        ExamFault: a split without images, or with wrong ones.
        SandboxFault: the weights changed on disk, or there is no such device.
    """
    if not len(split):
        raise ExamFault("there are no images to evaluate a network on")
    return _Run(Asked(candidate), network, weights, split).whole(device)


@dataclass
class _Run:
    asked: Asked
    network: Network
    weights: Weights
    split: Split
    began: float = field(default_factory=time.monotonic)

    def whole(self, device: str) -> Evaluation:
        numbers, device = self.asked.open_weights(self.weights.name, _bytes_of(self.weights), device)
        require_within("parameters", numbers, self.network.parameters)
        function = f"{self.network.module}.{self.network.function}"
        parameters = max(numbers, self.asked.build(function, len(self.split.classes)))
        require_within("parameters", parameters, self.network.parameters)
        operations = self.asked.operations(*self.split.sizes[0])
        require_within("operations for one image", operations / 1e9, self.network.gflops_per_image, " GFLOP")
        batches = Batches(self.asked, self.split)
        images, predicted = self._first_look(batches)
        changed = self._second_look(predicted)
        worst, middle = self._examples(images, predicted)
        found = Evaluation(
            network=self.network.name,
            classes=self.split.classes,
            ignore=self.split.ignore,
            images=images,
            parameters=parameters,
            weights_bytes=self.weights.size,
            operations=operations,
            device=device,
            batch=batches.most,
            seconds=time.monotonic() - self.began,
            changed=changed,
            worst=worst,
            middle=middle,
        )
        require_within("time for one image", found.seconds_per_image, self.network.seconds_per_image, " s")
        return found

    def _first_look(self, batches: Batches) -> tuple[tuple[ImageResult, ...], Mapping[int, Tensor]]:
        """What is counted of every image, and the classes of its pixels."""
        predicted: dict[int, Tensor] = {}
        found: dict[int, ImageResult] = {}
        classes, ignore = len(self.split.classes), self.split.ignore
        for some in batches.run(range(len(self.split))):
            seconds = some.seconds / len(some.images)
            for number, image, labels in zip(some.numbers, some.images, some.labels, strict=True):
                confusion = confusion_matrix(labels, image.labels, classes, ignore)
                predicted[number], found[number] = labels, ImageResult(image.name, confusion, seconds)
        return tuple(found[number] for number in range(len(self.split))), predicted

    def _second_look(self, predicted: Mapping[int, Tensor]) -> float:
        """The share of pixels that change when images come in another order, and one by one.

        Raises:
            CandidateFailure: more than can be told from rounding.
        """
        everything = range(len(self.split))
        order = random.Random(0).sample(everything, min(len(everything), _SECOND_LOOK))
        changed = pixels = 0
        for alone in Batches(self.asked, self.split, most=1).run(order):
            (number,), (labels,) = alone.numbers, alone.labels
            differing = int((labels != predicted[number]).sum())
            if differing > MAX_CHANGED * labels.numel():
                raise CandidateFailure(
                    Outcome.FAILED,
                    f"{alone.images[0].name}: {differing} of {labels.numel()} pixels got another class when it came "
                    "alone, after others. Is batch norm or dropout in training mode, or is something remembered?",
                    _UNSTEADY,
                )
            changed, pixels = changed + differing, pixels + labels.numel()
        return changed / pixels

    def _examples(
        self, images: Sequence[ImageResult], predicted: Mapping[int, Tensor]
    ) -> tuple[tuple[Example, ...], tuple[Example, ...]]:
        """The worst and the middle images."""
        scores = {number: image.mean_iou for number, image in enumerate(images)}
        order = sorted((number for number, iou in scores.items() if not math.isnan(iou)), key=scores.__getitem__)
        start = max(0, (len(order) - _EXAMPLES) // 2)

        def examples(numbers: Sequence[int]) -> tuple[Example, ...]:
            found = ((images[number], self.split[number], predicted[number]) for number in numbers)
            return tuple(Example(result, image.image, image.labels, own.clone()) for result, image, own in found)

        return examples(order[:_EXAMPLES]), examples(order[start : start + _EXAMPLES])


def _bytes_of(weights: Weights) -> bytes:
    try:
        data = weights.path.read_bytes()
    except OSError as error:
        raise SandboxFault(f"{weights.name}: our copy cannot be read ({error.strerror})") from None
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise SandboxFault(f"{weights.name}: our copy has changed since it was taken")
    return data
