"""Decorators that make a test a check: which question it belongs to, who may see it, over which cases it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pytest

QUESTION, PUBLIC, HIDDEN, CASES = "exam_question", "exam_public", "exam_hidden", "exam_cases"

DESCRIPTIONS = {
    f"{QUESTION}(name)": "the question of assignment.toml that this check belongs to",
    PUBLIC: "students run this check themselves and see its message",
    f"{HIDDEN}(hint)": "students see only the hint",
    f"{CASES}(make)": "run over each case that make(rng) gives, in one candidate",
}

CaseMaker = Callable[[np.random.Generator], Sequence[object]]

public = getattr(pytest.mark, PUBLIC)
"""Students run this check themselves and see its message."""


def question(name: str) -> pytest.MarkDecorator:
    """The check belongs to the question `name` of ``assignment.toml``, where its points are."""
    return getattr(pytest.mark, QUESTION)(name)  # type: ignore[no-any-return]


def hidden(hint: str) -> pytest.MarkDecorator:
    """Students see only `hint`, and only when the check does not pass."""
    return getattr(pytest.mark, HIDDEN)(hint)  # type: ignore[no-any-return]


def cases(make: CaseMaker) -> pytest.MarkDecorator:
    """Run the check for every case, given as the argument ``case``; the first that goes wrong ends it.

    Args:
        make: from a generator to cases, called once per batch. A hidden check's generator comes from the course
            secret, a public check's does not, so that students meet the same cases at home. ``str(case)`` tells the
            student which case it was.
    """
    marker: pytest.MarkDecorator = getattr(pytest.mark, CASES)
    return marker.with_args(make)  # calling it with a function would decorate that function
