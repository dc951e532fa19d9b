"""The questions that an evaluation asks a candidate; every answer is looked at, none believed.

Until `predict` a candidate has seen nothing hidden, so the student may read all that is wrong until then. After that
only words of ours are told.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import Tensor

from autograder.data.labelled import LabelledImage
from autograder.errors import SandboxFault
from autograder.records import Outcome
from autograder.sandbox.base import Candidate, CandidateFailure

_DEVICE = re.compile(r"cpu|cuda(:\d+)?")
_MOST = 1 << 62
_TOLD = {
    "type": "what your network returned is no tensor",
    "shape": "the scores that your network returned have a wrong shape",
    "dtype": "the scores that your network returned have a wrong dtype",
    "finite": "your network returned scores that are NaN or infinite",
}
_ENDED = {
    Outcome.TIMED_OUT: "your network took too long",
    Outcome.OUT_OF_MEMORY: "your network needs more memory than it may use",
}


@dataclass(frozen=True)
class Asked:
    """A candidate with a network; see `sandbox.network`. Every method may raise `CandidateFailure`."""

    candidate: Candidate

    def open_weights(self, name: str, data: bytes, device: str) -> tuple[int, str]:
        """Open weights before anything of the hand-in has run: how many numbers, and where the network will run.

        Raises:
            SandboxFault: the device is not there.
        """
        with _all_told():
            answer = self.candidate.network("open_weights", name=name, data=data, device=device)
            match answer:
                case {"numbers": int(numbers), "device": str(found)} if 0 <= numbers < _MOST:
                    if not _DEVICE.fullmatch(found):
                        raise SandboxFault(f"there is no device {device!r} for candidates here")
                    return numbers, found
            raise _not_asked_for()

    def build(self, function: str, classes: int) -> int:
        """Build the network; how many parameters it says to have."""
        with _all_told():
            return _number(self.candidate.network("build", function=function, classes=classes), "parameters")

    def operations(self, height: int, width: int) -> int:
        """Floating-point operations for one image, as the candidate counts them."""
        with _all_told():
            return _number(self.candidate.network("operations", height=height, width=width), "operations")

    def predict(self, images: Sequence[LabelledImage], classes: int) -> Tensor:
        """The class of each pixel, uint8 (N, H, W), of images of one size."""
        pixels = torch.stack([image.image for image in images])
        shape = (len(images), *pixels.shape[2:])
        with _little_told():
            answer = self.candidate.network("predict", images=pixels, classes=classes)
        match answer:
            case {"labels": labels} if _is_of(labels, shape):
                return _in_range(labels, images, classes)
            case {"problem": str(kind), "text": str(text), "image": int(place)} if kind in _TOLD and 0 <= place < len(
                images
            ):
                raise CandidateFailure(Outcome.FAILED, f"{images[place].name}: {text}", _TOLD[kind])
        raise _not_asked_for()


def _is_of(labels: object, shape: tuple[int, ...]) -> bool:
    return isinstance(labels, Tensor) and labels.dtype == torch.uint8 and tuple(labels.shape) == shape


def _in_range(labels: object, images: Sequence[LabelledImage], classes: int) -> Tensor:
    assert isinstance(labels, Tensor)
    highest = labels.flatten(1).amax(1)
    for image, found in zip(images, highest.tolist(), strict=True):
        if found >= classes:
            text = f"{image.name}: expected classes from 0 to {classes - 1}, got {found}"
            raise CandidateFailure(Outcome.FAILED, text, "your network gave a class that there is not")
    return labels


def _number(answer: object, key: str) -> int:
    value = answer.get(key) if isinstance(answer, dict) else None
    if type(value) is not int or not 0 <= value < _MOST:
        raise _not_asked_for()
    return value


def _not_asked_for() -> CandidateFailure:
    text = "the network: the answer is not what was asked for"
    return CandidateFailure(Outcome.CRASHED, text, text)


@contextmanager
def _all_told() -> Iterator[None]:
    try:
        yield
    except CandidateFailure as failure:
        raise CandidateFailure(failure.outcome, failure.message, failure.message) from None


@contextmanager
def _little_told() -> Iterator[None]:
    try:
        yield
    except CandidateFailure as failure:
        told = _ENDED.get(failure.outcome, "your network crashed on an image")
        raise CandidateFailure(failure.outcome, failure.message, told) from None
