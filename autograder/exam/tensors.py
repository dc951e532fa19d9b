"""Tensors beside arrays: an exam compares both. torch is not loaded here: where it is not, there are no tensors."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np

Array = Any
"""A NumPy array or a torch tensor; exactly these, as a subclass may call itself equal to everything."""


def is_tensor(value: object) -> bool:
    """Whether `value` is a tensor of torch."""
    torch = sys.modules.get("torch")
    return torch is not None and type(value) is torch.Tensor


def is_array(value: object) -> bool:
    """Whether `value` is an array or a tensor."""
    return type(value) is np.ndarray or is_tensor(value)


def as_array(value: Array) -> np.ndarray:
    """The same numbers as an array, with their dtype; bfloat16, which NumPy does not have, as float32."""
    if not is_tensor(value):
        return value  # type: ignore[no-any-return]
    plain = value.detach().cpu()
    array: np.ndarray = (plain.float() if dtype_name(plain) == "bfloat16" else plain).numpy()
    return array


def dtype_name(value: Array) -> str:
    """``float32``, of an array as of a tensor."""
    return str(value.dtype).removeprefix("torch.")
