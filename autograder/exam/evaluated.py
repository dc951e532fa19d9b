"""Networks in an exam: labelled images, and what came of running a hand-in's network over them, once for all checks."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.collect.weights import missing_weights
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.errors import ExamFault
from autograder.networks import Network
from autograder.records import Outcome, Submission
from autograder.sandbox.base import Bounds, Candidate, CandidateFailure

if TYPE_CHECKING:  # all this needs torch, which most assignments do without
    from autograder.evaluation import Evaluation, Split

_REPLY_MB = 64  # of one answer: label maps of a batch, a byte a pixel

ImageMaker = Callable[[np.random.Generator], Sequence[LabelledImage]]


@dataclass(frozen=True, eq=False)
class Labelled:
    """Where the images of an exam come from; see `labelled`."""

    make: ImageMaker
    classes: tuple[str, ...]
    ignore: int | None
    network: str | None

    @property
    def name(self) -> str:
        """That of the function that makes them."""
        return self.make.__name__

    def split(self, rng: np.random.Generator) -> Split:
        """The images."""
        from autograder.evaluation import Split

        return Split(self.make(rng), self.classes, self.ignore)


def labelled(
    classes: Sequence[str], ignore: int | None = IGNORE, network: str | None = None
) -> Callable[[ImageMaker], Labelled]:
    """Make the images that the fixture `evaluation` runs a network over, from a generator; called once per batch.

    A hidden check's generator comes from the course secret, a public check's does not. All checks of one visibility
    share the images.

    Args:
        classes: names of the classes, in the order of their numbers.
        ignore: the label of pixels that do not count.
        network: the name of the network; default: the only one.
    """

    def decorate(make: ImageMaker) -> Labelled:
        return Labelled(make, tuple(classes), ignore, network)

    return decorate


@dataclass
class Evaluated:
    """The evaluations of one submission; one that failed fails again, without running."""

    _known: dict[Hashable, Evaluation | CandidateFailure] = field(default_factory=dict)

    def once(
        self,
        key: Hashable,
        split: Split,
        network: Network,
        submission: Submission,
        start: Callable[[Bounds], Candidate],
        device: str,
    ) -> Evaluation:
        """The evaluation that is known by `key`, made if there is none; raises as `evaluation.evaluate`."""
        if key not in self._known:
            try:
                self._known[key] = _evaluate(split, network, submission, start, device)
            except CandidateFailure as failure:
                self._known[key] = failure
        found = self._known[key]
        if isinstance(found, CandidateFailure):
            raise CandidateFailure(found.outcome, found.message, found.told)
        return found

    @property
    def all(self) -> tuple[Evaluation, ...]:
        """Those that came to their end."""
        return tuple(found for found in self._known.values() if not isinstance(found, CandidateFailure))


def _evaluate(
    split: Split, network: Network, submission: Submission, start: Callable[[Bounds], Candidate], device: str
) -> Evaluation:
    from autograder.evaluation import evaluate

    weights = submission.weights.get(network.name)
    why = next((submission.missing[module] for module in network.modules if module in submission.missing), "")
    if why or weights is None:
        why = why or submission.no_weights.get(network.name) or missing_weights(network)
        raise CandidateFailure(Outcome.FAILED, why, why)
    bounds = Bounds(seconds=network.seconds, memory_mb=network.memory_mb, reply_mb=_REPLY_MB)
    with closing(start(bounds)) as candidate:
        return evaluate(candidate, network, weights, split, device)


class LazyEvaluation:
    """An `Evaluation` that runs when something of it is first asked for, within the check."""

    def __init__(self, evaluate: Callable[[], Evaluation]) -> None:
        self._evaluate = evaluate

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._evaluate(), name)


def the_only(found: Sequence[object]) -> Labelled:
    """The one `Labelled` among `found`, the names of an exam's module; raises `ExamFault`."""
    makers = list({id(value): value for value in found if isinstance(value, Labelled)}.values())
    if len(makers) != 1:
        raise ExamFault(f"the fixture `evaluation` needs one @labelled function in its module, found {len(makers)}")
    return makers[0]
