"""A course and an assignment to begin with: small, complete and right, so that it qualifies and grades at once."""

from __future__ import annotations

import json
import keyword
import re
import shutil
import sys
from collections.abc import Mapping
from functools import partial
from importlib.metadata import packages_distributions
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Course
from autograder.authoring.folder import write_folder
from autograder.errors import ConfigError
from autograder.tables import parse_table

TEMPLATES = Path(__file__).parent / "templates"

_IGNORED = ".gitignore"
_COURSE = {
    f"assignments/{COURSE_FILE}": "course/course.toml.j2",
    _IGNORED: "course/gitignore.j2",
    "README.md": "course/README.md.j2",
}
_OF_A_REPOSITORY = re.compile(  # what git, its hosts and file managers put into a folder that is otherwise empty
    r"\.git|\.gitignore|\.gitattributes|\.github|\.gitlab-ci\.yml|\.editorconfig|\.DS_Store|\.venv|\.vscode|\.idea|"
    r"(?i:README(\.\w+)?|LICEN[CS]E(\.\w+)?|COPYING(\.\w+)?)"
)
_SHOWN = 5  # files that are in the way
_MUTANTS = ("means", "blue_first", "stretches", "row_by_row")


def new_course(folder: Path, name: str, timezone: str) -> tuple[Path, ...]:
    """Make `folder` a course without assignments; the paths of the files that were written.

    A fresh repository may be there: its README stays, its ``.gitignore`` is added to, and nothing is removed.

    Raises:
        ConfigError: the folder holds something else, there is no such time zone, or this installation has no templates.
    """
    _require_fresh(folder)
    texts = _rendered(_COURSE, course=name, timezone=timezone)
    parse_table(texts[f"assignments/{COURSE_FILE}"].decode(), "the new course", Course)
    if not folder.exists():
        write_folder(texts, folder)
        return tuple(folder / path for path in texts)
    beside = {path: folder / path for path in texts if "/" not in path}
    others = {path.stem.lower() for path in folder.iterdir() if path.name != _IGNORED}  # readme.rst is a README, too
    kept = {path for path, file in beside.items() if file.stem.lower() in others}
    texts[_IGNORED] = _added_to(beside[_IGNORED], texts[_IGNORED])
    for path in beside.keys() - kept:
        _replace(beside[path], texts[path])
    _write_all({folder / "assignments": _below("assignments/", texts)})  # last: what was interrupted can begin anew
    return tuple(folder / path for path in texts if path not in kept)


def _require_fresh(folder: Path) -> None:
    """Nothing of it could be taken for a part of a course, nor be meant to have nothing to do with one."""
    if (folder / "assignments" / COURSE_FILE).exists():
        raise ConfigError(f"{folder} is a course already: run autograder new NAME in it, without --course")
    if folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder}: expected a folder for a course, found a file")
    found = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []
    in_the_way = [name for name in found if not _OF_A_REPOSITORY.fullmatch(name)]
    if in_the_way:
        more = f" and {len(in_the_way) - _SHOWN} more" if len(in_the_way) > _SHOWN else ""
        raise ConfigError(
            f"{folder}: expected a new or an empty folder, or a fresh repository, for a course; in the way: "
            f"{', '.join(in_the_way[:_SHOWN])}{more}"
        )


def _added_to(file: Path, text: bytes) -> bytes:
    """What stands in `file`, and the lines of `text` that it lacks: without them the secret would be published."""
    if not file.exists():
        return text
    try:
        old = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: cannot be read: {error}") from None
    lines = [line.strip() for line in old.split("\n")]
    last = max((number for number, line in enumerate(lines, start=1) if line.startswith("!")), default=0)
    known = set(lines[last:]) - {""}  # what stands before an exception may be undone by it
    missing = "\n".join(line for line in text.decode().split("\n") if line.strip() not in known)
    return f"{old.rstrip()}\n\n{missing.strip()}\n".lstrip("\n").encode()


def _replace(file: Path, data: bytes) -> None:
    """Write `file`, whole or not at all."""
    place = file.resolve()  # a link stays one
    fresh = place.with_name(f"{place.name}.new")
    try:
        fresh.write_bytes(data)
        if place.exists():
            shutil.copymode(place, fresh)
        fresh.replace(place)
    finally:
        fresh.unlink(missing_ok=True)


def new_assignment(root: Path, name: str, title: str = "") -> tuple[Path, ...]:
    """Write the assignment `name` into the course in `root`; the paths of its files.

    Raises:
        ConfigError: the name is none for a Python module, or taken; this installation has no templates.
    """
    require_name(name)
    folders = {place: root / place / name for place in ("assignments", "solutions", "tests")}
    for folder in folders.values():
        _require_free(folder)
    texts = _rendered(_files_of(name), name=name, title=title or name.replace("_", " ").capitalize())
    _write_all({folder: _below(f"{place}/{name}/", texts) for place, folder in folders.items()})
    return tuple(root / path for path in texts)


def _files_of(name: str) -> dict[str, str]:
    """Path in the course → template."""
    solutions, exam = f"solutions/{name}", f"tests/{name}"
    return {
        f"assignments/{name}/{ASSIGNMENT_FILE}": "assignment/assignment.toml.j2",
        f"{solutions}/{name}.py": "assignment/reference.py.j2",
        f"{solutions}/alternates/by_channel/{name}.py": "assignment/alternate.py.j2",
        **{f"{solutions}/mutants/{mutant}.py": f"assignment/{mutant}.py.j2" for mutant in _MUTANTS},
        f"{exam}/test_public_{name}.py": "assignment/test_public.py.j2",
        f"{exam}/test_hidden_{name}.py": "assignment/test_hidden.py.j2",
    }


def _rendered(files: Mapping[str, str], **words: str) -> dict[str, bytes]:
    if not TEMPLATES.is_dir():
        raise ConfigError(
            f"{TEMPLATES}: there are no templates: this is the wheel for students, without answers. Install "
            "cv-autograder from its own repository"
        )
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, keep_trailing_newline=True, autoescape=False
    )
    environment.filters["toml"] = partial(json.dumps, ensure_ascii=False)  # its strings are TOML's, too
    return {path: environment.get_template(template).render(words).encode() for path, template in files.items()}


def _below(prefix: str, texts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {path.removeprefix(prefix): text for path, text in texts.items() if path.startswith(prefix)}


def _write_all(folders: Mapping[Path, Mapping[str, bytes]]) -> None:
    """All of them, or none."""
    try:
        for folder, files in folders.items():
            write_folder(files, folder)
    except BaseException:  # an interrupt, too, leaves nothing behind
        for folder in folders:
            shutil.rmtree(folder, ignore_errors=True)
        raise


def require_name(name: str) -> None:
    """Refuse a name that the module to hand in cannot have; raises `ConfigError`."""
    if not re.fullmatch("[A-Za-z_][A-Za-z0-9_]*", name) or keyword.iskeyword(name):
        raise ConfigError(f"expected a name for a Python module, such as edges_2, found {name!r}")
    if name in sys.stdlib_module_names:
        raise ConfigError(
            f"{name!r} is a module of Python itself, which could not be imported then: choose another name"
        )
    owners = packages_distributions().get(name)
    if owners:
        raise ConfigError(f"{name!r} is a module of {owners[0]}, which could not be imported then: choose another name")


def _require_free(folder: Path) -> None:
    """Nothing has that name, nor one that some file systems take for the same."""
    others = folder.parent.iterdir() if folder.parent.is_dir() else ()
    taken = next((other for other in others if other.name.lower() == folder.name.lower()), None)
    if taken is not None:
        raise ConfigError(f"{taken} exists: choose another name")
