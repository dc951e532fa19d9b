"""What Canvas and Moodle say in the names of a download of all hand-ins: who, and which file.

Canvas (its ``lib/content_zipper.rb``): ``lovelaceada_LATE_1234_5678_layers.py``: the sortable name in small letters and
run together, the numbers of person and upload, the file's name; ``…_1234_text.html`` and ``…_link.html`` for what was
typed; ``anon_Xy1Za`` for name and number where grading is anonymous. Nothing in a person's name looks like ``_1234_``.

Moodle (its ``mod/assign/classes/downloader.php``): ``Ada Lovelace_567_assignsubmission_file_`` is a folder, or how a
file's name begins; no name of a person holds ``_``. 567 is the participant's number, or a group's, in this assignment.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from autograder.identity import CANVAS, MOODLE

_CANVAS = re.compile(
    r"(?:(?P<who>.*?)_)??(?P<late>LATE_)?(?P<number>[0-9]+|anon_[0-9A-Za-z]+)"
    r"_(?:(?P<upload>[0-9]+)_(?P<file>.+)|(?P<typed>(?:text|link)\.html))",
    re.DOTALL,
)
_MOODLE = re.compile(
    r"(?P<who>[^_]*)(?:_(?P<number>[0-9]+))?_assignsubmission_(?P<kind>[a-z]+)(?:_(?P<file>.*))?", re.DOTALL
)
_BLIND = "Participant"  # what Moodle calls everybody where grading is blind


@dataclass(frozen=True, kw_only=True)
class Part:
    """What the name of one file or folder of a download says.

    Attributes:
        who: name of the student or group, as far as the download has it.
        number: of the person; empty where the download has none.
        file: its name within the hand-in; empty for a folder that holds the hand-in.
        upload: later uploads have higher numbers; 0 where there is none.
        late: Canvas marks it as late.
        stray: the system did not give this name; it says nothing.
    """

    who: str
    number: str = ""
    file: str = ""
    upload: int = 0
    late: bool = False
    stray: bool = False

    @property
    def owner(self) -> Part:
        """What is the same in all files of a hand-in."""
        return Part(who=self.who, number=self.number, stray=self.stray)


@dataclass(frozen=True)
class System:
    """A learning management system that hand-ins were downloaded from.

    Attributes:
        prefix: of the numbers by which it knows people.
    """

    name: str
    prefix: str
    pattern: re.Pattern[str]

    def part(self, name: str) -> Part | None:
        """What a name at the top of a download says; None if the system would not give such a name."""
        found = self.pattern.fullmatch(name)
        if found is None:
            return None
        said = {key: value or "" for key, value in found.groupdict().items()}
        blind = said["who"] == _BLIND and self is MOODLE_DOWNLOAD
        return Part(
            who=f"{_BLIND} {said['number']}" if blind else said["who"],
            number=said["number"],
            file=said["file"] or said.get("typed", ""),
            upload=int(said.get("upload", "") or 0),
            late="late" in said and bool(said["late"]),
        )


CANVAS_DOWNLOAD = System("Canvas", CANVAS, _CANVAS)
MOODLE_DOWNLOAD = System("Moodle", MOODLE, _MOODLE)


def is_of_download(name: str) -> bool:
    """Whether a system may have given this name."""
    return any(system.part(name) is not None for system in (CANVAS_DOWNLOAD, MOODLE_DOWNLOAD))


def system_of(names: Sequence[str]) -> System | None:
    """The system whose download has these names at its top; None if it is none of them.

    Names of Moodle are unmistakable. Those of Canvas are not: dates in names that people gave look alike. So most of
    the names must be such, and few uploads may share a number.
    """
    if any(map(MOODLE_DOWNLOAD.part, names)):
        return MOODLE_DOWNLOAD
    parts = [part for part in map(CANVAS_DOWNLOAD.part, names) if part is not None]
    uploads = [part.upload for part in parts if part.upload]
    if parts and 2 * len(parts) >= len(names) and 2 * len(set(uploads)) >= len(uploads):
        return CANVAS_DOWNLOAD
    return None
