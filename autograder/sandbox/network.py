"""Candidate side: the network of a hand-in, from its weights file to its answers.

It is imported by the warm process, and the worker opens weights, and counts them, before the hand-in's modules are in
reach of any import.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import torch
from torch.utils.flop_counter import FlopCounterMode

from autograder.sandbox.answers import TASKS, Decode, Unusable
from autograder.sandbox.opening import numbers_in, opened, shortened
from autograder.sandbox.worker import Unfit

_KEEP_EXACT = {"allow_tf32": False, "deterministic": True, "benchmark": False}  # a GPU's shortcuts cost digits


class CandidateNetwork:
    """What a candidate answers to `Candidate.network`, task by task in this order.

    Args:
        function: finds ``module.function`` of the hand-in, or raises `Unfit`.
    """

    def __init__(self, function: Callable[[str], Callable[..., Any]]) -> None:
        self._function = function
        self._weights: Mapping[str, torch.Tensor] = {}
        self._file = ""
        self._device = torch.device("cpu")
        self._model: Any = None
        self._kind = ""
        self._count = 0
        self._decode: Decode | None = None

    def open_weights(self, name: str, data: bytes, device: str) -> dict[str, object]:
        """Open a weights file; how many numbers it holds, and where the network will run.

        Args:
            device: ``cpu``, ``cuda:N``, or ``auto``: a GPU where there is one. Answered by ``none`` if not there.
        """
        found = _device(device)
        if found is None:
            return {"numbers": 0, "device": "none"}
        self._device = found
        self._weights, self._file = opened(name, data), name
        return {"numbers": numbers_in(self._weights.values()), "device": str(self._device)}

    def build(self, function: str, count: int, kind: str, decode: str | None) -> dict[str, object]:
        """Build the network and give it its weights; how many parameters it says to have.

        Args:
            count: of classes or keypoints, which the function is called with.
            kind: of task, one of `answers.TASKS`.
            decode: the function that makes points of what the network returns, if it is the hand-in's.
        """
        name = function.rpartition(".")[2]
        model = self._function(function)(count)
        if not isinstance(model, torch.nn.Module):
            raise Unfit(f"{name}({count}) returned a {type(model).__name__}, expected a torch.nn.Module")
        try:
            model.load_state_dict(self._weights, strict=True)
        except RuntimeError as error:
            raise Unfit(f"{self._file} does not fit {name}({count}): {self._misfit(model, error)}") from None
        self._weights = {}
        for setting, value in _KEEP_EXACT.items():
            setattr(torch.backends.cudnn, setting, value)
        model.to(self._device)
        model.eval()
        for parameter in model.parameters():
            parameter.requires_grad_(False)  # torch's counter of operations stumbles over views of those with gradients
        self._model, self._kind, self._count = model, kind, count
        self._decode = self._function(decode) if decode is not None else None
        return {"parameters": sum(parameter.numel() for parameter in model.parameters())}

    def operations(self, height: int, width: int) -> dict[str, object]:
        """Floating-point operations for one black image, or what is wrong with the answer to it.

        Convolutions and matrix products are counted.
        """
        black = torch.zeros(1, 3, height, width, dtype=torch.uint8)
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            answer = self._answer(black)
        return {"operations": int(counter.get_total_flops())} if "answer" in answer else answer

    def predict(self, images: torch.Tensor) -> dict[str, object]:
        """The answer for images, uint8 (N, 3, H, W), as `answers` has it for the task; or what is wrong with it."""
        with torch.inference_mode():
            return self._answer(images)

    def _answer(self, images: torch.Tensor) -> dict[str, object]:
        height, width = images.shape[2:]
        try:
            output = self._model(images.to(self._device).float().div_(255))
            answer = TASKS[self._kind](output, len(images), self._count, (height, width), self._decode)
            return {"answer": answer.cpu()}
        except Unusable as wrong:
            return {"problem": wrong.kind, "text": wrong.text, "by": wrong.by, "image": wrong.image}
        except torch.OutOfMemoryError:
            torch.cuda.empty_cache()
            raise MemoryError from None

    def _misfit(self, model: torch.nn.Module, error: Exception) -> str:
        """The difference of what is there and what is wanted, shortened."""
        wanted, found = model.state_dict(), self._weights
        reshaped = [key for key in found if key in wanted and wanted[key].shape != found[key].shape]
        told = [
            ("missing", [key for key in wanted if key not in found]),
            ("unexpected", [key for key in found if key not in wanted]),
            ("of another shape", [_shapes(key, found[key], wanted[key]) for key in reshaped]),
        ]
        parts = [f"{what}: {shortened(keys)}" for what, keys in told if keys]
        return "; ".join(parts) or str(error)[:500]


def _device(wanted: str) -> torch.device | None:
    if wanted == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(wanted)
    is_there = device.type == "cpu" or (torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count())
    return device if is_there else None


def _shapes(key: str, found: torch.Tensor, wanted: torch.Tensor) -> str:
    return f"{key} is {tuple(found.shape)}, expected {tuple(wanted.shape)}"
