"""Candidate side: the network of a hand-in, from its weights file to the class of each pixel.

It is imported by the warm process, so that weights are opened, and counted, before anything of the hand-in has run.
Pickles are opened by torch's own reader of tensors (``weights_only=True``), which runs no code of theirs.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping
from typing import Any

import safetensors.torch
import torch
from torch.utils.flop_counter import FlopCounterMode

from autograder.sandbox.worker import Unfit

_MAX_KEYS = 3  # named in a message
_REFUSED = re.compile(r"GLOBAL (\S+)")
_KEEP_EXACT = {"allow_tf32": False, "deterministic": True, "benchmark": False}  # a GPU's shortcuts cost digits


class CandidateNetwork:
    """What a candidate answers to `Candidate.network`, task by task in this order.

    Args:
        function: finds ``module.function`` of the hand-in, or raises `Unfit`.
    """

    def __init__(self, function: Callable[[str], Callable[..., object]]) -> None:
        self._function = function
        self._weights: Mapping[str, torch.Tensor] = {}
        self._file = ""
        self._device = torch.device("cpu")
        self._model: Any = None

    def open_weights(self, name: str, data: bytes, device: str) -> dict[str, object]:
        """Open a weights file; how many numbers it holds, and where the network will run.

        Args:
            device: ``cpu``, ``cuda:N``, or ``auto``: a GPU where there is one. Answered by ``none`` if not there.
        """
        found = _device(device)
        if found is None:
            return {"numbers": 0, "device": "none"}
        self._device = found
        self._weights, self._file = _opened(name, data), name
        return {"numbers": sum(tensor.numel() for tensor in self._weights.values()), "device": str(self._device)}

    def build(self, function: str, classes: int) -> dict[str, object]:
        """Build the network and give it its weights; how many parameters it says to have."""
        name = function.rpartition(".")[2]
        model = self._function(function)(classes)
        if not isinstance(model, torch.nn.Module):
            raise Unfit(f"{name}({classes}) returned {_kind(model)}, expected a torch.nn.Module")
        try:
            model.load_state_dict(self._weights, strict=True)
        except RuntimeError as error:
            raise Unfit(f"{self._file} does not fit {name}({classes}): {self._misfit(model, error)}") from None
        self._weights = {}
        for setting, value in _KEEP_EXACT.items():
            setattr(torch.backends.cudnn, setting, value)
        model.to(self._device)
        model.eval()
        self._model = model
        return {"parameters": sum(parameter.numel() for parameter in model.parameters())}

    def operations(self, height: int, width: int) -> dict[str, object]:
        """Floating-point operations for one black image; convolutions and matrix products are counted."""
        with torch.no_grad(), FlopCounterMode(display=False) as counter:
            self._model(torch.zeros(1, 3, height, width, device=self._device))
        return {"operations": int(counter.get_total_flops())}

    def predict(self, images: torch.Tensor, classes: int) -> dict[str, object]:
        """The class of each pixel, uint8 (N, H, W), of images, uint8 (N, 3, H, W); or what is wrong with the scores."""
        try:
            with torch.inference_mode():
                scores = self._model(images.to(self._device).float().div_(255))
                problem = _problem(scores, (len(images), classes, *images.shape[2:]))
                return problem or {"labels": scores.argmax(1).to(torch.uint8).cpu()}
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
        parts = [f"{what}: {_shortened(keys)}" for what, keys in told if keys]
        return "; ".join(parts) or str(error)[:500]


def _device(wanted: str) -> torch.device | None:
    if wanted == "auto":
        return torch.device("cuda" if torch.cuda.is_available() else "cpu")
    device = torch.device(wanted)
    is_there = device.type == "cpu" or (torch.cuda.is_available() and (device.index or 0) < torch.cuda.device_count())
    return device if is_there else None


def _opened(name: str, data: bytes) -> Mapping[str, torch.Tensor]:
    try:
        if name.endswith(".safetensors"):
            return safetensors.torch.load(data)
        found = torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:
        raise Unfit(f"{name} cannot be opened: {_why(error)}") from None
    if isinstance(found, Mapping) and all(isinstance(tensor, torch.Tensor) for tensor in found.values()):
        return found
    keys = f" with {_shortened([str(key) for key in found])}" if isinstance(found, Mapping) else ""
    raise Unfit(f"{name} holds {_kind(found)}{keys}, expected a state_dict: torch.save(network.state_dict(), ...)")


def _why(error: Exception) -> str:
    refused = _REFUSED.search(str(error))
    if refused:
        return f"it holds more than tensors ({refused[1][:80]}), which is refused"
    first = str(error).partition("\n")[0][:200]
    return f"it is damaged, or not what its name says ({type(error).__name__}: {first})"


def _problem(scores: Any, shape: tuple[int, ...]) -> dict[str, object] | None:
    """What is wrong with the scores of a batch, and of which image, if only of one."""
    if type(scores) is not torch.Tensor:
        return _wrong("type", f"expected a tensor of shape {shape}, got {_kind(scores)}")
    if tuple(scores.shape) != shape:
        return _wrong("shape", f"expected shape {shape}, got {tuple(scores.shape)}")
    if scores.dtype != torch.float32:
        return _wrong("dtype", f"expected dtype float32, got {str(scores.dtype).removeprefix('torch.')}")
    if torch.isfinite(scores.sum()) or torch.isfinite(scores).all():  # a sum is quick, but may overflow
        return None
    bad = ~torch.isfinite(scores)
    first = int(bad.flatten(1).any(1).int().argmax())
    nans, count = int(scores[first].isnan().sum()), int(bad[first].sum())
    place = tuple(bad[first].nonzero()[0].tolist())
    text = f"expected finite scores, got {nans} NaN and {count - nans} infinite ones, the first at {place}"
    return _wrong("finite", text, first)


def _wrong(kind: str, text: str, image: int = 0) -> dict[str, object]:
    return {"problem": kind, "text": text, "image": image}


def _shapes(key: str, found: torch.Tensor, wanted: torch.Tensor) -> str:
    return f"{key} is {tuple(found.shape)}, expected {tuple(wanted.shape)}"


def _shortened(keys: list[str]) -> str:
    more = len(keys) - _MAX_KEYS
    return ", ".join(key[:100] for key in keys[:_MAX_KEYS]) + (f" and {more} more" if more > 0 else "")


def _kind(value: object) -> str:
    return f"a {type(value).__name__}"
