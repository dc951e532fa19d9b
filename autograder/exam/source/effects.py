"""Statements that change something when a module is imported: ``TABLE["slow"] = f``, ``np.conv = f``, ``@register``.

A function reaches such a statement when it uses what the statement changes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.exam.source.modules import Module
from autograder.exam.source.names import Code, External, Names, is_function
from autograder.exam.source.scopes import Binding, Kind, Scope, Unit, walk

_CONTAINERS = {"dict", "list", "set", "vars"}  # builtins that make something a function can be put into
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Effect:
    """A statement that importing runs.

    Attributes:
        triggers: bindings, and names of attributes, that it may change.
    """

    unit: Unit
    module: Module
    triggers: frozenset[Binding | str]


def effects_of(module: Module, names: Names) -> Iterator[Effect]:
    """The statements of `module` that change more than the names they bind."""
    for unit in module.statements:
        triggers = frozenset(_triggers(unit, names))
        if triggers:
            yield Effect(unit, module, triggers)


def called_at_import(unit: Unit, names: Names) -> Iterator[Unit]:
    """The functions of the hand-in that a statement calls by name."""
    for call, scope in _calls(unit):
        for origin in names.meaning(call, scope).origins:
            if isinstance(origin, Code):
                yield Unit(origin.node, origin.scope)


def _calls(unit: Unit) -> Iterator[tuple[ast.expr, Scope]]:
    """What a statement calls while the module is imported, decorators included."""
    if isinstance(unit.node, _DEFINITIONS):
        for decorator in unit.node.decorator_list:
            yield (decorator.func if isinstance(decorator, ast.Call) else decorator), unit.scope
        return
    for node, scope in walk(unit):
        if isinstance(node, ast.Call) and scope.function is None:
            yield node.func, scope


def _triggers(unit: Unit, names: Names) -> Iterator[Binding | str]:
    yield from _stored(unit)
    if isinstance(unit.node, (ast.Expr, *_DEFINITIONS)):
        for function, scope in _calls(unit):
            yield from _changed_by(function, scope, names)
        for call in _plain_calls(unit):
            yield from _changed_arguments(call, unit.scope, names)


def _stored(unit: Unit) -> Iterator[Binding | str]:
    """``a.b = …``, ``a["b"] = …`` and their kin outside of functions."""
    if isinstance(unit.node, _DEFINITIONS):
        return
    for node, scope in walk(unit):
        if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
            yield from _own(node.value, scope)
            if isinstance(node, ast.Attribute):
                yield node.attr


def _plain_calls(unit: Unit) -> Iterator[ast.Call]:
    if isinstance(unit.node, ast.Expr) and isinstance(unit.node.value, ast.Call):
        yield unit.node.value


def _changed_arguments(call: ast.Call, scope: Scope, names: Names) -> Iterator[Binding | str]:
    """``setattr(owner, "name", f)`` and ``register(TABLE, f)``."""
    arguments = [*call.args, *(keyword.value for keyword in call.keywords)]
    match call:
        case ast.Call(func=ast.Name(id="setattr"), args=[owner, ast.Constant(value=str(name)), *_]):
            yield name
            yield from _own(owner, scope)
    for argument in arguments:
        if isinstance(argument, ast.Name):
            yield from (one for one in scope.lookup(argument.id) if _is_container(one, names))


def _changed_by(function: ast.expr, scope: Scope, names: Names) -> Iterator[Binding]:
    """``TABLE.append``, ``@f.register``; and the tables of the module that a function of the hand-in mentions."""
    if isinstance(function, ast.Attribute):
        yield from _own(function.value, scope)
    for origin in names.meaning(function, scope).origins:
        if isinstance(origin, Code):
            for node, inner in walk(Unit(origin.node, origin.scope)):
                if isinstance(node, ast.Name):
                    yield from (one for one in inner.lookup(node.id) if one.unit and _is_container(one, names))


def _own(owner: ast.expr, scope: Scope) -> list[Binding]:
    """The bindings of the name at the root of `owner`, but for imports."""
    root: ast.AST = owner
    while isinstance(root, (ast.Attribute, ast.Subscript)):
        root = root.value
    bindings = scope.lookup(root.id) if isinstance(root, ast.Name) else []
    return [binding for binding in bindings if not binding.imported]


def _is_container(binding: Binding, names: Names) -> bool:
    """Whether functions can be put into what a name is bound to: a list, a dict, an object of the hand-in."""
    value, scope = binding.value, binding.scope
    if isinstance(value, (ast.Dict, ast.List, ast.Set)):
        return True
    if not isinstance(value, ast.Call) or scope is None or scope.kind is not Kind.MODULE:
        return False
    makers = names.meaning(value.func, scope).origins
    return any(
        origin.dotted in _CONTAINERS or origin.top in {"collections", "types"}
        if isinstance(origin, External)
        else is_function(origin)
        for origin in makers
    )
