"""What of an assignment students must never get: gathered from its course, to be looked for in what leaves it."""

from __future__ import annotations

import ast
import base64
import getpass
import hashlib
import io
import keyword
import os
import re
import socket
import tokenize
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import autograder
from autograder.assignment import Assignment
from autograder.authoring.guide import GUIDE
from autograder.data.description import DATASET_FILE, DATASETS, load_description
from autograder.data.splits import hidden_seed
from autograder.exam.seeds import SECRET_VARIABLE
from autograder.extensions import EXTENSIONS_FILE
from autograder.packaging.leaks.kinds import Kind
from autograder.packaging.leaks.lines import Needles, joined, squeezed
from autograder.workspace import Workspace, public_checks

NOT_SECRET = "not_secret.txt"
"""In ``solutions/NAME``: lines that may be published although they stand in a solution or in a hidden check."""

_TELLING = 24  # characters of squeezed code that tells more than ``return out``
_NAMES = 5  # different names and numbers in code that tells something
_TOGETHER = 4  # lines that may tell something together where none does alone,
_TELLING_TOGETHER = 40  # with so many characters
_LONG_NAME = 12  # characters of the name of a check
_LONG_LOGIN = 4
_NOBODY = {"root", "user", "student", "students", "admin", "runner", "ubuntu", "vscode", "jovyan", "staff", "teacher"}
_HIDDEN = "hidden"  # the split that grades are given on
_TEXTS = (".py", ".ipynb", ".md", ".txt", ".toml", ".log", ".json")


@dataclass(frozen=True)
class Secret:
    """What a text is, and where the course keeps it."""

    kind: Kind
    told: str


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
    shown = [*map(_text, public_checks(workspace.exam)), *([_text(guide)] if guide.is_file() else [])]
    public = _Public([*given, *shown])
    hidden = [path for path in _files_in(workspace.exam) if path not in public_checks(workspace.exam)]
    solutions = [path for path in _files_in(workspace.reference) if path.name != NOT_SECRET]
    right = [path for path in solutions if _is_right(path.relative_to(workspace.reference), workspace.assignment)]
    lines = _lines(set(solutions) - set(right), Kind.SOLUTION, root, public)  # what is wrong may stand in a guide, too
    lines |= _lines(hidden, Kind.HIDDEN_CHECK, root, public) | _hints(hidden, root)
    lines |= _lines(right, Kind.SOLUTION, root, _Public(given))
    students = [workspace.secret.parent / workspace.assignment.name / EXTENSIONS_FILE]
    lines |= {
        squeezed(cell): Secret(Kind.STUDENTS, "an address of a student") for cell in _cells(students) if "@" in cell
    }
    data = list(_hidden_files(root))
    return Private(
        lines=Needles(lines),
        words=_check_names(hidden, root, public) | _numbers(students) | _users(),
        texts=dict(_course_secrets(workspace.secret, root)) | _machine(root),
        raw=dict(_raw_secrets(workspace.secret)),
        files=_digests(solutions, Kind.SOLUTION, root)
        | _digests(hidden, Kind.HIDDEN_CHECK, root)
        | _digests(data, Kind.HIDDEN_DATA, root)
        | _digests(students, Kind.STUDENTS, root),
        names={path.name.lower(): Secret(Kind.HIDDEN_CHECK, _where(path, root)) for path in _named_hidden(hidden)},
    )


class _Public:
    """What students may read: lines and words."""

    def __init__(self, texts: Iterable[str]) -> None:
        joined = "\n".join(texts)
        self._lines = "\n".join(squeezed(line) for line in joined.split("\n"))
        self._words = set(re.findall(r"\w+", joined))

    def has_line(self, line: str) -> bool:
        return line in self._lines

    def has_word(self, word: str) -> bool:
        return word in self._words


def _allowed(reference: Path) -> str:
    path = reference / NOT_SECRET
    return _text(path) if path.is_file() else ""


def _is_right(path: Path, assignment: Assignment) -> bool:
    """Whether a file of ``solutions/NAME`` is the reference or of an alternate."""
    return path.as_posix() in assignment.files or path.parts[0] == "alternates"


def _lines(paths: Iterable[Path], kind: Kind, root: Path, public: _Public) -> dict[str, Secret]:
    """What tells something in these files and is not in the public texts; of two places the first is told."""
    found: dict[str, Secret] = {}
    for path in sorted(paths):
        if path.suffix in _TEXTS:
            for number, code in _telling(list(_code_of(_text(path))), public):
                found.setdefault(code, Secret(kind, f"{_where(path, root)}:{number}"))
    return found


def _telling(lines: list[tuple[int, str]], public: _Public) -> Iterator[tuple[int, str]]:
    """Lines that tell something, and runs of short ones that do so together, each with the number of its first."""
    own = [(number, line) for number, line in lines if line and not is_idle(line)]
    for at, (number, line) in enumerate(own):
        if public.has_line(line):
            continue
        run = ""
        for following, more in own[at : at + _TOGETHER]:
            if public.has_line(more) or following - number >= 2 * _TOGETHER:
                break
            run = joined(run, more)
            if is_telling(run) and (run == line or len(run) >= _TELLING_TOGETHER):
                yield number, run
                break


def is_telling(code: str) -> bool:
    """Whether squeezed code says more than anybody would write."""
    names = {word for word in re.findall(r"\w+", code) if not keyword.iskeyword(word)}
    return len(code) >= _TELLING and len(names) >= _NAMES


def is_idle(line: str) -> bool:
    """Whether a squeezed line says nothing of how something is done."""
    return line.startswith(("import ", "from ", "def ", "class ", "@", "if __name__", "#"))


def _code_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line, squeezed, without a comment after its code; 1-based."""
    cuts = _comments(text)
    for number, line in enumerate(text.split("\n"), start=1):
        cut = cuts.get(number)
        code = line if cut is None or not line[:cut].strip() else line[:cut]
        yield number, squeezed(code).removeprefix("#")


def _comments(text: str) -> dict[int, int]:
    """Line → column of its comment; of what is no Python, none."""
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(text).readline))
    except (tokenize.TokenError, SyntaxError):
        return {}
    return {token.start[0]: token.start[1] for token in tokens if token.type == tokenize.COMMENT}


def _hints(paths: Iterable[Path], root: Path) -> dict[str, Secret]:
    """What students are told only where a hidden check failed."""
    return {
        squeezed(hint.value.value): Secret(Kind.HIDDEN_CHECK, f"a hint of {_where(path, root)}:{hint.value.lineno}")
        for path in paths
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        for hint in node.keywords
        if hint.arg == "hint" and isinstance(hint.value, ast.Constant) and isinstance(hint.value.value, str)
    }


def _check_names(paths: Iterable[Path], root: Path, public: _Public) -> dict[str, Secret]:
    return {
        node.name: Secret(Kind.HIDDEN_CHECK, f"a name of {_where(path, root)}:{node.lineno}")
        for path in paths
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if len(node.name) >= _LONG_NAME and not public.has_word(node.name)
    }


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(_text(path)) if path.suffix == ".py" else ast.Module([], [])
    except (SyntaxError, ValueError):
        return ast.Module([], [])


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
    """The login and the name of this machine, where they are no ordinary words."""
    host = socket.gethostname()
    names = {_login(), host if re.search(r"[\d.-]", host) else ""} - _NOBODY
    ordinary = _vocabulary(names)
    return {
        name: Secret(Kind.MACHINE, f"the name {name!r}")
        for name in names
        if len(name) >= _LONG_LOGIN and name not in ordinary and re.fullmatch(r"\w+", name)
    }


def _login() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def _vocabulary(names: Collection[str]) -> set[str]:
    """Those of `names` that this package uses for something else."""
    if not any(names):
        return set()
    used = (re.findall(r"\w+", _text(path)) for path in Path(autograder.__file__).parent.rglob("*.py"))
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
        hashlib.sha256(path.read_bytes()).hexdigest(): Secret(kind, f"the file {_where(path, root)}") for path in files
    }


def _named_hidden(paths: Iterable[Path]) -> Iterator[Path]:
    return (path for path in paths if path.name.startswith("test_"))


def _cells(paths: Iterable[Path]) -> list[str]:
    lines = [line for path in paths if path.is_file() for line in _text(path).split("\n")[1:]]
    return [cell.strip() for line in lines for cell in line.split(",") if cell.strip()]


def _numbers(paths: Iterable[Path]) -> dict[str, Secret]:
    """The students' own numbers: the first column."""
    lines = [line for path in paths if path.is_file() for line in _text(path).split("\n")[1:]]
    sids = [line.partition(",")[0].strip() for line in lines]
    return {sid: Secret(Kind.STUDENTS, "the number of a student") for sid in sids if len(sid) >= _LONG_LOGIN}


def _files_in(folder: Path) -> list[Path]:
    """A file itself, or all files below a folder but for what Python and tools leave there."""
    if folder.is_file():
        return [folder]
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return [p for p in found if not any(part.startswith((".", "__pycache__")) for part in p.relative_to(folder).parts)]


def _where(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")
