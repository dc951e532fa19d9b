"""The student's folder: skeleton and notebook, public checks, what the assignment says, and how to begin."""

from __future__ import annotations

import ast
import sys
from pathlib import Path

from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Assignment
from autograder.authoring.comments import without_comments
from autograder.authoring.folder import write_folder
from autograder.authoring.guide import GUIDE, read_guide
from autograder.authoring.lesson import is_open, read_lesson
from autograder.authoring.markers import BEGIN, END, strip_solution
from autograder.authoring.notebook import build_notebook
from autograder.authoring.otter_tests import otter_tests
from autograder.authoring.pictures import read_pictures
from autograder.authoring.readme import notebook_name, readme
from autograder.data.description import DATASET_FILE, DATASETS
from autograder.errors import ConfigError
from autograder.workspace import PUBLIC_CHECKS, Workspace, public_checks

README = "README.md"
_ALWAYS_THERE = (ASSIGNMENT_FILE, COURSE_FILE)  # assignments/NAME, which is no handout, has one of them
_MAY_IMPORT = {"numpy", "torch", "torchvision", "pytest"} | sys.stdlib_module_names


def build_handout(workspace: Workspace) -> dict[str, bytes]:
    """Path in the handout → content; the same bytes for the same course.

    Raises:
        MarkerError: the reference cannot be stripped, or its texts for students cannot be told from other comments.
        ConfigError: a file is missing, the public checks hold something that students must not get, or the guide is not
            made as one.
    """
    if workspace.reference is None or workspace.secret is None:
        raise ConfigError("this is a handout already")
    assignments = workspace.secret.parent
    assignment, course = workspace.assignment, workspace.course
    checks = _public_checks(workspace.exam)
    said = assignments / assignment.name / GUIDE
    guide = _text(said) if said.is_file() else ""
    files = {
        ASSIGNMENT_FILE: _values(assignments / assignment.name / ASSIGNMENT_FILE),
        COURSE_FILE: _values(assignments / COURSE_FILE),
        README: readme(assignment, course, guide),
        **checks,
        **otter_tests(assignment),
        **_data_sets(assignments.parent, assignment),
    }
    lessons = {}
    for file in assignment.files:
        path = workspace.reference / file
        reference = _text(path)
        files[file] = strip_solution(reference, str(path))
        _require_stripped(files[file], path, _functions(assignment, file))
        lessons[file] = read_lesson(reference, str(path))
    answers = {function for file in assignment.files for function in _functions(assignment, file)}
    parts = read_guide(guide, str(said), answers) if guide else ()
    pictures = read_pictures(said.parent, [guide, *(files[file] for file in assignment.files)])
    files[notebook_name(assignment)] = build_notebook(
        assignment, course, lessons, list(checks.values()), parts, pictures
    )
    return dict(sorted([*((file, text.encode()) for file, text in files.items()), *pictures.items()]))


def _public_checks(exam: Path) -> dict[str, str]:
    files = {path: _text(path) for path in public_checks(exam)}
    if not files:
        raise ConfigError(f"{exam / PUBLIC_CHECKS}: cannot be read: students would get no checks")
    for path, text in files.items():
        _require_public(text, path)
    return {path.name: text for path, text in files.items()}


def _data_sets(root: Path, assignment: Assignment) -> dict[str, str]:
    """What the course says of the networks' data, so that students can make, fetch and show it; its secret it lacks."""
    paths = [f"{DATASETS}/{network.data}/{DATASET_FILE}" for network in assignment.networks if network.data]
    return {path: _values(root / path) for path in paths if (root / path).is_file()}


def _values(path: Path) -> str:
    """What a .toml says; its comments are for staff."""
    return without_comments(_text(path), str(path))


def _functions(assignment: Assignment, file: str) -> set[str]:
    """The functions in `file` that questions ask for."""
    asked = {assignment.rules_of(question).function or "" for question in assignment.questions}
    return {name.rpartition(".")[2] for name in asked if name.rpartition(".")[0] == file.removesuffix(".py")}


def _require_stripped(skeleton: str, path: Path, functions: set[str]) -> None:
    """Refuse a skeleton in which a question's function still has its answer: someone forgot the markers."""
    for node in ast.parse(skeleton).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in functions and not is_open(node):
            raise ConfigError(
                f"{path}: students would get the answer of {node.name}: mark it with {BEGIN!r} and {END!r}"
            )


def write_handout(files: dict[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`; it is never half.

    Raises:
        ConfigError: `folder` holds something that is no part of a handout, which would be lost.
    """
    if folder.exists() and any(folder.iterdir()) and not _is_handout(folder):
        raise ConfigError(f"{folder}: not a handout, and not empty: choose another folder")
    write_folder(files, folder)


def _is_handout(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _ALWAYS_THERE) and bool(public_checks(folder))


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """What in `folder` is missing, too much or not as in `files`; line ends do not count, as git may change them."""
    paths = [path.relative_to(folder) for path in folder.rglob("*") if path.is_file()] if folder.is_dir() else []
    found = {path.as_posix() for path in paths if not any(map(_is_by_product, path.parts))}
    changed = [
        name
        for name in sorted(files.keys() & found)
        if (folder / name).read_bytes().replace(b"\r\n", b"\n") != files[name].replace(b"\r\n", b"\n")
    ]
    return (
        [f"{name}: missing" for name in sorted(files.keys() - found)]
        + [f"{name}: not part of the handout" for name in sorted(found - files.keys())]
        + [f"{name}: not as it would be built now" for name in changed]
    )


def _is_by_product(name: str) -> bool:
    """Whether it comes from running the checks."""
    return name == "__pycache__" or name.startswith(".")


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None


def _require_public(text: str, path: Path) -> None:
    """Refuse hidden checks, and imports of files that the handout does not have."""
    try:
        tree = ast.parse(text)
    except SyntaxError as error:
        raise ConfigError(f"{path}:{error.lineno}: {error.msg}") from None
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            module, names = "." * node.level + (node.module or ""), {alias.name for alias in node.names}
            if "hidden" in names or (not _of_ours(module) and _foreign(module)):
                raise ConfigError(f"{path}:{node.lineno}: students get this file, so it cannot import from {module}: "
                                  f"{', '.join(sorted(names))}")  # fmt: skip
        elif isinstance(node, ast.Import):
            foreign = [alias.name for alias in node.names if _foreign(alias.name)]
            if foreign:
                raise ConfigError(f"{path}:{node.lineno}: students get this file, so it cannot import {foreign[0]}")
        elif "hidden" in (getattr(node, "attr", ""), getattr(node, "id", "")):
            line = getattr(node, "lineno", 0)
            raise ConfigError(f"{path}:{line}: students get this file, so it cannot hold hidden checks")


def _foreign(module: str) -> bool:
    return module.partition(".")[0] not in _MAY_IMPORT


def _of_ours(module: str) -> bool:
    """Whether it is what checks are written with, or images: hidden ones cannot be drawn without their secret."""
    return module in ("autograder.exam", "autograder.data") or module.startswith("autograder.data.")
