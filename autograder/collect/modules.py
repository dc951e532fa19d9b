"""Files of a hand-in → the modules of a submission."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

from autograder.collect.entries import MAX_SOURCE_BYTES, MAX_SOURCES_BYTES, MIB, Entry, read
from autograder.collect.imports import imported_by
from autograder.collect.names import base_of, folder_of, listed, module_name, shown, stem_of
from autograder.collect.standing_in import stand_ins
from autograder.collect.text import decode
from autograder.collect.unneeded import unneeded
from autograder.collect.wanted import Choice, choose, expected, joined
from autograder.collect.weights import Found, WeightsStore, find
from autograder.errors import HandInError
from autograder.records import HandIn, SourceFile, Submission

LIBRARIES = frozenset({"autograder", "numpy", "safetensors", "torch", "torchvision"})
"""Modules that grading itself works with. Whatever a hand-in brings under such a name is left out: a file of its own
would run in the place of one of theirs, and be believed by rules that allow the library."""

MAX_NOTES = 20
_MAX_REASONS = 2  # why nothing of a hand-in can be examined


def submission(
    hand_in: HandIn,
    entries: Sequence[Entry],
    files: tuple[str, ...],
    notes: tuple[str, ...],
    store: WeightsStore | None = None,
    handout: str = "",
) -> Submission:
    """The submission in `entries`: the wanted `files`, and what they import from beside or below the first of them.

    A file that is missing, ambiguous or unreadable costs what is asked about it. Nothing else is read, so whatever else
    was handed in decides nothing.

    Args:
        store: which weights are wanted, and where copies go.
        handout: of which assignment this is the unpacked handout: nothing is said of what is in every one.

    Raises:
        HandInError: none of the wanted files is there and can be read.
    """
    if not entries:
        raise HandInError("no files were handed in")
    modules = Modules(notes)
    choice = choose(entries, files)
    refused = {**choice.ambiguous, **modules.add_wanted(choice.taken)}
    books = stand_ins(entries, files, [file for file in files if file not in choice.taken and file not in refused])
    for source in books.sources:
        if f"{source.module}.py" not in refused:
            modules.add(source)
    refused |= books.refused
    missing = {file: refused.get(file, "") for file in files if stem_of(file) not in modules.sources}
    if len(missing) == len(files):
        raise _nothing_to_examine(why or expected(files, entries) for why in missing.values())
    unread = [entry for entry in books.unread if entry.name != f"{handout}.ipynb"]
    modules.notes += [*choice.notes, *_on_missing(missing, files, entries), *_on_unread(unread, choice), *books.notes]
    absent = {stem_of(file): why or f"{file} was not handed in" for file, why in missing.items()}
    used = [*choice.taken.values(), *books.taken]
    home = folder_of(used[0].name)
    weights = find(entries, home, hand_in.key, store) if store is not None else Found()
    modules.notes += [*weights.notes, *weights.why.values()]
    others = [entry for entry in entries if entry.name not in {*(one.name for one in used), *weights.used}]
    looked_at = modules.add_imported(others, home, absent)
    modules.notes += unneeded(entry for entry in others if entry.name not in looked_at and not handout)
    return Submission(
        hand_in=hand_in,
        sources=modules.sources,
        missing=absent,
        notes=modules.first_notes(),
        weights=weights.weights,
        no_weights=weights.why,
    )


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

    def add_wanted(self, taken: Mapping[str, Entry]) -> dict[str, str]:
        """Take the wanted files; file → why, of those that cannot be read."""
        refused = {}
        for file, entry in taken.items():
            try:
                text = decode(read(entry, MAX_SOURCE_BYTES), entry.name)
            except HandInError as error:
                refused[file] = str(error)
            else:
                self.add(SourceFile(module=stem_of(file), origin=shown(entry.name), text=text))
        return refused

    def add_imported(self, entries: Iterable[Entry], root: str, missing: Container[str]) -> set[str]:
        """Take from below the folder `root` what the modules here import, and what that imports; which was looked at.

        What is imported and cannot be read is left out with a note, so that the exam finds it missing.

        Args:
            missing: modules that stay so: none of several files of that name is taken just because it lies here.
        """
        below = {name: each for name, each in _modules_below(entries, root).items() if name not in missing}
        libraries, found = _without_libraries(below)
        looked_at: set[str] = set()
        pending = list(self.sources.values())
        while pending and (libraries or found):
            names = imported_by(pending.pop(0))
            for library in [name for name in libraries if names is None or name in names]:
                place = shown(libraries.pop(library).name)
                self.notes.append(f"{place} is left out: {library} is a library, and whoever imports it gets that")
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


def _without_libraries(found: Mapping[str, list[Entry]]) -> tuple[dict[str, Entry], dict[str, list[Entry]]]:
    """The first file under the name of each of `LIBRARIES`, and the modules that have a name of their own."""
    tops = {name: name.partition(".")[0] for name in found}
    libraries: dict[str, Entry] = {}
    for name, top in tops.items():
        if top in LIBRARIES:
            libraries.setdefault(top, found[name][0])
    return libraries, {name: each for name, each in found.items() if tops[name] not in LIBRARIES}


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


def _on_missing(missing: Mapping[str, str], files: tuple[str, ...], entries: Sequence[Entry]) -> Iterator[str]:
    """What is to be said of wanted files without a module: why, or what was found instead."""
    yield from dict.fromkeys(filter(None, missing.values()))
    absent = [file for file, why in missing.items() if not why]
    if absent:
        yield f"{joined(absent)} {'was' if len(absent) == 1 else 'were'} not handed in: {expected(files, entries)}"


def _on_unread(books: Sequence[Entry], choice: Choice) -> Iterator[str]:
    """What is to be said of notebooks that were not needed: the answers may be in one of them."""
    if books:
        there = [entry.name for entry in choice.taken.values()]
        because = f"{listed(there)} {'is' if len(there) == 1 else 'are'} there"
        were = "was" if len(books) == 1 else "were"
        yield f"{listed(entry.name for entry in books)} {were} not looked at, because {because}"


def _nothing_to_examine(reasons: Iterable[str]) -> HandInError:
    different = list(dict.fromkeys(reasons))
    more = len(different) - _MAX_REASONS
    return HandInError("; ".join([*different[:_MAX_REASONS], *([f"and {more} more"] if more > 0 else [])]))
