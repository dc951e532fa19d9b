"""The content key of an examination: the SHA-256 of everything that it depends on, and of nothing else.

What decides only how points follow from results (due, late, points, titles) is not in it: a grade is derived anew when
that changes, and no code is run.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import platform
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import PackageNotFoundError, packages_distributions, version
from pathlib import Path
from typing import Any

from autograder import __version__
from autograder.assignment import Assignment
from autograder.data.description import DATASET_FILE, DATASETS
from autograder.errors import ConfigError
from autograder.networks import Network
from autograder.records import SourceFile, Submission, Unreadable
from autograder.sandbox.confine import gpu
from autograder.workspace import Workspace

PARTS = ("submission", "exam", "grader", "environment", "secret")
"""What a content key is made of."""

_SHORT = 24  # hex digits, in the names of files
_PACKAGE = Path(__file__).parent.parent
_EXAMINERS = ("collect", "sandbox", "exam", "metrics", "evaluation", "data")
_LIBRARIES = ("numpy", "torch", "torchvision")
_OF_ASSIGNMENT = {"name", "files", "limits", "rules", "networks"}
_OF_QUESTION = {"name", "credit", "file", "rules", "curve", "curve_kind"}
_LEFT_OUT = ("__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache", ".hypothesis", ".DS_Store")


@dataclass(frozen=True)
class Content:
    """What an examination depends on.

    Attributes:
        parts: SHA-256 of each of `PARTS`, in hexadecimal digits.
    """

    parts: Mapping[str, str]

    @property
    def key(self) -> str:
        """The content key: 64 hexadecimal digits."""
        return digest({part: self.parts[part] for part in PARTS})

    @property
    def short(self) -> str:
        """The beginning of the key, as it stands in the names of files."""
        return self.key[:_SHORT]


@dataclass(frozen=True)
class Keys:
    """What is the same for every hand-in of a batch, hashed once.

    Attributes:
        shared: SHA-256 of each of `PARTS` but the submission.
    """

    shared: Mapping[str, str]

    @classmethod
    def of(cls, workspace: Workspace, device: str = "auto", *, unsafe: bool = False) -> Keys:
        """The keys of examinations of `workspace` as its files are now, on this machine.

        Args:
            device: where networks run, as ``autograder grade --device`` takes it.
            unsafe: whether candidates need not be confined: what was found then counts for nothing else.

        Raises:
            ConfigError: a file of the exam cannot be read, or there is no course secret and none can be made.
        """
        from autograder.exam.seeds import course_secret  # loads pytest, which whoever only looks at grades need not

        secret = b"" if workspace.secret is None else course_secret(workspace.secret)
        return cls(
            {
                "exam": exam_digest(workspace),
                **examiners(workspace.assignment, device, unsafe=unsafe),
                "secret": hmac.new(secret, b"content key", hashlib.sha256).hexdigest(),
            }
        )

    def content(self, handed_in: Submission | Unreadable) -> Content:
        """The content of an examination of `handed_in`; who handed it in, and when, is no part of it."""
        return Content({"submission": submission_digest(handed_in), **self.shared})


def submission_digest(handed_in: Submission | Unreadable) -> str:
    """The digest of what a candidate and the exam get of a hand-in."""
    if isinstance(handed_in, Unreadable):
        return digest({"unreadable": handed_in.reason})
    return digest(
        {
            "sources": {name: _source(file) for name, file in handed_in.sources.items()},
            "missing": dict(handed_in.missing),
            "weights": {name: [each.name, each.size, each.sha256] for name, each in handed_in.weights.items()},
            "no_weights": dict(handed_in.no_weights),
        }
    )


def exam_digest(workspace: Workspace) -> str:
    """The digest of the exam's files, of the reference, of its data sets, and of what it takes from assignment.toml."""
    found = {"assignment": examined_part(workspace.assignment), "exam": _files(_exam_files(workspace))}
    if workspace.reference is not None:
        found["reference"] = _files(_reference_files(workspace.reference, workspace.assignment))
        root = workspace.reference.parent.parent
        found["data"] = _files(_descriptions(root, workspace.assignment.networks))
    return digest(found)


def examined_part(assignment: Assignment) -> dict[str, Any]:
    """What an examination takes from assignment.toml: neither deadlines and points, nor titles and comments."""
    questions = [question.model_dump(mode="json", include=_OF_QUESTION) for question in assignment.questions]
    return assignment.model_dump(mode="json", include=_OF_ASSIGNMENT) | {"questions": questions}


def examiners(assignment: Assignment, device: str = "auto", *, unsafe: bool = False) -> dict[str, str]:
    """The parts of a content key that an upgrade changes: our own, and those of Python and its libraries."""
    return {
        "grader": grader_digest(),
        "environment": digest(environment(assignment, device) | {"unsafe": unsafe}),
    }


def grader_digest() -> str:
    """The digest of our own version, and of the source of whatever has a hand in an examination.

    It is asked for twice for every hand-in, so files are read again only where one was written or put there since.
    """
    stamp = _stamp(__version__)
    if not (_graders and _graders[0][0] == stamp):
        _graders[:] = [(stamp, _grader_digest())]
    return _graders[0][1]


_graders: list[tuple[str, str]] = []  # the last one, and its stamp from before anything was read


def _grader_digest() -> str:
    found = {name: _files(_below(_PACKAGE / name)) for name in _EXAMINERS}
    return digest({"version": __version__, "sources": found})


def _stamp(version: str) -> str:
    """Of our sources as they lie on the disk: whatever is written, also with an old time, has another one."""
    found = [version]
    for name in _EXAMINERS:
        for folder, inner, names in os.walk(_PACKAGE / name):
            inner[:] = [each for each in inner if each not in _LEFT_OUT]
            found += [f"{folder}/{each} {_facts(f'{folder}/{each}')}" for each in names]
    return "\n".join(found)


def _facts(path: str) -> str:
    try:
        facts = Path(path).stat()
    except OSError:
        return "gone"
    return f"{facts.st_ino} {facts.st_size} {facts.st_mtime_ns} {facts.st_ctime_ns}"


def environment(assignment: Assignment, device: str = "auto") -> dict[str, Any]:
    """What results may depend on of this machine: Python, libraries, architecture, and where networks run."""
    return {
        "python": f"{platform.python_implementation()} {platform.python_version()}",
        "libraries": {name: _version(name) for name in (*_LIBRARIES, *assignment.libraries)},
        "machine": f"{platform.system()} {platform.machine()}",
        "device": _device(assignment, device),
    }


def digest(value: Any) -> str:
    """SHA-256 of a value's canonical JSON: sorted keys, no spaces, ASCII."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return hashlib.sha256(text.encode("ascii")).hexdigest()


def _source(file: SourceFile) -> list[Any]:
    return [file.module, file.origin, file.text, file.is_package, list(file.places)]


def _exam_files(workspace: Workspace) -> dict[str, Path]:
    """By name; in a handout the public checks, else the exam's folder and the modules beside it that it may import."""
    if workspace.is_handout:
        return {path.name: path for path in workspace.exam_paths}
    shared = {f"../{path.name}": path for path in workspace.exam.parent.glob("*.py") if path.is_file()}
    return _below(*workspace.exam_paths) | shared


def _reference_files(folder: Path, assignment: Assignment) -> dict[str, Path]:
    names = [*assignment.files, *(name for network in assignment.networks for name in network.weights)]
    return {name: folder / name for name in names if (folder / name).is_file()}


def _descriptions(root: Path, networks: Iterable[Network]) -> dict[str, Path]:
    paths = {network.data: root / DATASETS / network.data / DATASET_FILE for network in networks if network.data}
    return {name: path for name, path in paths.items() if path.is_file()}


def _below(folder: Path) -> dict[str, Path]:
    """Every file in `folder`, by its path in it; what tools leave behind is left out."""
    paths = (path for path in folder.rglob("*") if path.is_file())
    named = {path.relative_to(folder): path for path in paths}
    return {name.as_posix(): path for name, path in named.items() if not set(name.parts) & set(_LEFT_OUT)}


def _files(paths: Mapping[str, Path]) -> dict[str, str]:
    """Name → SHA-256 of the bytes."""
    return {name: _file_digest(path) for name, path in paths.items()}


def _file_digest(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:  # a module may come from a package of another name, as cv2 does
        packages = _packages().get(library.partition(".")[0], [])
        return ", ".join(f"{name} {_version_of(name)}" for name in sorted(set(packages))) or "none"


def _version_of(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:  # taken away since they were looked through
        return "none"


@cache
def _packages() -> Mapping[str, list[str]]:
    """Module → the packages that it comes from; to find that out takes a while."""
    return packages_distributions()


def _device(assignment: Assignment, device: str) -> str:
    """``cpu`` where no GPU can come into it, else what was asked for, ``auto`` resolved."""
    if not (assignment.networks and assignment.limits.gpu):
        return "cpu"
    if device == "auto":
        return "cuda" if gpu.devices() else "cpu"
    return device
