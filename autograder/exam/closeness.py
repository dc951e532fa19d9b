"""How near two arrays are, without the overflow of their own dtypes."""

from __future__ import annotations

import numpy as np

_TOLERANCES = {  # relative, absolute; of half precision those of torch.testing
    "float16": (1e-3, 1e-5),
    "bfloat16": (1.6e-2, 1e-5),
    "float32": (1e-4, 1e-5),
    "complex64": (1e-4, 1e-5),
}
_FINE = (1e-7, 1e-9)
_EXACT = (0.0, 0.0)


def is_measurable(array: np.ndarray) -> bool:
    """Whether it holds numbers or booleans: text and objects have no distances."""
    return array.dtype.kind in "biufc"


def usual_tolerances(dtype: str) -> tuple[float, float]:
    """By name of a dtype, how far off an answer may be: (relative, absolute). Whole numbers and booleans are exact."""
    if dtype.startswith(("int", "uint", "bool")):
        return _EXACT
    return _TOLERANCES.get(dtype, _FINE)


def distances(one: np.ndarray, other: np.ndarray) -> np.ndarray:
    """``|one − other|`` elementwise, of arrays of one shape and dtype.

    Whole numbers come as uint64, which holds the distance of any two: uint8 says that 0 − 1 is 255, and no signed dtype
    has a place for minus its least number. Booleans come as bool.
    """
    kind = one.dtype.kind
    if kind == "b":
        return np.asarray(one != other)
    if kind in "iu":
        above, below = np.asarray(np.maximum(one, other)), np.asarray(np.minimum(one, other))
        return np.asarray(above.astype(np.uint64) - below.astype(np.uint64))  # both modulo 2⁶⁴, so that is right
    if one.dtype == np.float16:
        one, other = one.astype(np.float32), other.astype(np.float32)
    return np.asarray(np.abs(one - other))


def beyond(one: np.ndarray, expected: np.ndarray, rtol: float, atol: float) -> np.ndarray:
    """Where ``|one − expected| > atol + rtol·|expected|``, bool; NaN is. A boolean that differs always is."""
    apart = distances(one, expected)
    if apart.dtype == np.bool_:
        return apart
    size = expected.astype(np.float64) if expected.dtype.kind in "iu" else expected
    return np.asarray(~(apart <= atol + rtol * np.abs(size)))
