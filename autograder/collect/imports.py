"""Which modules a module of a hand-in may bring in. It is read, never run."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterator

from autograder.records import SourceFile

MAX_PARSED_CHARACTERS = 512 << 10  # of one module: the parser takes some 800 bytes for each

# whoever says one of these may import by a name that is made up while running; `network.eval()` is another one's method
_BY_ANY_NAME = re.compile(
    r"\b(?:__import__|builtins|__builtins__|importlib|import_module|pkgutil|runpy)\b|(?<![.\w])(?:exec|eval)\b"
)


def imported_by(source: SourceFile) -> frozenset[str] | None:
    """Dotted names of all that `source` mentions in an import, with their packages; None where that may be anything.

    What ``from blocks import pool`` names may be a module or not: both ``blocks`` and ``blocks.pool`` are given.
    """
    if len(source.text) > MAX_PARSED_CHARACTERS or _BY_ANY_NAME.search(source.text):
        return None
    try:
        tree = _parse(source.text)
        return frozenset(name for node in ast.walk(tree) for name in _mentioned(node, source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # "\d" and the like warn, to our own terminal
        return ast.parse(text)


def _mentioned(node: ast.AST, source: SourceFile) -> Iterator[str]:
    match node:
        case ast.Import():
            for alias in node.names:
                yield from _with_packages(alias.name)
        case ast.ImportFrom():
            base = _base(node, source)
            yield from _with_packages(base)
            for alias in node.names:
                yield f"{base}.{alias.name}" if base else alias.name


def _base(node: ast.ImportFrom, source: SourceFile) -> str:
    """What the names after ``import`` are looked for in; "" for the folder of the wanted file."""
    parts = source.module.split(".")
    length = len(parts) + source.is_package - node.level
    above = parts[: max(length, 0)] if node.level else []
    return ".".join([*above, *filter(None, [node.module])])


def _with_packages(name: str) -> Iterator[str]:
    parts = name.split(".") if name else []
    for length in range(1, len(parts) + 1):
        yield ".".join(parts[:length])
