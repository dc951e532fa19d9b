"""A release of an assignment: everything that leaves the course, and a manifest that says what it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.authoring.folder import write_folder
from autograder.authoring.qualify.record import fingerprint
from autograder.errors import ConfigError
from autograder.exam.seeds import course_secret
from autograder.gradebook.keys import exam_digest
from autograder.packaging.archive import zipped
from autograder.packaging.bundle import bundle_files
from autograder.packaging.gradescope import PROGRAMS, gradescope_files
from autograder.packaging.leaks import Leak, leaks_in, private_of
from autograder.workspace import Workspace

MANIFEST = "manifest.json"
_PRIVATE = ("-gradescope.zip", "-instructor.zip")
FORMAT = 1
"""Of the manifest; grows when a key changes its meaning or goes."""


@dataclass(frozen=True)
class Parts:
    """What students get, and what was looked for in it.

    Attributes:
        handout: path in the handout → content.
        wheel: file name and content.
    """

    workspace: Workspace
    handout: Mapping[str, bytes]
    wheel: tuple[str, bytes]

    @property
    def name(self) -> str:
        """Of the assignment."""
        return self.workspace.assignment.name

    @cached_property
    def for_students(self) -> dict[str, bytes]:
        """Path in the release → content of everything that students get."""
        folder, (name, data) = f"{self.name}-handout", self.wheel
        files = {f"{folder}/{path}": content for path, content in self.handout.items()}
        return files | {f"{folder}.zip": zipped(self.handout, folder=self.name), name: data}

    @cached_property
    def leaks(self) -> list[Leak]:
        """What students would get and must not."""
        skeletons = [self.handout[file].decode() for file in self.workspace.assignment.files]
        return leaks_in(self.for_students, private_of(self.workspace, skeletons))


def release_files(parts: Parts, *, qualified: bool, with_secret: bool = False) -> dict[str, bytes]:
    """Path in the release → content, the manifest among them; the same bytes for the same course and package.

    Args:
        parts: free of leaks.
        qualified: whether the exam is proved as it is now.
        with_secret: whether the bundle for colleagues has the course secret.

    Raises:
        ConfigError: a file cannot be read, or leaks.
    """
    workspace, name = parts.workspace, parts.name
    assert workspace.secret is not None  # a handout is not released
    if parts.leaks:
        raise ConfigError(f"{name}: students would get what they must not")
    secret = course_secret(workspace.secret)
    bundle = bundle_files(workspace, parts.handout, parts.wheel, secret if with_secret else None)
    files = {
        **parts.for_students,
        f"{name}-gradescope.zip": zipped(gradescope_files(workspace, parts.wheel, secret), PROGRAMS),
        f"{name}-instructor.zip": zipped(bundle, folder=name),
    }
    said = _manifest(parts, files, qualified=qualified, with_secret=with_secret)
    return files | {MANIFEST: f"{json.dumps(said, indent=1)}\n".encode()}


def _manifest(parts: Parts, files: Mapping[str, bytes], *, qualified: bool, with_secret: bool) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "assignment": parts.name,
        "title": parts.workspace.assignment.title,
        "version": __version__,
        "exam": exam_digest(parts.workspace),
        "qualified": qualified,
        "fingerprint": fingerprint(parts.workspace),
        "leaks": {"looked into": sorted(parts.for_students), "found": 0},
        "secret in bundle": with_secret,
        "files": {
            name: {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
            for name, data in sorted(files.items())
        },
    }


def require_free(folder: Path) -> None:
    """Refuse to put a release in the place of something else; raises `ConfigError`."""
    if folder.exists() and not (folder / MANIFEST).is_file() and (not folder.is_dir() or any(folder.iterdir())):
        raise ConfigError(f"{folder}: not a release, and not empty: choose another folder")


def write_release(files: Mapping[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`, or leave it as it is; raises `ConfigError`.

    The course secret and solutions are for their owner's eyes, whoever else works on this machine.
    """
    require_free(folder)
    write_folder(files, folder, private=[name for name in files if name.endswith(_PRIVATE)])
