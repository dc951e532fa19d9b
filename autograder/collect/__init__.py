"""Bytes that arrived → submissions. Everything in a hand-in is hostile: it is read as text, and nothing of it is run.

`collect` reads many hand-ins: an export (packed or unpacked), a folder with a folder, zip, ``.py`` or notebook for
each, or one of these alone. `collect_one` reads what is known to be a single one, `read_metadata` what Gradescope's
container says of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from autograder.collect.metadata import Earlier, read_earlier, read_metadata
from autograder.collect.pending import Pending, resolve
from autograder.collect.sources import hand_ins, single
from autograder.collect.weights import WeightsDigests, WeightsStore
from autograder.records import HandIn, Submission, Unreadable

__all__ = [
    "Earlier",
    "WeightsDigests",
    "WeightsStore",
    "collect",
    "collect_one",
    "is_alone",
    "keys_in",
    "left_out",
    "named",
    "read_earlier",
    "read_metadata",
]


def collect(
    source: Path,
    files: tuple[str, ...],
    store: WeightsStore | None = None,
    keys: Iterable[str] | None = None,
) -> Iterator[Submission | Unreadable]:
    """Every hand-in of `source`, one at a time, in a stable order; none is dropped.

    Args:
        files: the file names that the assignment wants; notebooks may stand in for them.
        store: which weights of networks it wants, and where copies are kept; whoever opened it closes it.
        keys: only these hand-ins, in this order; those that are not there are left out.

    Raises:
        ExportError: on the first step, if `source` cannot be read as a whole; later only if the disk fails.
    """
    with hand_ins(source, files) as found:
        for pending in found.pending if keys is None else _those(found.pending, keys):
            yield resolve(pending, files, store)


def collect_one(
    path: Path,
    files: tuple[str, ...],
    hand_in: HandIn | None = None,
    store: WeightsStore | None = None,
    handout: str = "",
) -> Submission | Unreadable:
    """The hand-in at `path`: a folder, a zip, a ``.py`` or a notebook.

    Args:
        files, store: as in `collect`.
        hand_in: who handed it in, where that is known; by default only a key made of the path's name.
        handout: name of the assignment whose unpacked handout `path` is: what else lies there is no news to anybody.

    Raises:
        ExportError: there is nothing at `path`, or the disk fails.
    """
    pending = replace(single(path, files), handout=handout)
    return resolve(replace(pending, hand_in=hand_in) if hand_in else pending, files, store)


def named(source: Path, files: tuple[str, ...]) -> tuple[HandIn, ...]:
    """Who handed in what `collect` will yield, as the source names them; nothing is opened. Raises `ExportError`."""
    with hand_ins(source, files) as found:
        return tuple(pending.hand_in for pending in found.pending)


def is_alone(source: Path, files: tuple[str, ...]) -> bool:
    """Whether `source` is itself one hand-in, so that nothing is known of others. Raises `ExportError`."""
    with hand_ins(source, files) as found:
        return found.is_alone


def left_out(source: Path, files: tuple[str, ...]) -> tuple[str, ...]:
    """Files beside the hand-ins that are none, such as somebody's notes. Raises `ExportError`."""
    with hand_ins(source, files) as found:
        return found.left_out


def keys_in(source: Path, files: tuple[str, ...]) -> list[str]:
    """The keys of what `collect` will yield; nothing in them is read. Raises `ExportError`."""
    return [hand_in.key for hand_in in named(source, files)]


def _those(found: Iterable[Pending], keys: Iterable[str]) -> Iterator[Pending]:
    by_key = {pending.hand_in.key: pending for pending in found}
    return (by_key[key] for key in keys if key in by_key)
