"""From the public check of a question to a few lines that a student can play with.

They get the check itself, too; what is made of it here is the call, without what should come out of it. So
``submission.layers.pad2d`` becomes ``pad2d``, what is looked at first becomes the last line, whose value a notebook
shows, and all that it does not need is left out.
"""

from __future__ import annotations

import ast
import builtins
import copy
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.authoring.calls import SUBMISSION, PlainCalls, bound_by, loaded_by

_QUESTION_MARK, _ASSERT = "question", "assert_"  # as the exam names them
_BUILTINS = frozenset(dir(builtins))
_OURS = ("autograder", "pytest")
_Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign


@dataclass(frozen=True)
class Example:
    """Lines to run.

    Attributes:
        imports: of libraries, one a line.
        functions: of the hand-in that it uses → their module.
    """

    code: str
    imports: tuple[str, ...]
    functions: Mapping[str, str]


def example_of(question: str, checks: Iterable[str]) -> Example | None:
    """An example for `question`.

    Args:
        checks: the texts of files with public checks.

    Returns:
        None if there is no check of it that makes one: it has cases or loops, say, or keeps values in the candidate.
    """
    for text in checks:
        file = _File(text)
        for node in file.tree.body:
            if isinstance(node, ast.FunctionDef) and _asks(node, question):
                example = file.example(node)
                if example is not None:
                    return example
    return None


def _asks(node: ast.FunctionDef, question: str) -> bool:
    marks = [mark for mark in node.decorator_list if isinstance(mark, ast.Call)]
    named = any(ast.unparse(mark) == f"{_QUESTION_MARK}({question!r})" for mark in marks)
    return named and [argument.arg for argument in node.args.args] == [SUBMISSION]


class _File:
    """A file of public checks, as far as its checks lean on it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tree = ast.parse(text)
        self.constants: dict[str, ast.stmt] = {}
        self.imports: dict[str, str] = {}
        self.helpers: dict[str, ast.FunctionDef] = {}
        for node in self.tree.body:
            if isinstance(node, ast.FunctionDef):
                self.helpers[node.name] = node
            elif isinstance(node, ast.Assign | ast.AnnAssign):
                self.constants.update(dict.fromkeys(bound_by(node), node))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self.imports.update(_imports(node))

    def example(self, check: ast.FunctionDef) -> Example | None:
        """What becomes of `check`; None if it is not a plain one."""
        steps: list[tuple[ast.stmt, ast.stmt]] = []  # as they stand there, and as they are here
        local = PlainCalls(self.helpers, {*self.constants, *self.imports})
        for statement in check.body:
            looked_at = _looked_at(statement)
            if looked_at is not None:
                value = local.visit(copy.deepcopy(self._plain(looked_at)))
                return self._lines(steps, value, local)
            if not isinstance(statement, _Assignment | ast.Expr):
                return None
            here = local.visit(copy.deepcopy(statement))
            if not local.renames(here):
                steps.append((statement, here))
        return None

    def _plain(self, value: ast.expr) -> ast.expr:
        """`value` without the check's own helpers around it."""
        while isinstance(value, ast.Call) and _name(value.func) in self.helpers and value.args:
            value = value.args[0]
        return value

    def _lines(self, steps: list[tuple[ast.stmt, ast.stmt]], value: ast.expr, local: PlainCalls) -> Example | None:
        match steps:
            case [*_, (_, ast.Assign(targets=[ast.Name(id=name)], value=made))] if name == _name(value):
                value, steps = made, steps[:-1]
        needed = loaded_by(value)
        kept: list[str] = []
        for there, here in reversed(steps):
            if bound_by(here) & needed:
                needed |= loaded_by(here)
                kept.insert(0, self._text(there, here))
        bound = {name for _, here in steps for name in bound_by(here)}
        outside = self._outside(needed - bound - local.modules.keys(), local)
        if outside is None:
            return None
        constants, imports = outside
        return Example(
            code="\n".join([*constants, *kept, ast.unparse(value)]),
            imports=tuple(sorted(imports)),
            functions={name: module for name, module in local.modules.items() if name in needed},
        )

    def _outside(self, names: set[str], local: PlainCalls) -> tuple[list[str], set[str]] | None:
        """The constants and imports of the file behind `names`; None where something else is needed."""
        found: dict[int, str] = {}
        imports: set[str] = set()
        pending = sorted(names - _BUILTINS)
        while pending:
            name = pending.pop()
            there = self.constants.get(name)
            if name in self.imports:
                imports.add(self.imports[name])
            elif there is None:
                return None
            elif there.lineno not in found:
                here = local.visit(copy.deepcopy(there))
                found[there.lineno] = self._text(there, here)
                pending += sorted(loaded_by(here) - _BUILTINS)
        return [text for _, text in sorted(found.items())], imports

    def _text(self, there: ast.stmt, here: ast.stmt) -> str:
        """`here`, in the form that the author gave it if it is the same."""
        if ast.dump(there) != ast.dump(here):
            return ast.unparse(here)
        whole = ast.get_source_segment(self.text, there, padded=True) or ""
        return textwrap.dedent(whole)


def _looked_at(statement: ast.stmt) -> ast.expr | None:
    """``out`` of ``assert_equal(out, …)``."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[first, *_])) if name.startswith(_ASSERT):
            return first
    return None


def _imports(node: ast.Import | ast.ImportFrom) -> Iterator[tuple[str, str]]:
    """Each name that an import of a library binds, and the import of it alone."""
    for alias in node.names:
        dotted = alias.name if isinstance(node, ast.Import) else node.module or ""
        if dotted.partition(".")[0] in _OURS:
            continue
        alone = copy.copy(node)
        alone.names = [alias]
        yield (alias.asname or alias.name).partition(".")[0], ast.unparse(alone)


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
