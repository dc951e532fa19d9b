"""Candidate side: import the libraries once, so that no candidate pays for it, and seed what is random."""

from __future__ import annotations

import gc
import importlib
import sys
from typing import Any

_LAZY = {
    "numpy": ("numpy.fft", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.random"),
    "torch": ("torch._dynamo", "torch.nn.functional", "torch.optim"),
}
"""What a library imports late, at a cost that every candidate would pay again."""


def import_libraries(libraries: tuple[str, ...]) -> None:
    """Import `libraries` and what they import late, then freeze memory for forking."""
    for library in libraries:
        importlib.import_module(library)
        for late in _LAZY.get(library, ()):
            importlib.import_module(late)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)  # the same numbers for every candidate that does not seed its own
    if "torch" in sys.modules:
        torch: Any = sys.modules["torch"]
        torch.set_num_threads(1)
        torch.manual_seed(0)
    gc.collect()
    gc.freeze()  # a collection in the child would touch, and so copy, every page
