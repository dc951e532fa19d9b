"""The weights of a network that is handed in: found by name, copied byte by byte, never opened.

A batch holds many: so only a copy on disk is kept of each, and that only until its hand-in is graded.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from autograder.assignment import Network
from autograder.collect.entries import CHUNK, MIB, Entry, read_chunks
from autograder.collect.names import base_of, folder_of, listed
from autograder.collect.wanted import choose
from autograder.errors import ConfigError, HandInError
from autograder.records import Weights


class WeightsStore:
    """A private folder for copies of weights files. Use as a context manager: leaving it removes them all."""

    def __init__(self, network: Network | None) -> None:
        self.names = network.weights if network is not None else ()
        self.cap = int(network.weights_mb * MIB) if network is not None else 0
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def keep(self, key: str, name: str, entry: Entry) -> Weights:
        """Copy the bytes of `entry`, which belongs to the hand-in `key`; raises as `read_chunks`."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="autograder-weights-")
        path = Path(self._folder.name) / key / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        with path.open("wb") as copy:
            for piece in read_chunks(entry, self.cap):
                copy.write(piece)
                digest.update(piece)
                size += len(piece)
        return Weights(name=name, path=path, size=size, sha256=digest.hexdigest())

    def forget(self, key: str) -> None:
        """Remove what is kept of the hand-in `key`."""
        if self._folder is not None:
            shutil.rmtree(Path(self._folder.name) / key, ignore_errors=True)

    def close(self) -> None:
        """Remove everything."""
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def __enter__(self) -> WeightsStore:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a hand-in holds of weights.

    Attributes:
        why: where there are none, why.
        used: the files that were looked at.
    """

    weights: Weights | None = None
    why: str = ""
    used: frozenset[str] = frozenset()
    notes: tuple[str, ...] = field(default=())


def find(entries: Sequence[Entry], home: str, key: str, store: WeightsStore) -> Found:
    """The first of the wanted names that is there: in the folder `home`, where the sources are, or else anywhere."""
    beside = [entry for entry in entries if folder_of(entry.name) == home]
    why = ""
    for pool in (beside, entries):
        for name in store.names:
            choice = choose(pool, (name,))
            why = why or choice.ambiguous.get(name, "")
            if name in choice.taken:
                return _taken(name, choice.taken, choice.notes, key, store)
    return Found(why=why or _expected(store.names, entries))


def weights_in(folder: Path, network: Network | None) -> Weights | None:
    """The weights in a folder of ours, where they lie; None if there are none. Raises `ConfigError`."""
    for name in network.weights if network is not None else ():
        path = folder / name
        if path.is_file():
            digest = hashlib.sha256()
            try:
                for piece in _pieces(path):
                    digest.update(piece)
            except OSError as error:
                raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
            return Weights(name=name, path=path, size=path.stat().st_size, sha256=digest.hexdigest())
    return None


def _taken(name: str, taken: Mapping[str, Entry], notes: tuple[str, ...], key: str, store: WeightsStore) -> Found:
    entry = taken[name]
    used = frozenset({entry.name})
    try:
        return Found(weights=store.keep(key, name, entry), used=used, notes=notes)
    except HandInError as error:
        store.forget(key)
        return Found(why=str(error), used=used)


def _expected(names: tuple[str, ...], entries: Sequence[Entry]) -> str:
    like = {suffix for name in names for suffix in (f".{name.rpartition('.')[2]}",)}
    found = [entry.name for entry in entries if entry.suffix in like]
    others = f", found: {listed(map(base_of, found))}" if found else ""
    return f"the weights were not handed in: expected {' or '.join(names)}{others}"


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece
