"""Where Gradescope's container has what."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Place:
    """A container, ``/autograder``, or a folder like it.

    Attributes:
        root: holds ``submission/``, ``submission_metadata.json``, ``results/``; and ``source/``, the unpacked zip.
    """

    root: Path

    @property
    def submission(self) -> Path:
        """The files that were handed in."""
        return self.root / "submission"

    @property
    def metadata(self) -> Path:
        """Who handed in, and when."""
        return self.root / "submission_metadata.json"

    @property
    def results(self) -> Path:
        """What Gradescope reads afterwards."""
        return self.root / "results" / "results.json"

    @property
    def course(self) -> Path:
        """The course, with the one assignment that is graded here."""
        return self.root / "source" / "course"

    @property
    def private(self) -> tuple[Path, ...]:
        """What no candidate may read."""
        return (self.submission, self.metadata, self.results.parent, self.root / "source")
