"""Take the solution out of a reference.

A solution stands between ``# BEGIN SOLUTION`` and ``# END SOLUTION``, each alone on its line. Inside a function it gives
way to ``raise NotImplementedError``; at module level, where the reference keeps its helpers, it disappears. Whatever is not
exactly a marker but looks like one is refused: a guess would publish an answer.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.errors import MarkerError

BEGIN, END = "# BEGIN SOLUTION", "# END SOLUTION"

_LIKE_A_MARKER = re.compile(r"#.*\b(begin|end|start|stop)\w*[\s_:-]*(the\s+)?(sol+ut\w*|answer)", re.IGNORECASE)
_ALMOST = re.compile(r"#[\W_]*(begin|end)[\W_]*sol", re.IGNORECASE)


@dataclass(frozen=True)
class _Block:
    """A solution: 0-based indices of its marker lines, and how far they are indented."""

    begin: int
    end: int
    indent: str


def strip_solution(text: str, name: str) -> str:
    """The skeleton of a reference.

    Args:
        text: the reference, with line ends ``\\n``.
        name: what to call it in messages.

    Raises:
        MarkerError: markers that are unbalanced, nested, misspelt, not alone on their line or unevenly indented; or a
            skeleton that would not be Python. Names file and line.
    """
    lines = text.split("\n")
    blocks = list(_blocks(lines, name))
    stubs = _stubs(text, name, blocks)
    kept: list[str] = []
    at = 0
    for block in blocks:
        kept += lines[at : block.begin]
        at = block.end + 1
        if block in stubs:
            kept.append(f"{block.indent}{stubs[block]}")
        else:
            at = _after_blanks(lines, kept, at)
    skeleton = "\n".join(kept + lines[at:])
    _parse(skeleton, f"{name} without its solution")
    return skeleton


def _blocks(lines: list[str], name: str) -> Iterator[_Block]:
    open_at: int | None = None
    for number, line in enumerate(lines):
        where, marker = f"{name}:{number + 1}", line.strip()
        if marker == BEGIN:
            if open_at is not None:
                raise MarkerError(f"{where}: BEGIN SOLUTION inside the solution that began in line {open_at + 1}")
            open_at = number
        elif marker == END:
            if open_at is None:
                raise MarkerError(f"{where}: END SOLUTION without BEGIN SOLUTION")
            yield _block(lines, open_at, number, where)
            open_at = None
        elif _LIKE_A_MARKER.search(line) or _ALMOST.search(line):
            raise MarkerError(f"{where}: not quite a marker: {marker!r}; expected {BEGIN!r} or {END!r} alone on a line")
    if open_at is not None:
        raise MarkerError(f"{name}:{open_at + 1}: BEGIN SOLUTION without END SOLUTION")


def _block(lines: list[str], begin: int, end: int, where: str) -> _Block:
    indents = [line[: len(line) - len(line.lstrip())] for line in (lines[begin], lines[end])]
    if indents[0] != indents[1]:
        raise MarkerError(f"{where}: END SOLUTION is not indented like its BEGIN SOLUTION in line {begin + 1}")
    return _Block(begin, end, indents[0])


def _stubs(text: str, name: str, blocks: list[_Block]) -> dict[_Block, str]:
    """What stands instead of each solution that lies in a function; only the first of a function needs a stub."""
    functions = [n for n in ast.walk(_parse(text, name)) if isinstance(n, (ast.FunctionDef, ast.AsyncFunctionDef))]
    stubs: dict[_Block, str] = {}
    done: set[ast.AST] = set()
    for block in blocks:
        around = [f for f in functions if f.lineno - 1 < block.begin and block.end < (f.end_lineno or 0) + 1]
        if not around or not block.indent:
            continue
        function = max(around, key=lambda f: f.lineno)
        if function not in done:
            done.add(function)
            stubs[block] = f'raise NotImplementedError("{function.name}: not implemented yet")'
        else:
            stubs[block] = "pass"
    return stubs


def _after_blanks(lines: list[str], kept: list[str], at: int) -> int:
    """Where to go on after a solution that disappears, so that the blank lines around it do not add up."""
    if not kept or not kept[-1].strip():
        while at < len(lines) - 1 and not lines[at].strip():
            at += 1
    return at


def _parse(text: str, name: str) -> ast.Module:
    try:
        return ast.parse(text)
    except SyntaxError as error:
        raise MarkerError(f"{name}:{error.lineno}: not Python: {error.msg}") from None
