"""A note of how an assignment was qualified last, and as what: a release that is not proved is refused."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import autograder
from autograder.assignment import Assignment
from autograder.collect.weights import weights_in
from autograder.data.description import DATASETS
from autograder.errors import ConfigError
from autograder.exam.seeds import course_secret
from autograder.gradebook.keys import examined_part
from autograder.report.files import write_whole
from autograder.workspace import Workspace

_FOLDER = ".autograder"
_VARIANTS = ("alternates", "mutants", "cheats")
_PACKAGE = Path(autograder.__file__).parent
_OTHERS = ("numpy", "pytest")


class State(Enum):
    """What is known of an assignment as it is now."""

    QUALIFIED = "is qualified"
    CHANGED = "has changed since it was qualified"
    FAILED = "did not hold when it was qualified last"
    NEVER = "was never qualified here"


@dataclass(frozen=True)
class Known:
    """What is known.

    Attributes:
        at: when the assignment was qualified last: empty, or a time in UTC to the minute.
        seconds: what its checks took with the reference then; None: unknown.
    """

    state: State
    at: str = ""
    seconds: float | None = None

    def __str__(self) -> str:
        return f"{self.state.value} ({self.at})" if self.at else self.state.value


def fingerprint(workspace: Workspace) -> str:
    """A digest of everything that decides what an exam gives.

    That is: reference, variants, exam, what it takes from ``assignment.toml`` and the points there (not the deadline,
    titles or comments), the data sets of its networks, the course secret, the grader's own code, Python, and the
    libraries that candidates get.

    Raises:
        ConfigError: a file cannot be read.
    """
    digest = hashlib.sha256()
    for name, data in _parts(workspace):
        digest.update(f"{name}\n{len(data)}\n".encode())
        digest.update(data)
    return digest.hexdigest()


def known(workspace: Workspace) -> Known:
    """Whether the record is of the assignment as it is now, and says that it holds; raises `ConfigError`."""
    try:
        noted = json.loads(_path(workspace).read_text(encoding="utf-8"))
        digest, holds = noted["fingerprint"], noted.get("holds", True)
        seconds = float(noted["reference_seconds"]) if "reference_seconds" in noted else None
        at = f"{datetime.fromisoformat(noted['qualified_at']).astimezone(UTC):%Y-%m-%d %H:%M} UTC"
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return Known(State.NEVER)
    if holds is not True:
        return Known(State.FAILED, at, seconds)
    return Known(State.QUALIFIED if digest == fingerprint(workspace) else State.CHANGED, at, seconds)


def write_record(workspace: Workspace, found: str, *, holds: bool, seconds: float) -> None:
    """Note whether what has the fingerprint `found` is proved; raises `ConfigError`.

    Args:
        seconds: what the checks took with the reference.
    """
    path = _path(workspace)
    now = datetime.now(UTC).isoformat(timespec="seconds")
    document = {"fingerprint": found, "qualified_at": now, "holds": holds, "reference_seconds": round(seconds, 1)}
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        (path.parent.parent / ".gitignore").write_text("*\n", encoding="utf-8")
        write_whole(path, f"{json.dumps(document, indent=1)}\n".encode())
    except OSError as error:
        raise ConfigError(f"{path}: the record cannot be written ({error.strerror})") from None


def _path(workspace: Workspace) -> Path:
    return _root(workspace) / _FOLDER / "qualified" / f"{workspace.assignment.name}.json"


def _root(workspace: Workspace) -> Path:
    if workspace.secret is None:
        raise ConfigError("a handout holds nothing to qualify")
    return workspace.secret.parents[1]


def _parts(workspace: Workspace) -> Iterator[tuple[str, bytes]]:
    root, assignment = _root(workspace), workspace.assignment
    assert workspace.reference is not None  # `_root` would have raised
    assert workspace.secret is not None
    solutions, exam = workspace.reference, workspace.exam
    files = [solutions / file for file in assignment.files]
    files += [weights.path for weights in weights_in(solutions, assignment.networks).values()]
    files += [path for folder in _VARIANTS for path in _inside(solutions / folder)]
    files += [*sorted(exam.parent.glob("*.py")), *_inside(exam)]
    files += [path for data in _data_sets(assignment) for path in _inside(root / DATASETS / data)]
    yield from ((path.relative_to(root).as_posix(), _read(path)) for path in files)
    yield from ((path.relative_to(_PACKAGE).as_posix(), _read(path)) for path in _inside(_PACKAGE))
    yield "assignment", json.dumps(_decides(assignment), sort_keys=True).encode()
    yield "secret", course_secret(workspace.secret)
    yield "python", sys.version.encode()
    for library in sorted({*_OTHERS, *assignment.libraries}):
        yield library, _version(library).encode()


def _decides(assignment: Assignment) -> list[object]:
    """What of assignment.toml has a part in the proof: a question without points, say, cannot lose any."""
    return [examined_part(assignment), [question.points for question in assignment.questions]]


def _data_sets(assignment: Assignment) -> list[str]:
    return sorted({network.data for network in assignment.networks if network.data})


def _inside(folder: Path) -> list[Path]:
    """All files below `folder`, but for what Python and tools leave there."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [path for path in found if not any(_is_litter(part) for part in path.relative_to(folder).parts)]


def _is_litter(part: str) -> bool:
    return part == "__pycache__" or part.startswith(".")


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from None


def _version(library: str) -> str:
    try:
        return version(library)
    except PackageNotFoundError:
        return "part of Python"
