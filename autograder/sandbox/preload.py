"""Candidate side: import the libraries once, so that no candidate pays for it, and seed what is random."""

from __future__ import annotations

import gc
import importlib
import os
import sys
import tempfile

_LAZY = {
    "safetensors": ("safetensors.torch", "autograder.sandbox.network"),  # ours: it cannot be read from inside
    "numpy": ("numpy.fft", "numpy.lib.stride_tricks", "numpy.linalg", "numpy.random"),
    "torch": ("torch._dynamo", "torch.nn.functional", "torch.optim", "torch.utils.data"),
}
"""What a library imports late, at a cost that every candidate would pay again."""


def import_libraries(libraries: tuple[str, ...]) -> None:
    """Import `libraries` and what they import late, then freeze memory for forking."""
    tempfile.tempdir = tempfile.gettempdir()  # who only asks where it is need not find out by writing
    os.environ["TORCHINDUCTOR_CACHE_DIR"] = tempfile.tempdir  # torch makes one; this is there, and nothing uses it
    for library in libraries:
        importlib.import_module(library)
        for late in _LAZY.get(library, ()):
            importlib.import_module(late)
    if "numpy" in sys.modules:
        sys.modules["numpy"].random.seed(0)  # the same numbers for every candidate that does not seed its own
    if "torch" in sys.modules:
        from autograder.sandbox import one_process_torch

        one_process_torch.prepare()
    gc.collect()
    gc.freeze()  # a collection in the child would touch, and so copy, every page
