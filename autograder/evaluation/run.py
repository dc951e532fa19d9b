"""The evaluation of one network, from its weights to what is counted of every image."""

from __future__ import annotations

import hashlib
import math
import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from typing import Generic

from torch import Tensor

from autograder.errors import ExamFault, SandboxFault
from autograder.evaluation.asking import Asked
from autograder.evaluation.batches import Batches
from autograder.evaluation.budgets import require_within
from autograder.evaluation.result import Evaluation, Example, Ran
from autograder.evaluation.split import ItemT, ResultT, Split
from autograder.networks import Network
from autograder.records import Outcome, Weights
from autograder.sandbox.base import Bounds, Candidate, CandidateFailure

MAX_CHANGED = 0.01
"""The share of places that may get another answer in other company, in all and of an image: some are all but level."""

_SECOND_LOOK = 64  # images that are looked at again
_EXAMPLES = 4
_REPLY_MB = 64  # of one answer: label maps of a batch, a byte a pixel
_GRACE = 1.0  # seconds; for a second candidate where the first has used up the time

Start = Callable[[Bounds], Candidate]


def evaluate(
    start: Start, network: Network, weights: Weights, split: Split[ItemT, ResultT], device: str = "auto"
) -> Evaluation[ItemT, ResultT]:
    """Run a network over `split`.

    Args:
        start: starts a candidate that holds the hand-in; two are needed, one after the other.
        device: ``cpu``, ``cuda:N`` or ``auto``.

    Raises:
        CandidateFailure: it does not do what was asked, or costs too much.
        ExamFault: a split without images, or with wrong ones, or for another task.
        SandboxFault: the weights changed on disk, or there is no such device.
    """
    if not len(split):
        raise ExamFault("there are no images to evaluate a network on")
    if network.task not in split.tasks:
        wanted = " or ".join(sorted(split.tasks))
        raise ExamFault(f"network {network.name!r} is for {network.task}, and these images are for {wanted}")
    return _Run(start, network, weights, split).whole(device)


@dataclass
class _Run(Generic[ItemT, ResultT]):
    start: Start
    network: Network
    weights: Weights
    split: Split[ItemT, ResultT]
    began: float = field(default_factory=time.monotonic)

    def whole(self, device: str) -> Evaluation[ItemT, ResultT]:
        with self._candidate(device) as (asked, device, parameters):
            operations = asked.operations(*self.split.sizes[0])
            require_within("operations for one image", operations / 1e9, self.network.gflops_per_image, " GFLOP")
            batches = Batches(asked, self.split)
            images, answers = self._first_look(batches)
        with self._candidate(device) as (asked, _, _):  # a fresh one: nothing is remembered there
            changed = self._second_look(asked, answers)
        worst, middle = self._examples(images, answers)
        ran = Ran(
            network=self.network.name,
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
        require_within("time for one image", ran.seconds_per_image, self.network.seconds_per_image, " s")
        return self.split.measured(ran)

    @contextmanager
    def _candidate(self, device: str) -> Iterator[tuple[Asked, str, int]]:
        """A candidate with the network in it, where it runs, and how many parameters it has."""
        left = max(self.network.seconds - (time.monotonic() - self.began), _GRACE)
        bounds = Bounds(seconds=left, memory_mb=self.network.memory_mb, reply_mb=_REPLY_MB)
        with closing(self.start(bounds)) as candidate:
            asked = Asked(candidate)
            numbers, device = asked.open_weights(self.weights.name, _bytes_of(self.weights), device)
            require_within("parameters", numbers, self.network.parameters)
            parameters = max(numbers, asked.build(self.network, self.split.count))
            require_within("parameters", parameters, self.network.parameters)
            yield asked, device, parameters

    def _first_look(self, batches: Batches[ItemT, ResultT]) -> tuple[tuple[ResultT, ...], Mapping[int, Tensor]]:
        """What is counted of every image, and the answers."""
        answers: dict[int, Tensor] = {}
        found: dict[int, ResultT] = {}
        for some in batches.run(range(len(self.split))):
            seconds = some.seconds / len(some.items)
            for number, item, answer in zip(some.numbers, some.items, some.answers, strict=True):
                answers[number], found[number] = answer, self.split.result(item, answer, seconds)
        return tuple(found[number] for number in range(len(self.split))), answers

    def _second_look(self, asked: Asked, answers: Mapping[int, Tensor]) -> float:
        """The share of places that change when images come in another order, and one by one.

        Raises:
            CandidateFailure: more than can be told from rounding.
        """
        everything = range(len(self.split))
        order = random.Random(self.split.seed).sample(everything, min(len(everything), _SECOND_LOOK))
        changed = places = 0
        for alone in Batches(asked, self.split, most=1).run(order):
            differing, of = self.split.differing(answers[alone.numbers[0]], alone.answers[0])
            if differing > max(1, MAX_CHANGED * of):
                raise self._unsteady(f"{alone.items[0].name}: {self.split.in_words(differing, of)}")
            changed, places = changed + differing, places + of
        if changed > MAX_CHANGED * places:
            raise self._unsteady(self.split.in_words(changed, places), "they")
        return changed / places

    def _unsteady(self, what: str, who: str = "it") -> CandidateFailure:
        text = (
            f"{what} when {who} came alone, after others. Is batch norm or dropout in training mode, or is something "
            "remembered?"
        )
        return CandidateFailure(Outcome.FAILED, text, self.split.unsteady)

    def _examples(
        self, images: Sequence[ResultT], answers: Mapping[int, Tensor]
    ) -> tuple[tuple[Example[ItemT, ResultT], ...], tuple[Example[ItemT, ResultT], ...]]:
        """The worst and the middle images."""
        badness = {number: image.badness for number, image in enumerate(images)}
        order = sorted((number for number, bad in badness.items() if not math.isnan(bad)), key=lambda n: -badness[n])
        start = max(0, (len(order) - _EXAMPLES) // 2)

        def examples(numbers: Sequence[int]) -> tuple[Example[ItemT, ResultT], ...]:
            return tuple(Example(self.split[number], answers[number].clone(), images[number]) for number in numbers)

        return examples(order[:_EXAMPLES]), examples(order[start : start + _EXAMPLES])


def _bytes_of(weights: Weights) -> bytes:
    try:
        data = weights.path.read_bytes()
    except OSError as error:
        raise SandboxFault(f"{weights.name}: our copy cannot be read ({error.strerror})") from None
    if hashlib.sha256(data).hexdigest() != weights.sha256:
        raise SandboxFault(f"{weights.name}: our copy has changed since it was taken")
    return data
