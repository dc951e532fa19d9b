"""What a skeleton teaches: its introduction, its exercises, and the texts between them.

A text for students is a Markdown cell in jupytext's percent format, so it stays a comment in the ``.py``::

    # %% [markdown]
    # ## Pooling
    # Keep the largest of each window.
"""

from __future__ import annotations

import ast
import io
import itertools
import re
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.authoring.markers import solution_lines, strip_solution
from autograder.errors import MarkerError

TEXT, CODE = "# %% [markdown]", "# %%"

_CELL = re.compile(r"#+\s*%%")
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


@dataclass(frozen=True)
class Text:
    """Markdown that stands between two definitions; `line` is where it begins, 1-based."""

    line: int
    markdown: str


@dataclass(frozen=True)
class Exercise:
    """A function or class of the skeleton.

    Attributes:
        is_open: whether something in it is left to write.
    """

    line: int
    name: str
    docstring: str
    is_open: bool


@dataclass(frozen=True)
class Lesson:
    """One file.

    Attributes:
        docstring: of the module.
        parts: in the order of the file.
    """

    docstring: str
    parts: tuple[Text | Exercise, ...]


def read_lesson(reference: str, name: str) -> Lesson:
    """What students get to read of a reference.

    Args:
        name: what to call it in messages.

    Raises:
        MarkerError: the solution cannot be stripped; a cell that is not quite one, stands inside of a definition or of
            a solution, or says nothing. Names file and line.
    """
    skeleton = strip_solution(reference, name)
    solutions = solution_lines(reference, name)
    for text in _texts(reference, name):
        if text.line in solutions:
            raise MarkerError(f"{name}:{text.line}: a text for students inside a solution")
    tree = _parse(skeleton, name)
    definitions = {node.name: node for node in tree.body if isinstance(node, _Definition)}  # the later one holds
    exercises = [Exercise(node.lineno, node.name, _docstring(node), is_open(node)) for node in definitions.values()]
    parts: list[Text | Exercise] = [*_texts(skeleton, name), *exercises]
    parts.sort(key=lambda part: part.line)
    return Lesson(docstring=_docstring(tree), parts=tuple(parts))


def is_open(definition: ast.AST) -> bool:
    """Whether a definition of a skeleton raises `NotImplementedError` somewhere, as what stood for a solution does."""
    raised = (node.exc for node in ast.walk(definition) if isinstance(node, ast.Raise))
    return any(isinstance(exc, ast.Call) and ast.unparse(exc.func) == NotImplementedError.__name__ for exc in raised)


def _docstring(node: _Definition | ast.Module) -> str:
    """Without the indentation of its quotes; Python's own way takes that of a picture away where all lines have it."""
    text = ast.get_docstring(node, clean=False)
    if text is None:
        return ""
    margin = node.body[0].col_offset
    first, *others = text.expandtabs().split("\n")
    cleaned = [line.lstrip() if line[:margin].strip() else line[margin:].rstrip() for line in others]
    return "\n".join([first.strip(), *cleaned]).strip("\n")


def _texts(source: str, name: str) -> Iterator[Text]:
    statements = _parse(source, name).body
    within = {line for node in statements for line in range(node.lineno + 1, (node.end_lineno or node.lineno) + 1)}
    lines = ["", *source.split("\n")]
    for number in _cells(source):
        where, line = f"{name}:{number}", lines[number]
        if line not in (TEXT, CODE):
            expected = f"expected {TEXT!r} or {CODE!r} alone on a line"
            raise MarkerError(f"{where}: not quite a cell: {line.strip()!r}; {expected}")
        if number in within:
            raise MarkerError(f"{where}: a cell inside of a definition; expected it between two")
        if line == TEXT:
            yield Text(number, _markdown(lines[number + 1 :], where))


def _cells(source: str) -> list[int]:
    """The lines with a comment that begins a cell, or may be meant to; what looks like one in a string is none."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [token.start[0] for token in tokens if token.type == tokenize.COMMENT and _CELL.match(token.string)]


def _markdown(below: list[str], where: str) -> str:
    comments = itertools.takewhile(lambda line: line.startswith("#") and not _CELL.match(line), below)
    markdown = "\n".join(line.removeprefix("#").removeprefix(" ").rstrip() for line in comments).strip("\n")
    if not markdown:
        raise MarkerError(f"{where}: a text without words: expected comments in the lines below it")
    return markdown


def _parse(source: str, name: str) -> ast.Module:
    try:
        return ast.parse(source)
    except SyntaxError as error:
        raise MarkerError(f"{name}:{error.lineno}: not valid Python: {error.msg}") from None
