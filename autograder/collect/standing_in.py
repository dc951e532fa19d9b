"""Notebooks that were handed in instead of wanted files.

``layers.ipynb`` stands in for ``layers.py``, and one notebook of any other name for every file that has none. One that
stands in for several files becomes the first of their modules; the others have all that this one has.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from autograder.collect.entries import MAX_NOTEBOOK_BYTES, Entry, read
from autograder.collect.names import base_of, clean_name, module_name, shown, stem_of
from autograder.collect.notebook import MAX_CODE_CHARACTERS, Code, Notebook, read_notebook
from autograder.collect.wanted import joined, near, several
from autograder.errors import HandInError
from autograder.records import SourceFile

MAX_NOTEBOOKS = 8  # that are looked into where their names do not say which one is meant


@dataclass(kw_only=True)
class StandIns:
    """What the notebooks give that stand in for files.

    Attributes:
        taken: these notebooks.
        unread: others, which were not needed.
        sources: the modules that they stand in for, and those that their cells write.
        refused: wanted file → why the notebook that should stand in for it does not.
        notes: what was left out, and what a notebook was taken as where its name does not say it.
    """

    files: tuple[str, ...]
    taken: list[Entry] = field(default_factory=list)
    unread: list[Entry] = field(default_factory=list)
    sources: list[SourceFile] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, entry: Entry, notebook: Notebook, wanted: tuple[str, ...], *, whole: bool) -> None:
        """Take what `notebook` gives.

        Args:
            whole: its definitions stand in for the `wanted` files whether or not there is an answer among them.
                Elsewhere a notebook without one, such as the handout's own, untouched, is nobody's hand-in of a file.
        """
        modules = {name: _written_module(name, self.files) for name in notebook.written}
        written = {module: notebook.written[name] for name, module in modules.items() if module}
        defined = [stem_of(file) for file in wanted if stem_of(file) not in written]
        codes = dict(_under_names(notebook, defined)) if whole or notebook.defines else {}
        origin = shown(entry.name)
        self.taken.append(entry)
        self.sources += [
            SourceFile(module=module, origin=origin, text=code.text, places=code.places)
            for module, code in (codes | written).items()
        ]
        self.notes += self._taken_as(entry, [file for file in wanted if stem_of(file) in codes])
        self.notes += notebook.notes if codes or written else ()
        odd = [name for name, module in modules.items() if not module]
        self.notes += [f"{origin}: {shown(name)}, which a cell writes, is left out: not a module" for name in odd]
        if (codes or not written) and not (codes and notebook.definitions.text):
            self.notes.append(f"{origin}: no definitions were found in it")

    def _taken_as(self, entry: Entry, files: Sequence[str]) -> list[str]:
        """What a notebook was taken as, unless it is called so or there is one file only."""
        called = stem_of(base_of(entry.name)).casefold()
        if not files or len(self.files) == 1 or [called] == [stem_of(file).casefold() for file in files]:
            return []
        return [f"{shown(entry.name)} was taken as {joined(files)}"]


def stand_ins(entries: Iterable[Entry], files: tuple[str, ...], absent: Sequence[str]) -> StandIns:
    """The notebooks among `entries` that stand in for the `absent` ones of the wanted `files`."""
    books = [entry for entry in entries if entry.suffix == ".ipynb"]
    named = _named(books, files)
    result = StandIns(files=files)
    looked_at: set[str] = set()
    for candidates, wanted in _asked(books, named, files, absent):
        looked_at.update(entry.name for entry in candidates)
        try:
            entry, notebook = _only_one(candidates, wanted)
        except HandInError as error:
            result.refused.update(dict.fromkeys(wanted, str(error)))
        else:
            alone = not result.taken and len(absent) == len(files)
            result.take(entry, notebook, wanted, whole=alone or named.get(wanted[0]) is entry)
    unread = [entry for entry in books if entry.name not in looked_at]
    result.unread.extend(_may_answer(unread, files))
    return result


def _may_answer(books: Sequence[Entry], files: tuple[str, ...]) -> Iterator[Entry]:
    """Those that may hold an answer: not the handout's own, say, which only calls what the files define.

    To look into all of them costs no more than to read one that is needed: what is beyond that may hold one.
    """
    bytes_left, most_code = MAX_NOTEBOOK_BYTES, MAX_CODE_CHARACTERS // MAX_NOTEBOOKS
    for number, entry in enumerate(books):
        bytes_left -= entry.size
        try:
            if number >= MAX_NOTEBOOKS or bytes_left < 0 or _read(entry, files, most_code).answers:
                yield entry
        except HandInError:
            yield entry


def _named(books: Sequence[Entry], files: tuple[str, ...]) -> dict[str, Entry]:
    """Wanted file → the one notebook of its name, or a copy of it."""
    named = {}
    for file in files:
        alike = near(books, f"{stem_of(file)}.ipynb")
        exact = [entry for entry in alike if stem_of(base_of(entry.name)).casefold() == stem_of(file).casefold()]
        best = exact or alike
        if len(best) == 1:
            named[file] = best[0]
    return named


def _asked(
    books: Sequence[Entry], named: Mapping[str, Entry], files: tuple[str, ...], absent: Sequence[str]
) -> Iterator[tuple[Sequence[Entry], tuple[str, ...]]]:
    """Notebooks of which one is to stand in for some files."""
    if len(books) == 1 and len(absent) == len(files):  # all that there is, whatever its name
        yield books, files
        return
    for file in absent:
        if file in named:
            yield [named[file]], (file,)
    rest = tuple(file for file in absent if file not in named)
    with_name = {entry.name for file, entry in named.items() if file in absent or len(books) > 1}
    others = [entry for entry in books if entry.name not in with_name]
    if rest and others:
        yield others, rest


def _only_one(books: Sequence[Entry], wanted: tuple[str, ...]) -> tuple[Entry, Notebook]:
    """The only notebook, or the only one that defines anything."""
    if len(books) == 1:
        return books[0], _read(books[0], wanted)
    readable = list(_readable(books[:MAX_NOTEBOOKS], wanted))
    telling = [(entry, book) for entry, book in readable if book.answers]
    telling = telling or [(entry, book) for entry, book in readable if book.has_code]
    if len(books) > MAX_NOTEBOOKS or len(telling) != 1:
        raise HandInError(several(f"{joined(wanted)} or one notebook", books))
    return telling[0]


def _readable(books: Iterable[Entry], wanted: tuple[str, ...]) -> Iterator[tuple[Entry, Notebook]]:
    for entry in books:
        try:
            yield entry, _read(entry, wanted)
        except HandInError:
            continue


def _read(entry: Entry, wanted: tuple[str, ...], most_code: int = MAX_CODE_CHARACTERS) -> Notebook:
    data = read(entry, MAX_NOTEBOOK_BYTES)
    own = [stem_of(file) for file in wanted]
    notebook = read_notebook(data, entry.name, own, most_code)
    written = {_written_module(name, wanted) for name in notebook.written}
    if written.isdisjoint(own):
        return notebook
    return read_notebook(data, entry.name, [module for module in own if module not in written], most_code)


def _under_names(notebook: Notebook, modules: Sequence[str]) -> Iterator[tuple[str, Code]]:
    """The definitions as the first of `modules`; as the others, what takes them from there."""
    for module in modules:
        if module == modules[0]:
            yield module, notebook.definitions
            continue
        line = f"from {modules[0]} import {', '.join(notebook.names)}\n" if notebook.names else ""
        places = (f"taken as {module}.py",) if line else ()
        yield module, Code(text=notebook.imports.text + line, places=notebook.imports.places + places)


def _written_module(name: str, files: tuple[str, ...]) -> str:
    """The module that a file called `name`, which a cell writes, is beside the notebook; "" if it is none."""
    try:
        path = clean_name(name)
    except HandInError:
        path = base_of(name)  # such as /content/layers.py: wherever it was, it lies beside the notebook here
    path = base_of(path) if base_of(path) in files else path
    return module_name(path) if path.endswith(".py") else ""
