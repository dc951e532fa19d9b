"""What a notebook imports from the modules that it stands in for, which is itself.

``from layers import pad2d``, in a notebook that was handed in instead of ``layers.py``, would import the notebook while
it is being imported, and fail. What it could bring is there already, so it is taken out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from autograder.collect.definitions import executed

_Import = ast.Import | ast.ImportFrom


@dataclass(frozen=True)
class OtherName:
    """What ``from layers import pad2d as pad`` asks for: ``pad = pad2d``, once that is there.

    Attributes:
        line: of the import, 1-based.
    """

    assignment: str
    line: int


def without_own_imports(python: str, tree: ast.Module, own: Sequence[str]) -> tuple[str, ast.Module, list[OtherName]]:
    """`python` and its tree without the imports from `own` that run when it does, and the other names they would give.

    What imports such a module as a whole gets the first of `own`, which all of them are. Line numbers stay.

    Args:
        own: the modules that the notebook stands in for.
    """
    imports = (node for node in executed(tree, annotations=False) if isinstance(node, _Import))
    found = sorted((node for node in imports if _is_own(node, own)), key=lambda node: (node.lineno, node.col_offset))
    if not found:
        return python, tree, []
    lines = python.encode().split(b"\n")  # as the offsets of `ast` count bytes
    for node in reversed(found):
        _replace(node, _instead(node, own).encode(), lines)
    edited = b"\n".join([*lines, b""]).decode()  # a line that goes on must not be the last
    return edited, ast.parse(edited), [other for node in found for other in _other_names(node)]


def _is_own(node: _Import, own: Sequence[str]) -> bool:
    if isinstance(node, ast.ImportFrom):
        return not node.level and node.module in own
    return any(alias.name in own for alias in node.names)


def _instead(node: _Import, own: Sequence[str]) -> str:
    if isinstance(node, ast.ImportFrom):
        return "pass"
    names = (
        f"{own[0]} as {each.asname or each.name}" if each.name in own else ast.unparse(each) for each in node.names
    )
    return f"import {', '.join(names)}"


def _replace(node: _Import, text: bytes, lines: list[bytes]) -> None:
    """Put `text` where `node` stands; lines that it no longer needs only go on."""
    first, last = node.lineno - 1, (node.end_lineno or node.lineno) - 1
    before, after = lines[first][: node.col_offset], lines[last][node.end_col_offset :]
    lines[first : last + 1] = [before + text, *[b""] * (last - first)]
    lines[last] += after
    for number in range(first, last):
        lines[number] += b" \\"


def _other_names(node: _Import) -> Iterator[OtherName]:
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            if alias.asname not in (None, alias.name):
                yield OtherName(f"{alias.asname} = {alias.name}", node.lineno)
