"""A value in words that are equal only for values that are the same to the bit. Candidates run this file too."""

from __future__ import annotations

import hashlib
import sys

import numpy as np


def exact(value: object) -> str:
    """Type, shape and bits of a value and all that is in it; the memory layout of arrays does not count."""
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}({', '.join(map(exact, value))})"
    if isinstance(value, dict):
        return f"dict({', '.join(f'{exact(key)}: {exact(item)}' for key, item in value.items())})"
    if type(value) is float:
        return f"float {value.hex()}"  # of nan as well, and with the sign of zero
    if type(value) is complex:
        return f"complex {value.real.hex()} {value.imag.hex()}"
    if isinstance(value, (np.ndarray, np.generic)):
        little = np.asarray(value).astype(value.dtype.newbyteorder("<"), copy=False)
        return f"{type(value).__name__} {value.dtype.name} {value.shape} {_digest(little.tobytes())}"
    return _tensor(value) or f"{type(value).__name__} {value!a}"


def _tensor(value: object) -> str:
    torch = sys.modules.get("torch")
    if torch is None or not isinstance(value, torch.Tensor):
        return ""
    plain = value.detach().resolve_conj().resolve_neg().contiguous().reshape(-1)
    return f"tensor {value.dtype} {tuple(value.shape)} {_digest(plain.view(torch.uint8).numpy().tobytes())}"


def _digest(data: bytes) -> str:
    return data.hex() if len(data) <= 64 else hashlib.sha256(data).hexdigest()
