"""What students must not get, and what to do where they would."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """A kind of leak, in the words of a report."""

    SOLUTION = "solution"
    HIDDEN_CHECK = "hidden check"
    HIDDEN_DATA = "hidden data"
    STUDENTS = "students' data"
    COMMENT = "comment for staff"
    TOKEN = "secret"
    OUTPUT = "output"
    METADATA = "metadata"
    LITTER = "litter"
    MACHINE = "of this machine"
    ARCHIVE = "archive"

    @property
    def mend(self) -> str:
        """What to do about it."""
        return _MEND[self]


_MEND = {
    Kind.SOLUTION: "Move the line between the markers of the reference, or out of what students get; where it gives "
    "nothing away, write it into solutions/NAME/not_secret.txt.",
    Kind.HIDDEN_CHECK: "Take it out of what students get; where it gives nothing away, write it into "
    "solutions/NAME/not_secret.txt.",
    Kind.HIDDEN_DATA: "Take it out. If it has been published before, make another course secret or another split.",
    Kind.STUDENTS: "Take it out: extensions.csv stays with staff.",
    Kind.COMMENT: "Take it out: what the .toml files of a course remark stays with staff.",
    Kind.TOKEN: "Take it out, and have it revoked: whoever could read this file could use it.",
    Kind.OUTPUT: "Clear all outputs of the notebook.",
    Kind.METADATA: "Delete this entry of the notebook's metadata.",
    Kind.LITTER: "Delete the file, and add it to .gitignore.",
    Kind.MACHINE: "Write a path relative to the handout, and no name of a user or machine.",
    Kind.ARCHIVE: "Make the archive again, with plain files and no comments.",
}


@dataclass(frozen=True, kw_only=True)
class Leak:
    """Something that students would get and must not.

    Attributes:
        file: where: the file, and after each ``!`` the file inside of that archive.
        place: where in it: ``line 3``, ``cell 2, line 5``, ``name``.
        told: what was found, fit to be printed: never the secret itself.
    """

    kind: Kind
    file: str
    place: str
    told: str

    def __str__(self) -> str:
        return f"{self.file}, {self.place}: {self.kind.value}: {self.told}"
