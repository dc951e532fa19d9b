"""Candidate side: a weights file becomes tensors by name, or a sentence that says why it cannot.

Pickles are opened by torch's own reader of tensors (``weights_only=True``), which runs no code of theirs.
"""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Iterable, Mapping

import safetensors.torch
import torch
from torch import Tensor

from autograder.sandbox.worker import Unfit, is_out_of_memory

_MAX_KEYS = 3  # named in a message
_MOST_NUMBERS = (1 << 62) - 1  # what is said of more; a few that are expanded can seem to be so many
_REFUSED = re.compile(r"GLOBAL (\S+)")
_ZIP, _OLD_PICKLE = b"PK\x03\x04", b"\x80\x02\x8a\x0a"  # what torch.save writes, now and before 1.6
_POINTER = b"version https://git-lfs"
_ANEW = "save it anew, load it once yourself, and hand in that file"


def opened(name: str, data: bytes) -> Mapping[str, Tensor]:
    """The tensors in `data`, the file `name`; raises `Unfit`."""
    try:
        found = safetensors.torch.load(data) if _is_safetensors(name) else _unpickled(data)
    except Exception as error:
        if is_out_of_memory(error):
            raise
        raise Unfit(f"{name} cannot be opened: {_why(name, data, error)}") from None
    if not isinstance(found, Mapping) or not all(isinstance(tensor, Tensor) for tensor in found.values()):
        keys = f" with {shortened([str(key) for key in found])}" if isinstance(found, Mapping) else ""
        kind = type(found).__name__
        raise Unfit(f"{name} holds a {kind}{keys}, expected a state_dict: torch.save(network.state_dict(), ...)")
    odd = [str(key) for key in found if not isinstance(key, str)]
    if odd:
        raise Unfit(f"{name}: expected names as keys, found {shortened(odd)}")
    odd = [key for key, tensor in found.items() if not _is_plain(tensor)]
    if odd:
        raise Unfit(f"{name} holds tensors that are sparse, quantised or without values: {shortened(odd)}")
    return found


def numbers_in(tensors: Iterable[Tensor]) -> int:
    """How many numbers there are, those included that are stored behind a tensor and are no part of it."""
    shown: Counter[int] = Counter()
    stored: dict[int, int] = {}
    for tensor in tensors:
        storage = tensor.untyped_storage()
        place = storage.data_ptr()
        shown[place] += tensor.numel()
        stored[place] = max(stored.get(place, 0), storage.nbytes() // tensor.element_size())
    return min(sum(max(count, stored[place]) for place, count in shown.items()), _MOST_NUMBERS)


def shortened(names: list[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(names) - _MAX_KEYS
    return ", ".join(name[:100] for name in names[:_MAX_KEYS]) + (f" and {more} more" if more > 0 else "")


def _is_plain(tensor: Tensor) -> bool:
    return tensor.layout == torch.strided and tensor.device.type == "cpu" and not tensor.is_quantized


def _is_safetensors(name: str) -> bool:
    return name.endswith(".safetensors")


def _unpickled(data: bytes) -> object:
    return torch.load(io.BytesIO(data), map_location="cpu", weights_only=True)


def _why(name: str, data: bytes, error: Exception) -> str:
    """What is wrong with the file, in words of ours: those of the libraries are for people who program them."""
    refused = _REFUSED.search(str(error))
    if refused:
        return f"it holds more than tensors ({refused[1][:80]}), which is refused"
    if not data:
        return f"it is empty; {_ANEW}"
    if data.startswith(_POINTER):
        return "it is a pointer of Git LFS; hand in the file that it stands for"
    if "TorchScript" in str(error):
        return "it is a whole network of torch.jit.save; expected torch.save(network.state_dict(), ...)"
    if _is_safetensors(name) and data.startswith((_ZIP, _OLD_PICKLE)):
        return "torch.save wrote it, so its name must end in .pt"
    if not _is_safetensors(name) and data[8:10] == b'{"':
        return "safetensors wrote it, so its name must end in .safetensors"
    if not _is_safetensors(name) and not data.startswith((_ZIP, _OLD_PICKLE)):
        return "torch.save did not write it; expected torch.save(network.state_dict(), ...)"
    return f"it is damaged or cut short ({len(data):,} bytes); {_ANEW}"
