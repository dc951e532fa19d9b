"""Files of a hand-in → the modules of a submission."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable, Sequence

from autograder.collect.entries import MAX_NOTEBOOK_BYTES, MAX_SOURCE_BYTES, MAX_SOURCES_BYTES, MIB, Entry, read
from autograder.collect.names import base_of, clean_name, folder_of, is_litter, listed, shown
from autograder.collect.notebook import Code, Notebook, read_notebook
from autograder.collect.text import decode
from autograder.collect.wanted import choose, choose_notebook, expected
from autograder.errors import HandInError
from autograder.records import SourceFile

MAX_NOTES = 20
_PACKAGE = "__init__"
_MAX_MODULE_NAME = 200  # characters; file systems take 255


class Modules:
    """The modules of one hand-in, as they are found."""

    def __init__(self) -> None:
        self.sources: dict[str, SourceFile] = {}
        self.notes: list[str] = []

    def add(self, source: SourceFile) -> None:
        """Take a module, unless its name is taken or its parent is no package; then it is left out with a note."""
        taken = self.sources.get(source.module)
        parents = [self.sources.get(parent) for parent in _parents(source.module)]
        module = next((parent for parent in parents if parent and not parent.is_package), None)
        if taken or module:
            winner = (taken or module).origin  # type: ignore[union-attr]
            self.notes.append(f"{source.origin} is left out: it would hide behind {winner}")
        else:
            self.sources[source.module] = source

    def kept_notes(self) -> tuple[str, ...]:
        """The first notes, and how many more there were."""
        more = len(self.notes) - MAX_NOTES
        return tuple(self.notes[:MAX_NOTES]) + ((f"and {more} more notes like these",) if more > 0 else ())


def modules_of(entries: Sequence[Entry], files: tuple[str, ...]) -> Modules:
    """The wanted `files` and every module beside or below the first of them.

    Raises:
        HandInError: a wanted file is missing, ambiguous or unreadable.
    """
    if not entries:
        raise HandInError("no files were handed in")
    modules = Modules()
    choice = choose(entries, files)
    modules.notes += choice.notes
    used = set(choice.taken.values())
    _check_amount(entries)
    if files[0] not in choice.taken:
        notebook, entry = _notebook_for(entries, files)
        used.add(entry)
        _add_notebook(modules, notebook, entry, files)
    for file, entry in choice.taken.items():
        modules.add(_source(entry, _stem(file)))
    missing = [file for file in files if _stem(file) not in modules.sources]
    if missing:
        raise expected(files, missing, entries)
    root = folder_of((choice.taken.get(files[0]) or entry).name)
    _add_others(modules, [entry for entry in entries if entry not in used], root)
    return modules


def _stem(file: str) -> str:
    return file.removesuffix(".py")


def _parents(module: str) -> Iterable[str]:
    parts = module.split(".")
    return (".".join(parts[:length]) for length in range(1, len(parts)))


def _check_amount(entries: Sequence[Entry]) -> None:
    if sum(entry.size for entry in entries if entry.suffix == ".py") > MAX_SOURCES_BYTES:
        raise HandInError(f"the .py files take more than {MAX_SOURCES_BYTES // MIB} MiB together")


def _source(entry: Entry, module: str, *, is_package: bool = False) -> SourceFile:
    text = decode(read(entry, MAX_SOURCE_BYTES), entry.name)
    return SourceFile(module=module, origin=shown(entry.name), text=text, is_package=is_package)
