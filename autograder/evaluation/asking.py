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

from autograder.errors import SandboxFault
from autograder.evaluation.split import ItemT, ResultT, Split, require_possible
from autograder.networks import Network
from autograder.records import Outcome
from autograder.sandbox.base import Candidate, CandidateFailure
from autograder.sandbox.candidate import clean

_DEVICE = re.compile(r"cpu|cuda(:\d+)?")
_MOST = 1 << 62
_TOLD = {
    "type": "is no tensor",
    "shape": "has a wrong shape",
    "dtype": "has a wrong dtype",
    "finite": "holds numbers that are NaN or infinite",
}
_BY = {"network": "what your network returned", "decode": "what your function made of it"}
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

    def build(self, network: Network, count: int) -> int:
        """Build the network for so many classes or keypoints; how many parameters it says to have."""
        function = network.functions[0]
        with _all_told():
            answer = self.candidate.network(
                "build", function=function, count=count, kind=network.task, decode=network.decode
            )
            return _number(answer, "parameters")

    def operations(self, height: int, width: int) -> int:
        """Floating-point operations for one black image, as the candidate counts them; its answer must be one."""
        with _all_told():
            answer = self.candidate.network("operations", height=height, width=width)
            problem = _problem(answer, 1)
            if problem is not None:
                raise CandidateFailure(Outcome.FAILED, f"for a black image: {problem.text}")
            return _number(answer, "operations")

    def predict(self, split: Split[ItemT, ResultT], items: Sequence[ItemT]) -> Tensor:
        """The answers for images of one size, one for each."""
        pixels = torch.stack([item.image for item in items])
        with _little_told():
            answer = self.candidate.network("predict", images=pixels)
        problem = _problem(answer, len(items))
        if problem is not None:
            raise CandidateFailure(Outcome.FAILED, f"{items[problem.image].name}: {problem.text}", problem.told)
        match answer:
            case {"answer": Tensor() as found} if split.is_answer(found, pixels):
                require_possible(split, items, found)
                return found
        raise _not_asked_for()


@dataclass(frozen=True)
class _Problem:
    """What the candidate says is wrong with its answer: `text` in its words, for staff, `told` in ours."""

    text: str
    told: str
    image: int


def _problem(answer: object, images: int) -> _Problem | None:
    match answer:
        case {"problem": str(kind), "text": str(text), "by": str(by), "image": int(place)} if (
            kind in _TOLD and by in _BY and 0 <= place < images
        ):
            return _Problem(clean(text), f"{_BY[by]} {_TOLD[kind]}", place)
    return None


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
