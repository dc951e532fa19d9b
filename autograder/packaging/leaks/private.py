"""What of an assignment students must never get: gathered from its course, to be looked for in what leaves it."""

from __future__ import annotations

import base64
import getpass
import hashlib
import os
import re
import socket
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import autograder
from autograder.assignment import ASSIGNMENT_FILE, COURSE_FILE, Assignment
from autograder.authoring.comments import comments_of, without_comments
from autograder.authoring.guide import GUIDE
from autograder.authoring.pictures import seen_of
from autograder.data.description import DATASET_FILE, DATASETS, load_description
from autograder.data.splits import hidden_seed
from autograder.exam.seeds import SECRET_VARIABLE
from autograder.extensions import EXTENSIONS_FILE
from autograder.packaging.leaks.code import (
    Public,
    Secret,
    check_names_of,
    hints_of,
    is_telling,
    lines_of,
    text_of,
    where,
)
from autograder.packaging.leaks.kinds import Kind
from autograder.packaging.leaks.lines import Needles, squeezed
from autograder.sheets import read_sheet
from autograder.workspace import SECRET_FILE, Workspace, public_checks

NOT_SECRET = "not_secret.txt"
"""In ``solutions/NAME``: lines that may be published although they stand in a solution or in a hidden check."""

_LONG_LOGIN, _LONG_ODD = 4, 8
_NOBODY = {"root", "user", "student", "students", "admin", "runner", "ubuntu", "vscode", "jovyan", "staff", "teacher"}
_HIDDEN = "hidden"  # the split that grades are given on


@dataclass(frozen=True)
class Private:
    """What to look for.

    Attributes:
        lines: squeezed.
        words: whole words, such as names of hidden checks.
        texts: anywhere, however broken into lines: the course secret in all its forms, paths of this machine.
        raw: bytes.
        files: SHA-256 of whole files.
        names: names of files, in lower case.
    """

    lines: Needles[Secret]
    words: Mapping[str, Secret] = field(default_factory=dict)
    texts: Mapping[str, Secret] = field(default_factory=dict)
    raw: Mapping[bytes, Secret] = field(default_factory=dict)
    files: Mapping[str, Secret] = field(default_factory=dict)
    names: Mapping[str, Secret] = field(default_factory=dict)


def private_of(workspace: Workspace, skeletons: Iterable[str]) -> Private:
    """What of an assignment is private.

    Args:
        skeletons: the texts of what students are to complete: what stands there is theirs.
    """
    assert workspace.reference is not None  # a handout has nothing to hide, and builds nothing
    assert workspace.secret is not None
    root = workspace.secret.parents[1]
    given = [*skeletons, _allowed(workspace.reference)]
    guide = workspace.secret.parent / workspace.assignment.name / GUIDE
    shown = [*map(text_of, public_checks(workspace.exam)), *([text_of(guide)] if guide.is_file() else [])]
    public = Public([*given, *shown], _lines_of_the_package())
    hidden = [path for path in _files_in(workspace.exam) if path not in public_checks(workspace.exam)]
    solutions = [path for path in _files_in(workspace.reference) if path.name != NOT_SECRET]
    right = [path for path in solutions if _is_right(path.relative_to(workspace.reference), workspace.assignment)]
    lines = lines_of(
        set(solutions) - set(right), Kind.SOLUTION, root, public
    )  # what is wrong may stand in a guide, too
    lines |= lines_of(hidden, Kind.HIDDEN_CHECK, root, public) | hints_of(hidden, root)
    lines |= lines_of(right, Kind.SOLUTION, root, Public(given), values=True)
    students = workspace.secret.parent / workspace.assignment.name / EXTENSIONS_FILE
    lines |= {squeezed(each): Secret(Kind.STUDENTS, "an address of a student") for each in _addresses(students)}
    lines |= _remarks(workspace, root, public)
    data = list(_hidden_files(root))
    return Private(
        lines=Needles(lines),
        words=check_names_of(hidden, root, public) | _numbers(students) | _users(),
        texts=dict(_course_secrets(workspace.secret, root)) | _machine(root) | _odd_users(),
        raw=dict(_raw_secrets(workspace.secret)),
        files=_digests(solutions, Kind.SOLUTION, root)
        | _digests(hidden, Kind.HIDDEN_CHECK, root)
        | _digests(data, Kind.HIDDEN_DATA, root)
        | _digests([students], Kind.STUDENTS, root),
        names={
            **{path.name.lower(): Secret(Kind.HIDDEN_CHECK, where(path, root)) for path in _named_hidden(hidden)},
            SECRET_FILE: Secret(Kind.HIDDEN_DATA, "the course secret"),
            EXTENSIONS_FILE: Secret(Kind.STUDENTS, "the file with extensions"),
        },
    )


def _allowed(reference: Path) -> str:
    path = reference / NOT_SECRET
    return text_of(path) if path.is_file() else ""


def _is_right(path: Path, assignment: Assignment) -> bool:
    """Whether a file of ``solutions/NAME`` is the reference or of an alternate."""
    return path.as_posix() in assignment.files or path.parts[0] == "alternates"


def _remarks(workspace: Workspace, root: Path, public: Public) -> dict[str, Secret]:
    """What staff remark in the .toml files whose values students get, but for what a line beside it sets anyway."""
    assert workspace.secret is not None
    assignments, own = workspace.secret.parent, workspace.assignment
    sets = [root / DATASETS / network.data / DATASET_FILE for network in own.networks if network.data]
    files = [assignments / own.name / ASSIGNMENT_FILE, assignments / COURSE_FILE, *filter(Path.is_file, sets)]
    return {
        line: Secret(Kind.COMMENT, f"{where(path, root)}:{number}")
        for path in files
        for number, comment in comments_of(text_of(path))
        if is_telling(line := squeezed(comment)) and not public.has_line(line) and line not in _set_in(path)
    }


def _set_in(path: Path) -> set[str]:
    """The lines of a .toml file that students get."""
    return {squeezed(line) for line in without_comments(text_of(path), str(path)).splitlines()}


def _course_secrets(path: Path, root: Path) -> Iterator[tuple[str, Secret]]:
    """The secret and the seeds of hidden splits, in every form that someone may write them."""
    secret = _secret(path)
    if not secret:
        return
    known = Secret(Kind.HIDDEN_DATA, "the course secret")
    for form in _forms(secret):
        yield form, known
    for description in sorted((root / DATASETS).glob(f"*/{DATASET_FILE}")):
        name = load_description(description.parent).name
        for form in _forms(hidden_seed(secret, name).encode()):
            yield form, Secret(Kind.HIDDEN_DATA, f"the seed of the hidden split of {name}")


def _forms(secret: bytes) -> set[str]:
    """As it is, as hex, as base64, and the same of the bytes that it is the hex of."""
    known = {secret, *_bytes_of(secret)}
    coded = {code(each).decode().rstrip("=") for each in known for code in (base64.b64encode, base64.urlsafe_b64encode)}
    hexed = {each.hex() for each in known}
    return {secret.decode(), *coded, *hexed, *(each.upper() for each in hexed)}


def _raw_secrets(path: Path) -> Iterator[tuple[bytes, Secret]]:
    secret = _secret(path)
    for raw in (secret, *_bytes_of(secret)):
        if raw:
            yield raw, Secret(Kind.HIDDEN_DATA, "the course secret")


def _bytes_of(secret: bytes) -> tuple[bytes, ...]:
    try:
        return (bytes.fromhex(secret.decode()),)
    except ValueError:
        return ()


def _secret(path: Path) -> bytes:
    """The course's, if there is one yet: whoever looks for leaks makes none."""
    path = Path(os.environ.get(SECRET_VARIABLE) or path)
    return path.read_text(encoding="utf-8").strip().encode() if path.is_file() else b""


def _machine(root: Path) -> dict[str, Secret]:
    """Folders of this machine; one at the top of the file system is too common a word."""
    folders = {root, root.resolve(), Path.home(), Path(autograder.__file__).parents[1], Path.cwd()}
    deep = {str(folder) for folder in folders if len(folder.parts) > 2}
    return {folder: Secret(Kind.MACHINE, f"the path {folder}") for folder in deep}


def _users() -> dict[str, Secret]:
    """The login and the name of this machine, where they are words, and no ordinary ones."""
    names = {name for name in _own_names() if len(name) >= _LONG_LOGIN and re.fullmatch(r"\w+", name)}
    return {name: _name_of_here(name) for name in names - _vocabulary(names)}


def _odd_users() -> dict[str, Secret]:
    """Those that are no words, such as ``ada.lovelace``, and long enough to be nothing else: ``gpu-1`` may be code."""
    names = {name for name in _own_names() if len(name) >= _LONG_ODD and not re.fullmatch(r"\w+", name)}
    return {name: _name_of_here(name) for name in names}


def _own_names() -> set[str]:
    host = socket.gethostname()
    return {_login(), host if re.search(r"[\d.-]", host) else ""} - _NOBODY


def _name_of_here(name: str) -> Secret:
    return Secret(Kind.MACHINE, f"the name {name!r}")


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


@cache
def _lines_of_the_package() -> frozenset[str]:
    """What checks and wrong answers have in common with this package, such as a sentence about an argument."""
    texts = map(text_of, _sources())
    return frozenset(squeezed(line) for text in texts for line in text.split("\n"))


def _sources() -> Iterator[Path]:
    return Path(autograder.__file__).parent.rglob("*.py")


def _vocabulary(names: Collection[str]) -> set[str]:
    """Those of `names` that this package uses for something else."""
    if not any(names):
        return set()
    used = (re.findall(r"\w+", text_of(path)) for path in _sources())
    return {word for words in used for word in words if word in names}


def _hidden_files(root: Path) -> Iterator[Path]:
    """The files of hidden splits that lie in the course."""
    for description in sorted((root / DATASETS).glob(f"*/{DATASET_FILE}")):
        split = load_description(description.parent).splits.get(_HIDDEN)
        for place in (split.images, split.labels, split.points) if split else ():
            if place:
                yield from _files_in(description.parent / place)


def _digests(paths: Iterable[Path], kind: Kind, root: Path) -> dict[str, Secret]:
    files = [path for path in paths if path.is_file() and path.stat().st_size]
    return {
        hashlib.sha256(data).hexdigest(): Secret(kind, f"the file {where(path, root)}")
        for path in files
        for data in (path.read_bytes(), seen_of(path))
        if data
    }


def _named_hidden(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.name.startswith("test_"))


def _addresses(path: Path) -> set[str]:
    """Every cell of ``extensions.csv`` with an address of a student."""
    rows = read_sheet(path).rows if path.is_file() else ()
    return {text for row in rows for cell in row.cells if "@" in (text := cell.text.strip())}


def _numbers(path: Path) -> dict[str, Secret]:
    """The students' own numbers, which its column ``sid`` has."""
    sheet = read_sheet(path) if path.is_file() else None
    column = sheet.column("sid") if sheet is not None else None
    sids = [row.text(column) for row in sheet.rows] if sheet is not None else []
    return {sid: Secret(Kind.STUDENTS, "the number of a student") for sid in sids if len(sid) >= _LONG_LOGIN}


def _files_in(folder: Path) -> list[Path]:
    """A file itself, or all files below a folder but for what Python and tools leave there."""
    if folder.is_file():
        return [folder]
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [p for p in found if not any(part.startswith((".", "__pycache__")) for part in p.relative_to(folder).parts)]
