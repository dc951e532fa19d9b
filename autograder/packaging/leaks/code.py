"""What tells something in code that students must not get: its lines, its hints, the names of its checks."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.packaging.leaks.kinds import Kind
from autograder.packaging.leaks.lines import joined, squeezed

_TELLING = 24  # characters of squeezed code that tells more than ``return out``
_NAMES = 5  # different names and numbers in code that tells something
_TOGETHER = 4  # lines that may tell something together where none does alone,
_TELLING_TOGETHER = 40  # with so many characters
_LONG_NAME = 12  # characters of the name of a check
_TEXTS = (".py", ".ipynb", ".md", ".txt", ".toml", ".log", ".json")
_SECTION = re.compile(r"(Args|Attributes|Raises|Returns|Yields):")  # of a docstring: words for the same things
_VALUE = re.compile(r"(?:return |yield |[A-Za-z_]\w*=(?!=))(?P<value>.+)")  # of a squeezed line


@dataclass(frozen=True)
class Secret:
    """What a text is, and where the course keeps it."""

    kind: Kind
    told: str


class Public:
    """What students may read: lines and words.

    Args:
        lines: squeezed lines that are public besides, as a whole.
    """

    def __init__(self, texts: Iterable[str], lines: Collection[str] = ()) -> None:
        self._others = lines
        joined = "\n".join(texts)
        self._lines = "\n".join(squeezed(line) for line in joined.split("\n"))
        self._words = set(re.findall(r"\w+", joined))

    def has_line(self, line: str) -> bool:
        """Whether a squeezed line stands there."""
        return line in self._lines or line in self._others

    def has_word(self, word: str) -> bool:
        """Whether a name stands there."""
        return word in self._words


def lines_of(
    paths: Iterable[Path], kind: Kind, root: Path, public: Public, *, values: bool = False
) -> dict[str, Secret]:
    """What tells something in these files and is not in the public texts; of two places the first is told.

    Args:
        values: of ``return x`` and ``y = x``, look for the ``x`` alone.
    """
    found: dict[str, Secret] = {}
    for path in sorted(paths):
        if path.suffix in _TEXTS:
            for number, code in _telling(list(_code_of(text_of(path))), public):
                found.setdefault(
                    _value_of(code, public) if values else code, Secret(kind, f"{where(path, root)}:{number}")
                )
    return found


def _telling(lines: list[tuple[int, str]], public: Public) -> Iterator[tuple[int, str]]:
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


def _value_of(code: str, public: Public) -> str:
    """What is returned or given a name, where that tells something: the name may be another one."""
    found = _VALUE.fullmatch(code)
    value = found["value"] if found else ""
    return value if is_telling(value) and not public.has_line(value) else code


def is_telling(code: str) -> bool:
    """Whether squeezed code says more than anybody would write."""
    names = {word for word in re.findall(r"\w+", code) if not keyword.iskeyword(word)}
    return len(code) >= _TELLING and len(names) >= _NAMES


def is_idle(line: str) -> bool:
    """Whether a squeezed line says nothing of how something is done."""
    return line.startswith(("import ", "from ", "def ", "class ", "@", "if __name__", "#"))


def _code_of(text: str) -> Iterator[tuple[int, str]]:
    """Each line, squeezed, without a comment after its code; 1-based. What docstrings say of arguments is none."""
    cuts = _comments(text)
    in_section = False
    for number, line in enumerate(text.split("\n"), start=1):
        plain = line.strip()
        in_section = bool(_SECTION.fullmatch(plain)) or (in_section and plain not in ("", '"""', "'''"))
        if in_section:
            continue
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


def hints_of(paths: Iterable[Path], root: Path) -> dict[str, Secret]:
    """What students are told only where a hidden check failed."""
    return {
        squeezed(hint.value.value): Secret(Kind.HIDDEN_CHECK, f"a hint of {where(path, root)}:{hint.value.lineno}")
        for path in paths
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.Call)
        for hint in node.keywords
        if hint.arg == "hint" and isinstance(hint.value, ast.Constant) and isinstance(hint.value.value, str)
    }


def check_names_of(paths: Iterable[Path], root: Path, public: Public) -> dict[str, Secret]:
    return {
        node.name: Secret(Kind.HIDDEN_CHECK, f"a name of {where(path, root)}:{node.lineno}")
        for path in paths
        for node in ast.walk(_tree(path))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        if len(node.name) >= _LONG_NAME and not public.has_word(node.name)
    }


def _tree(path: Path) -> ast.Module:
    try:
        return ast.parse(text_of(path)) if path.suffix == ".py" else ast.Module([], [])
    except (SyntaxError, ValueError):
        return ast.Module([], [])


def where(path: Path, root: Path) -> str:
    """The path in the course."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name


def text_of(path: Path) -> str:
    """What can be read of a file."""
    return path.read_text(encoding="utf-8", errors="replace")
