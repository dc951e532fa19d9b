"""Files of a hand-in → the modules of a submission."""

from __future__ import annotations

import keyword
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

from autograder.collect.entries import MAX_NOTEBOOK_BYTES, MAX_SOURCE_BYTES, MAX_SOURCES_BYTES, MIB, Entry, read
from autograder.collect.imports import imported_by
from autograder.collect.names import base_of, clean_name, folder_of, listed, shown
from autograder.collect.notebook import Code, Notebook, read_notebook
from autograder.collect.text import decode
from autograder.collect.unneeded import unneeded
from autograder.collect.wanted import choose, expected, notebooks_for
from autograder.errors import HandInError
from autograder.records import HandIn, SourceFile, Submission

MAX_NOTES = 20
MAX_NOTEBOOKS = 8  # that are looked into where none is named like the wanted file
_MAX_MODULE = 200  # characters of a module's dotted name: file systems take 255
_NOT_IMPORTED = ("", "__main__")  # what __init__.py and __main__.py beside the wanted file would be


def submission(hand_in: HandIn, entries: Sequence[Entry], files: tuple[str, ...], notes: tuple[str, ...]) -> Submission:
    """The submission in `entries`: the wanted `files`, and what they import from beside or below the first of them.

    Nothing else is read, so whatever else was handed in decides nothing.

    Raises:
        HandInError: a wanted file is missing, ambiguous or unreadable.
    """
    modules = Modules(notes)
    if not entries:
        raise HandInError("no files were handed in")
    choice = choose(entries, files)
    modules.notes += choice.notes
    for file, entry in choice.taken.items():
        modules.add(_source(entry, _stem(file)))
    first = choice.taken.get(files[0])
    if first is None:
        first, notebook = _notebook_for(entries, files)
        modules.add_notebook(notebook, shown(first.name), files)
    elif notebooks := [entry.name for entry in entries if entry.suffix == ".ipynb"]:
        modules.notes.append(f"{listed(notebooks)} was not looked at, because {shown(first.name)} is there")
    missing = [file for file in files if _stem(file) not in modules.sources]
    if missing:
        raise expected(files, missing, entries)
    taken = {first.name, *(entry.name for entry in choice.taken.values())}
    others = [entry for entry in entries if entry.name not in taken]
    looked_at = modules.add_imported(others, folder_of(first.name))
    modules.notes += unneeded(entry for entry in others if entry.name not in looked_at)
    return Submission(hand_in=hand_in, sources=modules.sources, notes=modules.first_notes())


class Modules:
    """The modules of one hand-in, as they are found; the first of a name wins."""

    def __init__(self, notes: Iterable[str] = ()) -> None:
        self.sources: dict[str, SourceFile] = {}
        self.notes = list(notes)
        self._bytes_left = MAX_SOURCES_BYTES

    def add(self, source: SourceFile) -> bool:
        """Take a module, unless its name is taken or a parent of it is no package; whether it was taken."""
        parts = source.module.split(".")
        parents = (".".join(parts[:length]) for length in range(1, len(parts)))
        winners = [self.sources[name] for name in parents if name in self.sources and not self.sources[name].is_package]
        if source.module in self.sources:
            winners.append(self.sources[source.module])
        if winners:
            self.notes.append(f"{source.origin} is left out: {winners[0].origin} is the module {winners[0].module}")
            return False
        self.sources[source.module] = source
        return True

    def add_notebook(self, notebook: Notebook, origin: str, files: tuple[str, ...]) -> None:
        """Take what a notebook defines as the first of `files`, and what it writes under the names it gives."""
        self.notes += notebook.notes
        written = dict(self._written(notebook, origin, files))
        codes = {_stem(files[0]): notebook.definitions} | written
        if not codes[_stem(files[0])].text:
            self.notes.append(f"{origin}: no definitions were found in it")
        for module, code in codes.items():
            self.add(SourceFile(module=module, origin=origin, text=code.text, places=code.places))

    def _written(self, notebook: Notebook, origin: str, files: tuple[str, ...]) -> Iterator[tuple[str, Code]]:
        for name, code in notebook.written.items():
            try:
                path = clean_name(name)
            except HandInError:
                path = base_of(name)  # such as /content/layers.py: wherever it was, it lies beside the notebook here
            path = base_of(path) if base_of(path) in files else path
            module = module_name(path)
            if module and path.endswith(".py"):
                yield module, code
            else:
                self.notes.append(f"{origin}: {shown(name)}, which a cell writes, is left out: not a module")

    def add_imported(self, entries: Iterable[Entry], root: str) -> set[str]:
        """Take from below the folder `root` what the modules here import, and what that imports; which was looked at.

        What is imported and cannot be read is left out with a note, so that the exam finds it missing.
        """
        found = _modules_below(entries, root)
        looked_at: set[str] = set()
        pending = list(self.sources.values())
        while pending:
            names = imported_by(pending.pop(0))
            for module in [name for name in found if names is None or name in names]:
                for entry in found.pop(module):
                    looked_at.add(entry.name)
                    pending += self._add_other(module, entry)
        return looked_at

    def _add_other(self, module: str, entry: Entry) -> Iterator[SourceFile]:
        """Take the module in `entry`; nothing comes of one that is left out."""
        try:
            text = decode(self._read(entry), entry.name)
        except HandInError as error:
            self.notes.append(f"left out: {error}")
            return
        is_package = base_of(entry.name) == "__init__.py"
        source = SourceFile(module=module, origin=shown(entry.name), text=text, is_package=is_package)
        if self.add(source):
            yield source

    def _read(self, entry: Entry) -> bytes:
        if entry.size <= MAX_SOURCE_BYTES:  # a larger one is refused for itself
            self._bytes_left -= entry.size
        if self._bytes_left < 0:
            raise HandInError(f"{shown(entry.name)}: of all .py files, at most {MAX_SOURCES_BYTES // MIB} MiB are read")
        return read(entry, MAX_SOURCE_BYTES)

    def first_notes(self) -> tuple[str, ...]:
        """The first notes, and how many more there are."""
        more = len(self.notes) - MAX_NOTES
        return (*self.notes[:MAX_NOTES], *([f"and {more} more notes"] if more > 0 else []))


def _modules_below(entries: Iterable[Entry], root: str) -> dict[str, list[Entry]]:
    """The ``.py`` files below `root` by module: parents before children, and as in Python packages first."""
    prefix = f"{root}/" if root else ""
    below = [entry for entry in entries if entry.suffix == ".py" and entry.name.startswith(prefix)]
    named = [(module_name(entry.name.removeprefix(prefix)), entry) for entry in below]
    named.sort(key=lambda each: (each[0].count("."), each[0], base_of(each[1].name) != "__init__.py"))
    found: dict[str, list[Entry]] = {}
    for module, entry in named:
        if module:
            found.setdefault(module, []).append(entry)
    return found


def module_name(path: str) -> str:
    """The dotted name that a path below the root is imported as; "" if it cannot be.

    >>> module_name("blocks/pool.py"), module_name("blocks/__init__.py"), module_name("my-blocks/pool.py")
    ('blocks.pool', 'blocks', '')
    """
    parts = unicodedata.normalize("NFKC", path).removesuffix(".py").split("/")  # as Python reads identifiers
    if parts[-1] == "__init__":
        parts.pop()
    module = ".".join(parts)
    if module in _NOT_IMPORTED or len(module) > _MAX_MODULE:
        return ""
    return module if all(part.isidentifier() and not keyword.iskeyword(part) for part in parts) else ""


def _stem(file: str) -> str:
    return file.removesuffix(".py")


def _source(entry: Entry, module: str) -> SourceFile:
    text = decode(read(entry, MAX_SOURCE_BYTES), entry.name)
    return SourceFile(module=module, origin=shown(entry.name), text=text)


def _notebook_for(entries: Sequence[Entry], files: tuple[str, ...]) -> tuple[Entry, Notebook]:
    """The notebook that stands in for the first of `files`: the only one, or the only one that defines anything."""
    found = notebooks_for(entries, files[0])
    if not found:
        raise expected(files, [files[0]], entries)
    if len(found) == 1:
        return found[0], _notebook(found[0])
    defining = [(entry, notebook) for entry, notebook in _readable(found[:MAX_NOTEBOOKS]) if notebook.has_code]
    if len(found) > MAX_NOTEBOOKS or len(defining) != 1:
        names = listed(entry.name for entry in found)
        raise HandInError(f"expected {files[0]} or one notebook, found several: {names}")
    return defining[0]


def _notebook(entry: Entry) -> Notebook:
    return read_notebook(read(entry, MAX_NOTEBOOK_BYTES), entry.name)


def _readable(entries: Iterable[Entry]) -> Iterator[tuple[Entry, Notebook]]:
    for entry in entries:
        try:
            yield entry, _notebook(entry)
        except HandInError:
            continue
