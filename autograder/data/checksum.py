"""A checksum of what is in a split, whichever way its files were compressed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from autograder.data.keypoints import KeypointImage
from autograder.data.lazy import SetItem


class Checksum:
    """SHA-256 over names, sizes, pixels and labels or keypoints, one image after the other."""

    def __init__(self) -> None:
        self._hash = hashlib.sha256()

    def add(self, item: SetItem) -> None:
        """The next image."""
        height, width = item.image.shape[1:]
        self._hash.update(f"{item.name}\n{height} {width}\n".encode())
        self._hash.update(item.image.numpy().tobytes())
        if isinstance(item, KeypointImage):
            self._hash.update(item.visible.numpy().tobytes())
            self._hash.update(item.points_px[item.visible].numpy().tobytes())  # those of others need not be known
        else:
            self._hash.update(item.labels.numpy().tobytes())

    def hex(self) -> str:
        """Of all images so far."""
        return self._hash.hexdigest()


def checksum(items: Iterable[SetItem]) -> str:
    """Of all of them, in hexadecimal."""
    total = Checksum()
    for item in items:
        total.add(item)
    return total.hex()
