"""What a batch is asked to do, in words that travel: it can be written down, and read on another machine."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from autograder.collect import is_alone
from autograder.workspace import Workspace, course_root, open_assignment


@dataclass(frozen=True, kw_only=True)
class Job:
    """Grade the hand-ins of `source`, with results in `out`.

    Attributes:
        device: where networks run: ``auto``, ``cpu`` or ``cuda:N``.
        unsafe: grade even where candidates cannot be confined.
        workers: how many to grade at once; 0: in this process, one after the other.
        only: keys of the hand-ins that are graded; none for all.
        retry: try those again that are held.
        roster: the list of the class, of which a copy is put among the results; None: the one that is there, if any.
    """

    workspace: Workspace
    source: Path
    out: Path
    device: str = "auto"
    unsafe: bool = False
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    only: frozenset[str] = frozenset()
    retry: bool = False
    roster: Path | None = None

    def is_part(self, count: int) -> bool:
        """Whether there may be others than its `count` hand-ins: some are named, or one student sent what is there."""
        return bool(self.only) or (count == 1 and is_alone(self.source, self.workspace.assignment.files))

    def command(self, key: str) -> str:
        """The command that tries the hand-in `key` alone."""
        words = ["autograder", "grade", str(self.source), "--assignment", self.workspace.assignment.name]
        words += ["--out", str(self.out), "--only", key, "--retry"]
        words += ["--device", self.device] if self.device != "auto" else []
        return shlex.join([*words, *(["--unsafe"] if self.unsafe else [])])

    def written(self) -> dict[str, Any]:
        """What `read` makes the same job of, on a machine that sees the same files; it is to be tried once."""
        return {
            "course": str(course_root(self.workspace.exam)),
            "assignment": self.workspace.assignment.name,
            "source": str(self.source.resolve()),
            "out": str(self.out.resolve()),
            "device": self.device,
            "unsafe": self.unsafe,
        }

    @classmethod
    def read(cls, written: Mapping[str, Any], workers: int, only: frozenset[str]) -> Job:
        """The job that was written, for some of its hand-ins; raises `ConfigError`."""
        return cls(
            workspace=open_assignment(written["assignment"], Path(written["course"])),
            source=Path(written["source"]),
            out=Path(written["out"]),
            device=written["device"],
            unsafe=written["unsafe"],
            workers=workers,
            only=only,
        )
