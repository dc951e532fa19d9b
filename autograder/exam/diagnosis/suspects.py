"""Wrong answers that the author of an exam knows by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograder.errors import ExamFault

Suspects = Mapping[str, object]
"""What went wrong, as in "the kernel was flipped" → the answer that it gives, or a function that computes it."""

Difference = Callable[[object, Any], str]
"""From an answer and what it should be to what is wrong with it, or ""."""

_MOST_NAMED = 3  # of mistakes that all give this answer; with more, nothing is known


def named(suspects: Suspects, name: str, actual: object, expected: object, difference: Difference) -> str:
    """Which of `suspects` give the wrong answer `actual`: "looks like …", or "".

    A mistake that makes no difference here, because its answer is the right one, is not named.

    Args:
        name: of the answer, for a message about a suspect that fails.

    Raises:
        ExamFault: a suspect failed.
    """
    found = []
    for what, suspect in suspects.items():
        try:
            answer = _like(suspect() if callable(suspect) else suspect, expected)
            if not difference(actual, answer) and difference(answer, expected):
                found.append(what)
        except Exception as error:
            raise ExamFault(f"{name}: the suspect {what!r} failed: {type(error).__name__}: {error}") from error
    return f"looks like {', or '.join(found)}." if 0 < len(found) <= _MOST_NAMED else ""


def _like(answer: Any, expected: object) -> Any:
    """An answer as the array that it stands for where arrays are compared: of a tensor, a list, whole numbers."""
    if not isinstance(expected, np.ndarray):
        return answer
    given = np.asarray(answer)
    array = given.astype(expected.dtype)
    return array if expected.dtype.kind == "f" or np.array_equal(array, given) else given
