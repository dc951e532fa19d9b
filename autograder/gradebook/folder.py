"""What lies in a folder of results: read whole, whatever is damaged named, nothing changed."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from autograder.errors import StoredError
from autograder.gradebook.examined import PREFIX, Examined, read_examined
from autograder.gradebook.hand_in import HAND_IN_FILE, HandedIn, read_hand_in
from autograder.gradebook.keys import digest
from autograder.report.order import natural


@dataclass(frozen=True, kw_only=True)
class Stored:
    """What is stored of one hand-in.

    Attributes:
        handed_in: None where nobody knows who handed in: its file is missing or damaged.
        examinations: by content key; its own is that of `handed_in.content`.
        problems: file and place, what was expected and what was found, for each file that cannot be read.
        stamp: as of `stamp`, before anything was read.
    """

    folder: Path
    handed_in: HandedIn | None
    examinations: dict[str, Examined]
    problems: tuple[str, ...] = ()
    stamp: str = ""

    @property
    def own(self) -> Examined | None:
        """The examination of what was handed in last; None while there is none."""
        return self.examinations.get(self.handed_in.content) if self.handed_in else None


def folders(out: Path) -> tuple[Path, ...]:
    """The folders in `out` that hold something of a hand-in, in natural order.

    Raises:
        StoredError: `out` is no folder, or cannot be read.
    """
    try:
        found = [path for path in out.iterdir() if _holds_something(path)]
    except OSError as error:
        raise StoredError(f"{out}: no folder of results ({error.strerror})") from None
    return tuple(sorted(found, key=lambda path: natural(path.name)))


def stored(folder: Path) -> Stored:
    """Everything that is stored in the folder of one hand-in."""
    before = stamp(folder)
    problems: list[str] = []
    handed_in = None
    try:
        handed_in = _of_this_folder(folder)
    except StoredError as error:
        problems.append(str(error))
    examinations = {}
    for path in sorted(folder.glob(f"{PREFIX}*.json")):
        try:
            examined = _under_its_name(path)
            examinations[examined.content.key] = examined
        except StoredError as error:
            problems.append(str(error))
    return Stored(folder=folder, handed_in=handed_in, examinations=examinations, problems=tuple(problems), stamp=before)


def stamp(folder: Path) -> str:
    """Names, sizes, times and numbers of the files that `stored` reads: where it is the same, nothing has changed.

    A file that is written anew has another number on its disk, also where the clock was set back.
    """
    try:
        with os.scandir(folder) as listing:
            found = [(each.name, each.stat()) for each in listing if _is_read(each.name)]
    except OSError:
        return ""
    return digest(sorted([name, facts.st_size, facts.st_mtime_ns, facts.st_ino] for name, facts in found))


def _is_read(name: str) -> bool:
    return name == HAND_IN_FILE or (name.startswith(PREFIX) and name.endswith(".json"))


def _holds_something(folder: Path) -> bool:
    return folder.is_dir() and ((folder / HAND_IN_FILE).exists() or any(folder.glob(f"{PREFIX}*.json")))


def _of_this_folder(folder: Path) -> HandedIn:
    found = read_hand_in(folder)
    if found.hand_in.key != folder.name:
        path = folder / HAND_IN_FILE
        raise StoredError(f"{path}: key: expected {folder.name!r}, as the folder, found {found.hand_in.key!r}")
    return found


def _under_its_name(path: Path) -> Examined:
    found = read_examined(path)
    if path.name != f"{PREFIX}{found.content.short}.json":
        raise StoredError(f"{path}: key: expected one that begins as the file's name, found {found.content.key!r}")
    return found
