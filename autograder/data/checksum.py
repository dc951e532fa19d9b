"""A checksum of what is in a split, whichever way its files were compressed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from autograder.data.labelled import LabelledImage


class Checksum:
    """SHA-256 over names, sizes, pixels and labels, one image after the other."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, item: LabelledImage) -> None:
        """The next image."""
        height, width = item.labels.shape
        self._hash.update(f"{item.name}\n{height} {width}\n".encode())
        self._hash.update(item.image.numpy().tobytes())
        self._hash.update(item.labels.numpy().tobytes())

    def hex(self) -> str:
        """Of all images so far."""
        return self._hash.hexdigest()


def checksum(items: Iterable[LabelledImage]) -> str:
    """Of all of them, in hexadecimal."""
    total = Checksum()
    for item in items:
        total.add(item)
    return total.hex()
