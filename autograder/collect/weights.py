"""The weights of networks that are handed in: found by name, copied byte by byte, never opened.

A batch holds many: so only a copy on disk is kept of each, and that only until its hand-in is graded.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO

from autograder.collect.entries import CHUNK, MIB, Entry, read_chunks
from autograder.collect.names import base_of, folder_of, listed
from autograder.collect.wanted import Choice, choose
from autograder.errors import ConfigError, HandInError
from autograder.networks import Network
from autograder.records import Weights


class WeightsStore:
    """A private folder for copies of weights files. Use as a context manager: leaving it removes them all.

    Args:
        place: the folder that it is made in; default: that of temporary files.
    """

    def __init__(self, networks: Sequence[Network], place: Path | None = None) -> None:
        self.networks = tuple(networks)
        self._place = place
        self._folder: tempfile.TemporaryDirectory[str] | None = None

    def keep(self, key: str, name: str, entry: Entry, cap: int) -> Weights:
        """Copy the bytes of `entry`, at most `cap`, as `name` of the hand-in `key`; raises as `read_chunks`."""
        if self._folder is None:
            self._folder = tempfile.TemporaryDirectory(prefix="autograder-weights-", dir=self._place)
        path = Path(self._folder.name) / key / name
        path.parent.mkdir(mode=0o700, exist_ok=True)
        try:
            with path.open("wb") as copy:
                return _copied(entry, cap, copy, name, path)
        except HandInError:
            path.unlink()
            raise

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


class WeightsDigests(WeightsStore):
    """Keeps no copy: for whoever wants to know only whether weights are the same as before."""

    def keep(self, key: str, name: str, entry: Entry, cap: int) -> Weights:  # noqa: ARG002
        """The size and the digest of the bytes of `entry`; there is no file at their path."""
        with Path(os.devnull).open("wb") as nowhere:
            return _copied(entry, cap, nowhere, name, Path(os.devnull))


@dataclass(frozen=True, kw_only=True)
class Found:
    """What a hand-in holds of weights.

    Attributes:
        weights: by the name of their network.
        why: network → why it has none.
        used: the files that were looked at.
    """

    weights: Mapping[str, Weights] = field(default_factory=dict)
    why: Mapping[str, str] = field(default_factory=dict)
    used: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()


def find(entries: Sequence[Entry], home: str, key: str, store: WeightsStore) -> Found:
    """For each network the first of its names that is there: in the folder `home`, of the sources, or else anywhere."""
    weights, why, used, notes = {}, {}, set[str](), list[str]()
    for network in store.networks:
        name, choice = _chosen(entries, home, network)
        try:
            if name not in choice.taken:
                raise HandInError(choice.ambiguous.get(name) or _expected(network, entries))
            entry = choice.taken[name]
            used.add(entry.name)
            notes += choice.notes
            weights[network.name] = store.keep(key, name, entry, int(network.weights_mb * MIB))
        except HandInError as error:
            why[network.name] = str(error)
    return Found(weights=weights, why=why, used=frozenset(used), notes=tuple(notes))


def weights_in(folder: Path, networks: Sequence[Network]) -> dict[str, Weights]:
    """The weights in a folder of ours, where they lie, by network. Raises `ConfigError`."""
    found = {network.name: _first_in(folder, network.weights) for network in networks}
    return {name: weights for name, weights in found.items() if weights is not None}


def missing_weights(network: Network) -> str:
    """That they were not handed in, and what they may be called."""
    return f"the weights of {network.name!r} were not handed in: expected {' or '.join(network.weights)}"


def _copied(entry: Entry, cap: int, copy: IO[bytes], name: str, path: Path) -> Weights:
    digest, size = hashlib.sha256(), 0
    for piece in read_chunks(entry, cap):
        copy.write(piece)
        digest.update(piece)
        size += len(piece)
    return Weights(name=name, path=path, size=size, sha256=digest.hexdigest())


def _chosen(entries: Sequence[Entry], home: str, network: Network) -> tuple[str, Choice]:
    """The name of which a file is taken, else one that is ambiguous, and the choice among the files."""
    beside = [entry for entry in entries if folder_of(entry.name) == home]
    choices = [(name, choose(pool, (name,))) for pool in (beside, entries) for name in network.weights]
    taken = (found for found in choices if found[0] in found[1].taken)
    ambiguous = (found for found in choices if found[1].ambiguous)
    return next(taken, None) or next(ambiguous, choices[0])


def _first_in(folder: Path, names: Sequence[str]) -> Weights | None:
    path = next((folder / name for name in names if (folder / name).is_file()), None)
    if path is None:
        return None
    digest = hashlib.sha256()
    try:
        for piece in _pieces(path):
            digest.update(piece)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None
    return Weights(name=path.name, path=path, size=path.stat().st_size, sha256=digest.hexdigest())


def _expected(network: Network, entries: Sequence[Entry]) -> str:
    like = {f".{name.rpartition('.')[2]}" for name in network.weights}
    found = [entry.name for entry in entries if entry.suffix in like]
    others = f", found: {listed(map(base_of, found))}" if found else ""
    return missing_weights(network) + others


def _pieces(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while piece := stream.read(CHUNK):
            yield piece
