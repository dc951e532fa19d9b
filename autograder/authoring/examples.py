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

_QUESTION_MARK, _ASSERT = "question", "assert_"  # as the exam names them
_SUBMISSION = "submission"  # the fixture
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
    return named and [argument.arg for argument in node.args.args] == [_SUBMISSION]


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
                self.constants.update(dict.fromkeys(_bound(node), node))
            elif isinstance(node, ast.Import | ast.ImportFrom):
                self.imports.update(_imports(node))

    def example(self, check: ast.FunctionDef) -> Example | None:
        """What becomes of `check`; None if it is not a plain one."""
        steps: list[tuple[ast.stmt, ast.stmt]] = []  # as they stand there, and as they are here
        local = _Local(self.helpers)
        for statement in check.body:
            looked_at = _looked_at(statement)
            if looked_at is not None:
                return self._lines(steps, self._plain(local.visit(copy.deepcopy(looked_at))), local.modules)
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

    def _lines(
        self, steps: list[tuple[ast.stmt, ast.stmt]], value: ast.expr, modules: Mapping[str, str]
    ) -> Example | None:
        match steps:
            case [*_, (_, ast.Assign(targets=[ast.Name(id=name)], value=made))] if name == _name(value):
                value, steps = made, steps[:-1]
        needed = _loaded(value)
        kept: list[str] = []
        for there, here in reversed(steps):
            if _bound(here) & needed:
                needed |= _loaded(here)
                kept.insert(0, self._text(there, here))
        bound = {name for _, here in steps for name in _bound(here)}
        outside, imports = self._outside(needed - bound - modules.keys())
        if outside is None:
            return None
        return Example(
            code="\n".join([*outside, *kept, ast.unparse(value)]),
            imports=tuple(imports),
            functions={name: module for name, module in modules.items() if name in needed},
        )

    def _outside(self, names: set[str]) -> tuple[list[str] | None, list[str]]:
        """The constants and imports of the file behind `names`; no constants where something else is needed."""
        found: dict[ast.stmt, None] = {}
        imports: set[str] = set()
        pending = sorted(names - set(dir(builtins)))
        while pending:
            name = pending.pop()
            if name in self.imports:
                imports.add(self.imports[name])
            elif name not in self.constants:
                return None, []
            elif self.constants[name] not in found:
                found[self.constants[name]] = None
                pending += sorted(_loaded(self.constants[name]) - set(dir(builtins)))
        ordered = sorted(found, key=lambda node: node.lineno)
        return [self._text(node, node) for node in ordered], sorted(imports)

    def _text(self, there: ast.stmt, here: ast.stmt) -> str:
        """`here`, in the form that the author gave it if it is the same."""
        if ast.dump(there) != ast.dump(here):
            return ast.unparse(here)
        whole = ast.get_source_segment(self.text, there, padded=True) or ""
        return textwrap.dedent(whole)


class _Local(ast.NodeTransformer):
    """Turns what speaks of the submission into plain calls of its functions.

    Attributes:
        modules: function → the module that it is of.
    """

    def __init__(self, helpers: Mapping[str, ast.FunctionDef]) -> None:
        self.modules: dict[str, str] = {}
        self._helpers = helpers
        self._names: dict[str, str] = {}

    def renames(self, statement: ast.stmt) -> bool:
        """Whether `statement` only gives a function another name, which is not used from then on."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=function)) if function in self.modules:
                self._names[name] = function
                return True
        return False

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``submission.layers.pad2d``."""
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=module), attr=function):
                if name == _SUBMISSION and self.modules.setdefault(function, module) == module:
                    return ast.Name(function, ast.Load())
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """``….returning("out")``, and a helper that only says what to call."""
        match node:
            case ast.Call(func=ast.Attribute(value=function, attr="returning")):
                return self._visited(function)
            case ast.Call(func=ast.Name(id=helper), args=[ast.Name(id=name)], keywords=[]) if name == _SUBMISSION:
                said = _said_by(self._helpers.get(helper))
                return self._visited(copy.deepcopy(said)) if said is not None else node
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A function's other name."""
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def _visited(self, node: ast.expr) -> ast.expr:
        found: ast.expr = self.visit(node)
        return found


def _said_by(helper: ast.FunctionDef | None) -> ast.expr | None:
    """What a helper returns whose one argument is the submission; what it needs of its own will be found missing."""
    if helper is None or [argument.arg for argument in helper.args.args] != [_SUBMISSION]:
        return None
    *before, last = helper.body
    plain = all(isinstance(statement, ast.Assign | ast.Expr) for statement in before)
    return last.value if plain and isinstance(last, ast.Return) else None


def _looked_at(statement: ast.stmt) -> ast.expr | None:
    """``out`` of ``assert_equal(out, …)``."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Name(id=name), args=[first, *_])) if name.startswith(_ASSERT):
            return first
    return None


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement binds, or whose values it changes."""
    if isinstance(node, ast.Assign):
        roots: list[ast.expr] = list(node.targets)
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        roots = [node.target]
    else:
        roots = [node.value.func] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else []
    return {name for root in roots for name in _roots(root)}


def _roots(target: ast.expr) -> Iterator[str]:
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _roots(element)


def _loaded(node: ast.AST) -> set[str]:
    """The names that it reads, but for those that are its own: of comprehensions and lambdas."""
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    own = {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.comprehension):
            own.update(_roots(inner.target))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)} - own


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
