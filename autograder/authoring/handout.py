"""The student's folder: skeleton, public checks, what the assignment says, and how to begin."""

from __future__ import annotations

import ast
import shutil
import sys
import tempfile
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Assignment, Course, LateSteps, Rules
from autograder.authoring.markers import BEGIN, END, strip_solution
from autograder.errors import ConfigError
from autograder.policy.wording import duration
from autograder.workspace import PUBLIC_CHECKS, Workspace, public_checks

README = "README.md"
_ALWAYS_THERE = (ASSIGNMENT_FILE, COURSE_FILE)  # assignments/NAME, which is no handout, has one of them
_MAY_IMPORT = {"numpy", "torch", "torchvision", "pytest"} | sys.stdlib_module_names


def build_handout(workspace: Workspace) -> dict[str, bytes]:
    """File name → content; the same bytes for the same course.

    Raises:
        MarkerError: the reference cannot be stripped.
        ConfigError: a file is missing, or the public checks hold something that students must not get.
    """
    if workspace.reference is None or workspace.secret is None:
        raise ConfigError("this is a handout already")
    assignments = workspace.secret.parent
    name = workspace.assignment.name
    files = {
        ASSIGNMENT_FILE: _text(assignments / name / ASSIGNMENT_FILE),
        COURSE_FILE: _text(assignments / COURSE_FILE),
        README: readme(workspace.assignment, workspace.course),
        **_public_checks(workspace.exam),
    }
    for file in workspace.assignment.files:
        path = workspace.reference / file
        files[file] = strip_solution(_text(path), str(path))
        _require_stripped(files[file], path, _functions(workspace.assignment, file))
    return {file: text.encode() for file, text in sorted(files.items())}


def _public_checks(exam: Path) -> dict[str, str]:
    files = {path: _text(path) for path in public_checks(exam)}
    if not files:
        raise ConfigError(f"{exam / PUBLIC_CHECKS}: cannot be read: students would get no checks")
    for path, text in files.items():
        _require_public(text, path)
    return {path.name: text for path, text in files.items()}


def _functions(assignment: Assignment, file: str) -> set[str]:
    """The functions in `file` that questions ask for."""
    asked = {assignment.rules_of(question).function or "" for question in assignment.questions}
    return {name.rpartition(".")[2] for name in asked if name.rpartition(".")[0] == file.removesuffix(".py")}


def _require_stripped(skeleton: str, path: Path, functions: set[str]) -> None:
    """Refuse a skeleton in which a question's function still has its answer: someone forgot the markers."""
    for node in ast.parse(skeleton).body:
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and node.name in functions:
            raised = [inner.exc for inner in ast.walk(node) if isinstance(inner, ast.Raise)]
            if not any(isinstance(exc, ast.Call) and ast.unparse(exc.func) == "NotImplementedError" for exc in raised):
                raise ConfigError(
                    f"{path}: students would get the answer of {node.name}: mark it with {BEGIN!r} and {END!r}"
                )


def write_handout(files: dict[str, bytes], folder: Path) -> None:
    """Make `folder` hold exactly `files`: written beside it, then put in its place, so that it is never half.

    Raises:
        ConfigError: `folder` holds something that is no part of a handout, which would be lost.
    """
    if folder.exists() and any(folder.iterdir()) and not _is_handout(folder):
        raise ConfigError(f"{folder}: not a handout, and not empty: choose another folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        fresh.chmod(0o755)
        for name, data in files.items():
            (fresh / name).write_bytes(data)
        old = fresh.with_name(f"{fresh.name}-old")
        if folder.exists():
            folder.replace(old)
        try:
            fresh.replace(folder)
        except OSError:
            if old.exists():
                old.replace(folder)
            raise
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _is_handout(folder: Path) -> bool:
    return all((folder / name).is_file() for name in _ALWAYS_THERE) and bool(public_checks(folder))


def differences(files: dict[str, bytes], folder: Path) -> list[str]:
    """What in `folder` is missing, too much or not as in `files`; line ends do not count, as git may change them."""
    found = {path.name for path in folder.iterdir()} if folder.is_dir() else set()
    found = {name for name in found if name != "__pycache__" and not name.startswith(".")}  # from running the checks
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


def readme(assignment: Assignment, course: Course) -> str:
    """How to begin, what counts and until when; Markdown."""
    rows = [f"| `{q.name}` | {q.points:g} |" for q in assignment.questions]
    parts = [
        f"# {assignment.title}",
        f"{course.name}, assignment `{assignment.name}`, {assignment.points:g} points.",
        f"Write your answers into {_listed(assignment.files)} in place of each `NotImplementedError`. "
        "With `cv-autograder` installed as your course says, in this folder:",
        f"```\nautograder check              # all public checks\nautograder check {assignment.questions[0].name}\n```",
        "Passing the public checks is a good sign, not a grade: hidden checks with other inputs decide the points.",
        "| question | points |\n|---|---|\n" + "\n".join(rows),
        *_rules(assignment),
        *_deadline(assignment, course),
        f"Hand in {_listed(assignment.files)}, or one notebook that defines the same functions.",
    ]
    return "\n\n".join(parts) + "\n"


def _listed(files: tuple[str, ...]) -> str:
    return ", ".join(f"`{file}`" for file in files)


def _rules(assignment: Assignment) -> list[str]:
    """The rules in words, those of all questions first."""
    common = _in_words(assignment.rules)
    special = [(q.name, _in_words(q.rules)) for q in assignment.questions if q.rules.any or q.rules.loops]
    lines = [f"- {text}" for text in common] + [f"- `{name}`: {text}" for name, texts in special for text in texts]
    return ["Rules, for your functions and all that they call:\n\n" + "\n".join(lines)] if lines else []


def _in_words(rules: Rules) -> list[str]:
    words = []
    if rules.loops is False:
        words.append("no loops in any disguise: no `for`, `while`, comprehension, `map`, `np.vectorize`, recursion")
    elif rules.loops == "fixed":
        words.append(
            "no loops but over a few constants, such as `for axis in (2, 3)`: nothing may run as often as an "
            "input is large"
        )
    elif rules.loops:
        words.append("loops are allowed")
    if rules.imports:
        words.append(f"only these modules: {', '.join(f'`{name}`' for name in rules.imports)}")
    if rules.forbid:
        words.append(f"without {', '.join(f'`{name}`' for name in rules.forbid)}")
    return words


def _deadline(assignment: Assignment, course: Course) -> list[str]:
    if assignment.due is None:
        return []
    local: datetime = course.moment(assignment.due).astimezone(ZoneInfo(course.timezone))
    text = f"Due {local:%A %Y-%m-%d %H:%M:%S} ({course.timezone}); exactly then is on time."
    return [f"{text} {_late(assignment.late) if assignment.late else 'Late work counts in full.'}"]


def _late(late: LateSteps) -> str:
    steps = [f"up to {duration(step.until)} late keeps {100 * step.keep:g}% of the points" for step in late.steps]
    return f"{'; '.join(steps).capitalize()}; after that, none."


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
            if "hidden" in names or (module != "autograder.exam" and _foreign(module)):
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
