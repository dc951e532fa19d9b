"""Networks in an exam: images, and what came of running a hand-in's network over them, once for all checks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import numpy as np

from autograder.collect.weights import missing_weights
from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import IGNORE, LabelledImage
from autograder.errors import ExamFault
from autograder.networks import Network
from autograder.records import Outcome, Submission, Visibility
from autograder.sandbox.base import Bounds, Candidate, CandidateFailure

if TYPE_CHECKING:  # all this needs torch, which most assignments do without
    from autograder.evaluation import Evaluation, Split
    from autograder.evaluation.keypoints import Reference

ItemT = TypeVar("ItemT")
Make = Callable[[np.random.Generator], Sequence[ItemT]]


@dataclass(frozen=True, eq=False)
class Images(Generic[ItemT]):
    """Where the images of an exam come from; see `labelled` and `pointed`.

    Attributes:
        network: the name of the network that runs over them; None: the only one.
        kind: makes a split of the images and a seed.
    """

    make: Make[ItemT]
    network: str | None
    kind: Callable[[Sequence[ItemT], int], Split[Any, Any]]

    @property
    def name(self) -> str:
        """That of the function that makes them."""
        return self.make.__name__

    def split(self, rng: np.random.Generator) -> Split[Any, Any]:
        """The images, and from the same generator which of them are looked at again."""
        return self.kind(self.make(rng), int(rng.integers(1 << 62)))


def labelled(
    classes: Sequence[str], ignore: int | None = IGNORE, network: str | None = None
) -> Callable[[Make[LabelledImage]], Images[LabelledImage]]:
    """Make the images that the fixture `evaluation` runs a network over, from a generator; called once per batch.

    A hidden check's generator comes from the course secret, a public check's does not. All checks of one visibility
    share the images.

    Args:
        classes: names of the classes, in the order of their numbers.
        ignore: the label of pixels that do not count.
        network: the name of the network; default: the only one.
    """

    def kind(images: Sequence[LabelledImage], seed: int) -> Split[Any, Any]:
        from autograder.evaluation import LabelledSplit

        return LabelledSplit(images=images, seed=seed, classes=tuple(classes), ignore=ignore)

    return lambda make: Images(make, network, kind)


def pointed(
    names: Sequence[str],
    *,
    pairs: Sequence[tuple[int, int]] = (),
    reference: Reference,
    network: str | None = None,
) -> Callable[[Make[KeypointImage]], Images[KeypointImage]]:
    """Make images with keypoints for the fixture `evaluation`, as `labelled` does with classes.

    Args:
        names: of the keypoints, in the order of their numbers.
        pairs: numbers of a left keypoint and of its right one.
        reference: what errors are divided by in NME and PCK: ``"image diagonal"``; ``"box diagonal"``, ``"box longer
            side"`` or ``"box root area"`` of the box around visible points; or the distance of two keypoints,
            ``("left_eye", "right_eye")``.
        network: the name of the network; default: the only one.
    """

    def kind(images: Sequence[KeypointImage], seed: int) -> Split[Any, Any]:
        from autograder.evaluation import PointedSplit

        named = tuple(names)
        return PointedSplit(images=images, seed=seed, names=named, pairs=tuple(pairs), reference=reference)

    return lambda make: Images(make, network, kind)


Key = tuple[Images[Any], Visibility]
"""The images of an evaluation: for each visibility the same function makes others."""


@dataclass
class Evaluated:
    """The evaluations of one submission; one that failed fails again, without running."""

    _known: dict[Key, Evaluation[Any, Any] | CandidateFailure] = field(default_factory=dict)

    def once(
        self,
        key: Key,
        split: Split[Any, Any],
        network: Network,
        submission: Submission,
        start: Callable[[Bounds], Candidate],
        device: str,
    ) -> Evaluation[Any, Any]:
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

    def copy(self) -> Evaluated:
        """The same, to come back to."""
        return Evaluated(dict(self._known))

    def ended(self, visibility: Visibility) -> tuple[Evaluation[Any, Any], ...]:
        """Those that came to their end on images of hidden checks, or on those of public ones."""
        known = ((key, found) for key, found in self._known.items() if not isinstance(found, CandidateFailure))
        return tuple(found for (_, seen_by), found in known if seen_by is visibility)


def _evaluate(
    split: Split[Any, Any], network: Network, submission: Submission, start: Callable[[Bounds], Candidate], device: str
) -> Evaluation[Any, Any]:
    from autograder.evaluation import evaluate

    weights = submission.weights.get(network.name)
    why = next((submission.missing[module] for module in network.modules if module in submission.missing), "")
    if why or weights is None:
        why = why or submission.no_weights.get(network.name) or missing_weights(network)
        raise CandidateFailure(Outcome.FAILED, why, why)
    return evaluate(start, network, weights, split, device)


class LazyEvaluation:
    """An `Evaluation` that runs when something of it is first asked for, within the check."""

    def __init__(self, evaluate: Callable[[], Evaluation[Any, Any]]) -> None:
        self._evaluate = evaluate

    def __getattr__(self, name: str) -> Any:
        if name.startswith("_"):
            raise AttributeError(name)
        return getattr(self._evaluate(), name)


def the_only(found: Sequence[object]) -> Images[Any]:
    """The one `Images` among `found`, the names of an exam's module; raises `ExamFault`."""
    makers = list({id(value): value for value in found if isinstance(value, Images)}.values())
    if len(makers) != 1:
        raise ExamFault(
            f"the fixture `evaluation` needs one @labelled or @pointed function in its module, found {len(makers)}"
        )
    return makers[0]
