"""Expected answers, computed once for all submissions."""

from __future__ import annotations

import functools
from collections.abc import Callable
from textwrap import shorten
from typing import Any, ParamSpec, TypeVar

import numpy as np

from autograder.errors import ExamFault

_P = ParamSpec("_P")
_R = TypeVar("_R")
_MAX_CASE = 200  # characters


def oracle(function: Callable[_P, _R]) -> Callable[_P, _R]:
    """Compute `function` once for the same arguments; its arrays become read-only (tensors cannot).

    Same means the same objects: cases live as long as the batch, and need no ``__hash__`` for their arrays.
    """
    answers: dict[object, tuple[object, _R]] = {}

    @functools.wraps(function)
    def once(*args: _P.args, **kwargs: _P.kwargs) -> _R:
        key = (tuple(id(value) for value in args), tuple((name, id(value)) for name, value in kwargs.items()))
        if key not in answers:
            answers[key] = (
                (args, kwargs),
                _frozen(_answer(function, args, kwargs)),
            )  # held, so that no id is used again
        return answers[key][1]

    return once


def _answer(function: Callable[..., _R], args: tuple[object, ...], kwargs: dict[str, object]) -> _R:
    """What it says; what it raises is a fault of the exam, an `AssertionError` too: no student gave that answer."""
    try:
        return function(*args, **kwargs)
    except Exception as error:
        case = f" for {shorten(str(args[0]), _MAX_CASE)}" if args else ""
        told = f"{function.__module__}.{function.__qualname__}{case}: {type(error).__name__}: {error}"
        raise ExamFault(f"the oracle {told}") from error


def _frozen(value: Any) -> Any:
    if isinstance(value, np.ndarray):
        value.setflags(write=False)
    elif isinstance(value, (tuple, list)):
        for item in value:
            _frozen(item)
    return value
