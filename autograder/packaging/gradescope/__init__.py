"""What is in the zip that an instructor uploads to Gradescope as the autograder of one assignment.

| path | what |
|---|---|
| ``setup.sh`` | makes the container, once: Python, this package, torch |
| ``run_autograder`` | grades a hand-in, each time |
| ``settings`` | which assignment, and where torch comes from |
| ``held.json`` | the results.json that stands before anything is known, and if all else fails: no zero |
| ``NAME.whl`` | this package |
| ``course/`` | the course with this assignment alone: no solutions, because no check needs them |
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Assignment
from autograder.data.description import DATASETS
from autograder.errors import ConfigError
from autograder.extensions import EXTENSIONS_FILE
from autograder.packaging.course import content_of, files_in
from autograder.report.results_json import unfinished
from autograder.workspace import SECRET_FILE, Workspace

PROGRAMS = ("run_autograder", "setup.sh")
"""What must be executable in the zip."""

_HERE = Path(__file__).parent


def gradescope_files(workspace: Workspace, wheel: tuple[str, bytes], secret: bytes) -> dict[str, bytes]:
    """Path in the zip → content; the same bytes for the same course, wheel and secret. `PROGRAMS` are to be executable.

    Args:
        wheel: file name and content of this package's wheel.
        secret: the course's, which hidden cases come from.

    Raises:
        ConfigError: this is a handout, or a file cannot be read.
    """
    if workspace.secret is None:
        raise ConfigError("a handout has no hidden checks to grade with")
    name, data = wheel
    files = {
        **{program: content_of(_HERE / program) for program in PROGRAMS},
        "settings": _settings(workspace.assignment),
        "held.json": (json.dumps(unfinished(), allow_nan=False, indent=1) + "\n").encode(),
        name: data,
    }
    course = {
        f"assignments/{SECRET_FILE}": secret,
        **dict(_course(workspace, workspace.secret.parent)),
    }
    return dict(sorted((files | {f"course/{path}": data for path, data in course.items()}).items()))


def _settings(assignment: Assignment) -> bytes:
    """For a shell to read; neither value has a quote in it."""
    return f"ASSIGNMENT='{assignment.name}'\nTORCH='{assignment.gradescope.torch}'\n".encode()


def _course(workspace: Workspace, assignments: Path) -> Iterator[tuple[str, bytes]]:
    name, root = workspace.assignment.name, assignments.parent
    wanted = [assignments / COURSE_FILE, assignments / name / ASSIGNMENT_FILE]
    optional = [assignments / name / EXTENSIONS_FILE, workspace.exam.parent / "__init__.py"]
    wanted += [path for path in optional if path.is_file()]
    sets = sorted({network.data for network in workspace.assignment.networks if network.data})
    for folder in (workspace.exam, *(root / DATASETS / data for data in sets)):
        wanted += files_in(folder)
    for path in wanted:
        yield path.relative_to(root).as_posix(), content_of(path)
