"""Put the memory of the warm process on huge pages, so that forking it copies few page tables.

With torch loaded, a fork and the end of the child then take a tenth of the time. Only a matter of speed: where the
kernel cannot do it (before Linux 6.1), nothing changes.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from pathlib import Path

from autograder.sandbox.confine.libc import madvise

_HUGE = 2 << 20  # bytes
_COLLAPSE = 25


def collapse() -> None:
    """Gather what is in private memory now."""
    for start, end in _private():
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if first < last:
            with contextlib.suppress(OSError):
                madvise(first, last - first, _COLLAPSE)


def _private() -> Iterator[tuple[int, int]]:
    """Start and end of the heap and of other writable memory that is no file's."""
    for line in Path("/proc/self/maps").read_text().splitlines():
        place, rights, _, _, inode, *_ = line.split()
        if rights == "rw-p" and inode == "0":
            start, end = place.split("-")
            yield int(start, 16), int(end, 16)
