"""Scopes of a module, and a walk over its tree that knows in which scope it stands.

Nothing here recurses: a tree may be deeper than Python's own stack.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import Enum

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


class Kind(Enum):
    """What opens a scope."""

    MODULE = "module"
    CLASS = "class"
    FUNCTION = "function"
    COMPREHENSION = "comprehension"


@dataclass(frozen=True)
class Unit:
    """A piece of code that is looked at as a whole, and the scope in which it stands."""

    node: ast.AST
    scope: Scope


@dataclass(frozen=True, eq=False)
class Binding:
    """One way in which a name gets its value.

    Attributes:
        value: a definition, or the expression that the name is bound to; None: unknown.
        scope: where `value` is to be read.
        imported: for an import, the absolute dotted name; else empty.
        instance: bound to an instance of the class `value` (``self``), not to the class.
        unit: what runs to bind it, where that is not part of the code that uses it.
    """

    value: ast.AST | None = None
    scope: Scope | None = None
    imported: str = ""
    instance: bool = False
    unit: Unit | None = None


@dataclass(eq=False)
class Scope:
    """The names that one module, class, function or comprehension binds.

    Attributes:
        names: every binding of each name; no order is assumed among them.
        elsewhere: names declared ``global`` (MODULE) or ``nonlocal`` (FUNCTION).
        attributes: of a class, what its methods bind to ``self.<name>``.
        returns: what a function may return.
        stars: modules of which everything was imported, and the line that does.
    """

    kind: Kind
    node: ast.AST
    parent: Scope | None = None
    names: dict[str, list[Binding]] = field(default_factory=dict)
    elsewhere: dict[str, Kind] = field(default_factory=dict)
    attributes: dict[str, list[Binding]] = field(default_factory=dict)
    returns: list[ast.expr] = field(default_factory=list)
    stars: list[tuple[str, int]] = field(default_factory=list)
    _inner: dict[ast.AST, Scope] = field(default_factory=dict)

    def inner(self, node: ast.AST) -> Scope:
        """The scope that `node`, which stands in this one, opens; always the same."""
        if node not in self._inner:
            self._inner[node] = Scope(_kind(node), node, parent=self)
        return self._inner[node]

    def outward(self) -> Iterator[Scope]:
        """This scope and those around it."""
        scope: Scope | None = self
        while scope is not None:
            yield scope
            scope = scope.parent

    @property
    def top(self) -> Scope:
        """The module's scope."""
        *_, top = self.outward()
        return top

    @property
    def function(self) -> ast.AST | None:
        """The function or lambda whose code this is; None outside of any."""
        return next((scope.node for scope in self.outward() if scope.kind is Kind.FUNCTION), None)

    def star_imports(self, bindings: Sequence[Binding]) -> Iterator[str]:
        """Modules that may give a name of this module its value: all, or those imported after the first binding."""
        lines = [getattr(binding.unit.node, "lineno", 0) for binding in bindings if binding.unit]
        for module, line in self.stars:
            if not bindings or line > min(lines, default=line):
                yield module

    def lookup(self, name: str) -> list[Binding]:
        """The bindings of `name` as seen from here; none for a builtin or a name unknown."""
        outward = list(self.outward())
        for scope in outward:
            declared = scope.elsewhere.get(name)
            if declared is Kind.MODULE:
                return outward[-1].names.get(name, [])
            hidden = scope.kind is Kind.CLASS and scope is not self
            if name in scope.names and declared is None and not hidden:
                return scope.names[name]
        return []


def children(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """The nodes right below `node`, each with the scope in which it stands."""
    if isinstance(node, (*FUNCTIONS, ast.ClassDef)):
        inner = scope.inner(node)
        body = [node.body] if isinstance(node, ast.Lambda) else node.body
        inside = {id(part) for part in body}
        for child in ast.iter_child_nodes(node):
            yield child, inner if id(child) in inside else scope
    elif isinstance(node, COMPREHENSIONS):
        yield from _comprehension(node, scope)
    else:
        for child in ast.iter_child_nodes(node):
            yield child, scope


def walk(unit: Unit) -> Iterator[tuple[ast.AST, Scope]]:
    """Every node of `unit` with its scope: parents before children, in the order of the source."""
    pending = [(unit.node, unit.scope)]
    while pending:
        node, scope = pending.pop()
        yield node, scope
        pending.extend(reversed(list(children(node, scope))))


def _comprehension(node: ast.AST, scope: Scope) -> Iterator[tuple[ast.AST, Scope]]:
    """All of it lies in a scope of its own, but for the first iterable."""
    inner, first = scope.inner(node), True
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, ast.comprehension):
            yield child, inner
            continue
        yield child.target, inner
        yield child.iter, scope if first else inner
        for condition in child.ifs:
            yield condition, inner
        first = False


def _kind(node: ast.AST) -> Kind:
    if isinstance(node, ast.ClassDef):
        return Kind.CLASS
    return Kind.FUNCTION if isinstance(node, FUNCTIONS) else Kind.COMPREHENSION
