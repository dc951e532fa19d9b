"""Who handed in what: from a student to a submission that is ready to be examined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class Student:
    """A person who handed in.

    Attributes:
        sid: text: it may start with zeros.
        lms_id: by which Canvas or Moodle knows the person, ``canvas:1234`` or ``moodle:567``; "" elsewhere.
        due_at: this student's own deadline where the export says it, zone-aware; None for the assignment's.
    """

    name: str
    sid: str = ""
    email: str = ""
    lms_id: str = ""
    due_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class HandIn:
    """What is known of a hand-in before its bytes are opened.

    Attributes:
        key: unique within a batch and safe as a folder name.
        students: who handed in; more than one for a group, none if unknown.
        submitted_at: zone-aware, or None where the export does not say.
        due_at: the assignment's deadline where the export says it, zone-aware: for an ``assignment.toml`` without one.
    """

    key: str
    students: tuple[Student, ...] = ()
    submitted_at: datetime | None = None
    due_at: datetime | None = None

    @property
    def label(self) -> str:
        """The students' names, or the key where there are none."""
        return ", ".join(student.name for student in self.students) or self.key


@dataclass(frozen=True, kw_only=True)
class SourceFile:
    r"""One module of a submission.

    Attributes:
        module: dotted import name, such as ``layers`` or ``blocks.pool``.
        origin: where it came from, as the student knows it: ``hw2/layers.py``, ``conv.ipynb``.
        text: source with ``\n`` line ends and no byte-order mark.
        is_package: whether it is an ``__init__.py``.
        places: for a notebook, where each line of `text` stood: ``cell 3, line 2``.
    """

    module: str
    origin: str
    text: str
    is_package: bool = False
    places: tuple[str, ...] = ()

    def place(self, line: int) -> str:
        """Where a 1-based line of `text` is for the student: ``layers.py, line 7``."""
        if 1 <= line <= len(self.places):
            return f"{self.origin}, {self.places[line - 1]}"
        return f"{self.origin}, line {line}"


@dataclass(frozen=True, kw_only=True)
class Weights:
    """The weights of a network: a file that nobody but a candidate opens.

    Attributes:
        name: the wanted name that it was taken as: ``network.safetensors``.
        path: where the bytes lie; whoever reads them holds them to `size` and `sha256`.
        size: bytes.
        sha256: in hexadecimal digits.
    """

    name: str
    path: Path
    size: int
    sha256: str


@dataclass(frozen=True, kw_only=True)
class Submission:
    """A hand-in that was checked and unpacked: plain source text, nothing run yet.

    Attributes:
        sources: by module name.
        missing: modules that were to be handed in and are not among `sources` → why, in words for the student.
        notes: what collecting left out or repaired, for staff and student.
        weights: by the name of their network; those that could be taken.
        no_weights: network → why its weights are not among them, in words for the student.
    """

    hand_in: HandIn
    sources: Mapping[str, SourceFile]
    missing: Mapping[str, str] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    weights: Mapping[str, Weights] = field(default_factory=dict)
    no_weights: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Unreadable:
    """A hand-in that could not become a submission, and why, in words for the student."""

    hand_in: HandIn
    reason: str
