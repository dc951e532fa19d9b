"""What of a hand-in was not needed, in one kind line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from fnmatch import fnmatchcase

from autograder.collect.entries import Entry, Problem
from autograder.collect.names import base_of
from autograder.workspace import PUBLIC_CHECKS

_IMAGES = (".bmp", ".gif", ".heic", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".svg", ".tif", ".tiff", ".webp")
_MANY = 100  # other files: fewer are the handout's own, and say nothing
_OF_PROBLEM = {Problem.LINK: "link", Problem.SPECIAL: "special file", Problem.ENCRYPTED: "encrypted file"}
_ORDER = ("link", "special file", "encrypted file", ".py file", "image", "other file")


def unneeded(entries: Iterable[Entry]) -> list[str]:
    """A note that counts `entries` by kind: ``not needed, so left out: 3 links and 2,412 images``; none for a few data.

    Notebooks have a note of their own, and the public checks came with the handout.
    """
    counts = Counter(_kind(entry) for entry in entries if entry.problem or not _is_nothing_new(entry))
    data = counts["image"] + counts["other file"]
    if data <= _MANY:
        counts["image"] = counts["other file"] = 0
    told = [f"{counts[kind]:,} {kind}{'s' if counts[kind] > 1 else ''}" for kind in _ORDER if counts[kind]]
    joined = " and ".join(filter(None, (", ".join(told[:-1]), *told[-1:])))
    return [f"not needed, so left out: {joined}"] if told else []


def _is_nothing_new(entry: Entry) -> bool:
    return entry.suffix == ".ipynb" or fnmatchcase(base_of(entry.name), PUBLIC_CHECKS)


def _kind(entry: Entry) -> str:
    if entry.problem in _OF_PROBLEM:
        return _OF_PROBLEM[entry.problem]
    if entry.suffix == ".py":
        return ".py file"
    return "image" if entry.suffix in _IMAGES else "other file"
