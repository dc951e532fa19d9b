"""The order in which people look for names."""

from __future__ import annotations

import re


def natural(name: str) -> tuple[list[str | int], str]:
    """A sort key by which ``submission_2`` comes before ``submission_10``; the case of letters matters last.

    >>> sorted(["b", "hw_10", "A", "hw_2"], key=natural)
    ['A', 'b', 'hw_2', 'hw_10']
    """
    parts = re.split(r"([0-9]+)", name.casefold())  # text and numbers take turns, so like meets like
    return [int(part) if place % 2 else part for place, part in enumerate(parts)], name
