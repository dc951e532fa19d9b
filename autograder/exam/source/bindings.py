"""Fills the scopes of a module with every binding of every name."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from autograder.exam.source.scopes import Binding, Kind, Scope, Unit, children
from autograder.records import SourceFile

_LOOPS = (ast.For, ast.AsyncFor)
_BLOCKS = (ast.If, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar)


@dataclass(frozen=True)
class _Spot:
    """A node, the scope in which it stands, and the unit that runs when it does."""

    node: ast.AST
    scope: Scope
    unit: Unit


class Binder:
    """One pass over a module, in the order of its source.

    Attributes:
        imports: dotted names of modules that appear in an import, found so far.
    """

    def __init__(self, source: SourceFile, scope: Scope) -> None:
        self.imports: set[str] = set()
        self._source = source
        self._top = scope
        self._values: dict[ast.AST, ast.expr] = {}  # what a target is bound to, where that is plain to see
        self._walrus: set[ast.AST] = set()
        self._nonlocal: list[tuple[Scope, str, Binding]] = []

    def bind(self, tree: ast.Module) -> None:
        """Bind all names of `tree`, whose scope was given."""
        pending = [_Spot(tree, self._top, Unit(tree, self._top))]
        while pending:
            spot = pending.pop()
            handler = _HANDLERS.get(type(spot.node))
            if handler:
                handler(self, spot, spot.node)
            pending.extend(reversed(list(_below(spot))))
        for scope, name, binding in self._nonlocal:
            _home_of_nonlocal(scope, name).names.setdefault(name, []).append(binding)

    def _add(self, spot: _Spot, name: str, binding: Binding) -> None:
        scope = spot.scope
        declared = scope.elsewhere.get(name)
        if declared is Kind.FUNCTION:
            self._nonlocal.append((scope, name, binding))
            return
        target = self._top if declared is Kind.MODULE else scope
        if target is self._top:
            binding = replace(binding, unit=spot.unit)
        target.names.setdefault(name, []).append(binding)

    def _definition(self, spot: _Spot, node: Any) -> None:
        self._add(spot, node.name, Binding(node, spot.scope))
        if isinstance(node, ast.ClassDef):
            spot.scope.inner(node)
        else:
            self._parameters(spot, node)

    def _parameters(self, spot: _Spot, node: Any) -> None:
        """Parameters are unknown, but for their defaults and a method's first one."""
        inner = spot.scope.inner(node)
        args: ast.arguments = node.args
        positional = [*args.posonlyargs, *args.args]
        extra = [arg for arg in (args.vararg, args.kwarg) if arg]
        for arg in [*positional, *args.kwonlyargs, *extra]:
            inner.names[arg.arg] = [Binding()]
        pairs = [*zip(reversed(positional), reversed(args.defaults), strict=False)]
        pairs += [(arg, value) for arg, value in zip(args.kwonlyargs, args.kw_defaults, strict=True) if value]
        for arg, value in pairs:
            inner.names[arg.arg].append(Binding(value, spot.scope))
        if positional and spot.scope.kind is Kind.CLASS:
            inner.names[positional[0].arg] = [_first_of_method(node, spot.scope)]

    def _assign(self, _: _Spot, node: Any) -> None:
        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
        if node.value is None:
            return
        for target in targets:
            self._values.update(_pairs(target, node.value))
        if isinstance(node, ast.NamedExpr):
            self._walrus.add(node.target)

    def _with(self, _: _Spot, node: ast.withitem) -> None:
        if isinstance(node.optional_vars, ast.expr):
            self._values.update(_pairs(node.optional_vars, node.context_expr))

    def _name(self, spot: _Spot, node: ast.Name) -> None:
        if isinstance(node.ctx, ast.Load):
            return
        if node in self._walrus:
            scope = next(scope for scope in spot.scope.outward() if scope.kind is not Kind.COMPREHENSION)
            spot = replace(spot, scope=scope)
        self._add(spot, node.id, self._value_of(node, spot))

    def _attribute(self, spot: _Spot, node: ast.Attribute) -> None:
        """``self.pool = value`` in a method binds an attribute of its class."""
        if isinstance(node.ctx, ast.Load) or not isinstance(node.value, ast.Name):
            return
        for owner in spot.scope.lookup(node.value.id):
            if owner.instance and owner.scope and isinstance(owner.value, ast.ClassDef):
                attributes = owner.scope.inner(owner.value).attributes
                attributes.setdefault(node.attr, []).append(self._value_of(node, spot))

    def _value_of(self, target: ast.AST, spot: _Spot) -> Binding:
        value = self._values.get(target)
        return Binding(value, spot.scope) if value else Binding()

    def _import(self, spot: _Spot, node: ast.Import) -> None:
        for alias in node.names:
            self._mention(alias.name)
            bound = alias.name if alias.asname else alias.name.partition(".")[0]
            self._add(spot, alias.asname or bound, Binding(imported=bound))

    def _import_from(self, spot: _Spot, node: ast.ImportFrom) -> None:
        module = imported_module(self._source, node)
        self._mention(module)
        for alias in node.names:
            dotted = f"{module}.{alias.name}".lstrip(".")
            if alias.name == "*":
                spot.scope.stars.append((module, node.lineno))
                continue
            self._mention(dotted)
            self._add(spot, alias.asname or alias.name, Binding(imported=dotted))

    def _mention(self, dotted: str) -> None:
        """Importing ``a.b.c`` runs ``a`` and ``a.b`` too."""
        parts = dotted.split(".")
        self.imports.update(".".join(parts[: k + 1]) for k in range(len(parts)))

    def _declare(self, spot: _Spot, node: Any) -> None:
        kind = Kind.MODULE if isinstance(node, ast.Global) else Kind.FUNCTION
        spot.scope.elsewhere.update(dict.fromkeys(node.names, kind))

    def _return(self, spot: _Spot, node: ast.Return) -> None:
        if node.value:
            spot.scope.returns.append(node.value)

    def _lambda(self, spot: _Spot, node: ast.Lambda) -> None:
        self._parameters(spot, node)
        spot.scope.inner(node).returns.append(node.body)

    def _capture(self, spot: _Spot, node: Any) -> None:
        """``except … as name`` and the names in a pattern."""
        name = node.rest if isinstance(node, ast.MatchMapping) else node.name
        if name:
            self._add(spot, name, Binding())


_HANDLERS: dict[type[ast.AST], Callable[[Binder, _Spot, Any], None]] = {
    ast.FunctionDef: Binder._definition,
    ast.AsyncFunctionDef: Binder._definition,
    ast.ClassDef: Binder._definition,
    ast.Lambda: Binder._lambda,
    ast.Assign: Binder._assign,
    ast.AnnAssign: Binder._assign,
    ast.AugAssign: Binder._assign,
    ast.NamedExpr: Binder._assign,
    ast.withitem: Binder._with,
    ast.Name: Binder._name,
    ast.Attribute: Binder._attribute,
    ast.Import: Binder._import,
    ast.ImportFrom: Binder._import_from,
    ast.Global: Binder._declare,
    ast.Nonlocal: Binder._declare,
    ast.Return: Binder._return,
    ast.ExceptHandler: Binder._capture,
    ast.MatchAs: Binder._capture,
    ast.MatchStar: Binder._capture,
    ast.MatchMapping: Binder._capture,
}


def imported_module(source: SourceFile, node: ast.ImportFrom) -> str:
    """The absolute name of the module that ``from … import`` names."""
    if not node.level:
        return node.module or ""
    parts = source.module.split(".")
    package = parts if source.is_package else parts[:-1]
    package = package[: max(len(package) - node.level + 1, 0)]
    return ".".join([*package, *([node.module] if node.module else [])])


def _below(spot: _Spot) -> Iterator[_Spot]:
    """The children of a node, each with its unit: the innermost statement, definition or block head."""
    node = spot.node
    for child, scope in children(node, spot.scope):
        unit = spot.unit
        if isinstance(child, ast.stmt) or isinstance(node, _BLOCKS):
            unit = Unit(child, scope)
        elif isinstance(node, _LOOPS):
            unit = Unit(node.iter, scope)
        elif isinstance(node, ast.Match):
            unit = Unit(node.subject, scope)
        yield _Spot(child, scope, unit)


def _pairs(target: ast.expr, value: ast.expr) -> Iterator[tuple[ast.AST, ast.expr]]:
    """Each name or attribute in `target` with its part of `value`; nothing for what cannot be told."""
    pending: list[tuple[ast.expr, ast.expr]] = [(target, value)]
    while pending:
        target, value = pending.pop()
        if isinstance(target, (ast.Name, ast.Attribute)):
            yield target, value
        elif isinstance(target, (ast.Tuple, ast.List)) and isinstance(value, (ast.Tuple, ast.List)):
            starred = any(isinstance(part, ast.Starred) for part in (*target.elts, *value.elts))
            if not starred:
                pending.extend(zip(target.elts, value.elts, strict=False))


def _first_of_method(node: Any, scope: Scope) -> Binding:
    decorators = {part.id for part in getattr(node, "decorator_list", []) if isinstance(part, ast.Name)}
    if "staticmethod" in decorators:
        return Binding()
    return Binding(scope.node, scope.parent, instance="classmethod" not in decorators)


def _home_of_nonlocal(scope: Scope, name: str) -> Scope:
    """The function around `scope` that owns `name`; Python itself refuses a module where there is none."""
    around = [outer for outer in scope.outward() if outer.kind is Kind.FUNCTION and outer is not scope]
    owners = [outer for outer in around if name in outer.names and name not in outer.elsewhere]
    return owners[0] if owners else scope
