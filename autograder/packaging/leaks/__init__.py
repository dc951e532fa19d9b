"""Looks for what students must not get, in every file of everything that they get.

Code is found by its lines, however they are spaced and quoted, not by its meaning: a solution with other names is
another solution. Archives, notebooks, base64 and hex are looked into; pictures are compared as whole files.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from itertools import chain

from autograder.authoring.comments import comments_of
from autograder.packaging.leaks.kinds import Kind, Leak
from autograder.packaging.leaks.patterns import patterns_in
from autograder.packaging.leaks.private import NOT_SECRET, Private, private_of
from autograder.packaging.leaks.texts import NAME, Text, of_name, read

__all__ = ["NOT_SECRET", "Kind", "Leak", "Private", "leaks_in", "private_of"]


def leaks_in(files: Mapping[str, bytes], private: Private) -> list[Leak]:
    """Everything in `files` (path → content) that students must not get, each once, in the order of the files."""
    found = [leak for name in sorted(files) for leak in _of_file(name, files[name], private)]
    return list(dict.fromkeys(found))


def _of_file(name: str, data: bytes, private: Private) -> Iterator[Leak]:
    for found in chain(of_name(name, name), read(name, data)):
        if isinstance(found, Leak):
            yield from _of_private_name(found.file, private)
            yield found
        else:
            yield from _of_text(found, private)


def _of_private_name(name: str, private: Private) -> Iterator[Leak]:
    known = private.names.get(re.split(r"[/!\\]", name)[-1].lower())
    if known is not None:
        yield Leak(kind=known.kind, file=name, place="name", told=f"the name of {known.told}")


def _of_text(found: Text, private: Private) -> Iterator[Leak]:
    yield from _of_private_name(found.file, private)
    yield from _of_bytes(found, private)
    places = _Places(found)
    for number, line, known in private.lines.found_in(found.text):
        yield Leak(kind=known.kind, file=found.file, place=places.line(number), told=f"{line} ({known.told})")
    for match in re.finditer(r"\w+", found.text):
        if match[0] in private.words:
            known = private.words[match[0]]
            yield Leak(kind=known.kind, file=found.file, place=places.at(match.start()), told=f"{known.told}")
    whole = _without_space(found.text)
    for text, known in private.texts.items():
        if _without_space(text) in whole:
            yield Leak(kind=known.kind, file=found.file, place=places.of(text), told=known.told)
    for number, comment in comments_of(found.text) if found.file.endswith(".toml") and not found.part else ():
        yield Leak(kind=Kind.COMMENT, file=found.file, place=places.line(number), told=comment)
    for kind, start, told in patterns_in(found.text):
        yield Leak(kind=kind, file=found.file, place=places.at(start), told=told)


def _of_bytes(found: Text, private: Private) -> Iterator[Leak]:
    for raw, known in private.raw.items():
        if raw in found.data:
            yield Leak(kind=known.kind, file=found.file, place=found.part or "the file", told=known.told)
    known_file = private.files.get(hashlib.sha256(found.data).hexdigest()) if found.data else None
    if known_file is not None:
        yield Leak(kind=known_file.kind, file=found.file, place=found.part or "the file", told=known_file.told)


def _without_space(text: str) -> str:
    return re.sub(r"\s+", "", text)


class _Places:
    """Words for where something stands in a text."""

    def __init__(self, found: Text) -> None:
        self._found = found

    def line(self, number: int) -> str:
        """The line of that number, 1-based; a name has none."""
        if self._found.part == NAME:
            return NAME
        return f"{self._found.part}, line {number}" if self._found.part else f"line {number}"

    def at(self, start: int) -> str:
        """The line that has so many characters before it."""
        return self.line(self._found.text.count("\n", 0, start) + 1)

    def of(self, text: str) -> str:
        """Where `text` stands, if it stands in one line."""
        start = self._found.text.find(text)
        return self.at(start) if start >= 0 else self._found.part or "the file"
