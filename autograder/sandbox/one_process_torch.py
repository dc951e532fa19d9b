"""Candidate side: torch for a process that may not start others, write files or run a compiler.

Training code from a notebook then runs as it stands: ``DataLoader(num_workers=4)`` loads in this process,
``torch.compile`` gives the same object as ever, run eagerly, and the first optimiser has nothing left to import.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any

import torch
import torch._dynamo as dynamo
from torch.utils.data import DataLoader


def prepare() -> None:
    """Do it in this process, and seed torch. Starts no thread and touches no GPU: both would be lost in a fork."""
    torch.set_num_threads(1)
    torch.manual_seed(0)  # the same numbers for every candidate that does not seed its own
    _compile_eagerly()
    _load_in_this_process()
    torch.optim.Adam([torch.zeros(1)])  # created only: a step would ask for the GPU


def _compile_eagerly() -> None:
    """The object that ``torch.compile`` gives, ``_orig_mod`` and all, without the compiler behind it."""
    dynamo.config.disable = True
    original: Any = torch.compile

    @functools.wraps(original)
    def compile_eagerly(model: Any = None, **_: object) -> Any:
        return original(model, backend="eager")

    vars(torch)["compile"] = compile_eagerly
    compile_eagerly(abs)  # for what it imports


def _load_in_this_process() -> None:
    original: Any = DataLoader.__init__
    signature = inspect.signature(original)
    alone = {
        "num_workers": 0,
        "prefetch_factor": None,
        "persistent_workers": False,
        "timeout": 0,
        "multiprocessing_context": None,
    }

    @functools.wraps(original)
    def init(*arguments: Any, **options: Any) -> None:
        given = signature.bind(*arguments, **options)
        given.arguments.update({name: value for name, value in alone.items() if name in given.arguments})
        original(*given.args, **given.kwargs)

    DataLoader.__init__ = init  # type: ignore[method-assign]
