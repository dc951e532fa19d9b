"""Statements that change something at import: ``TABLE["slow"] = f``, ``np.conv = f``, ``@register``.

A function reaches such a statement when it uses what the statement changes.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from autograder.exam.source.modules import Module
from autograder.exam.source.names import Names
from autograder.exam.source.origins import Code, External, Origin
from autograder.exam.source.scopes import Binding, Kind, Scope, Unit, walk

_MAKERS = {"dict", "list", "set", "vars"}  # builtins that make something a function can be put into
_MAKER_MODULES = {"collections", "types"}
_DEFINITIONS = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


@dataclass(frozen=True, eq=False)
class Effect:
    """A statement that importing runs.

    Attributes:
        triggers: what it may change: bindings, and names of attributes.
    """

    unit: Unit
    triggers: frozenset[Binding | str]


def effects_of(modules: Iterable[Module], names: Names) -> Iterator[Effect]:
    """The statements of `modules` that change more than the names they bind."""
    finder = _Finder(names)
    for module in modules:
        for unit in module.statements:
            triggers = frozenset(finder.triggers(unit))
            if triggers:
                yield Effect(unit, triggers)


def run_by_import(module: Module, names: Names) -> Iterator[Unit]:
    """What importing `module` runs: its statements, and the functions of the hand-in that they call."""
    for unit in module.statements:
        if not isinstance(unit.node, _DEFINITIONS):
            yield unit
        for call in _calls(unit):
            for code in _definitions(names.meaning(call.function, call.scope).origins):
                yield Unit(code.node, code.scope)


@dataclass(frozen=True)
class _Call:
    function: ast.expr
    arguments: Sequence[ast.AST]
    scope: Scope


def _calls(unit: Unit) -> Iterator[_Call]:
    """What is called while the module is imported; a decorator is called with what it decorates."""
    if isinstance(unit.node, _DEFINITIONS):
        for decorator in unit.node.decorator_list:
            function = decorator.func if isinstance(decorator, ast.Call) else decorator
            yield _Call(function, [unit.node], unit.scope)
        return
    for node, scope in walk(unit):
        if isinstance(node, ast.Call) and scope.function is None:
            yield _Call(node.func, [*node.args, *(keyword.value for keyword in node.keywords)], scope)


@dataclass
class _Finder:
    """Finds what a statement may change; remembers the containers that each function mentions."""

    names: Names
    mentioned: dict[ast.AST, list[Binding]] = field(default_factory=dict)

    def triggers(self, unit: Unit) -> Iterator[Binding | str]:
        if not isinstance(unit.node, _DEFINITIONS):
            yield from self._stored(unit)
        for call in _calls(unit):
            yield from self._changed_by(call)

    def _stored(self, unit: Unit) -> Iterator[Binding | str]:
        """``a.b = …`` and ``a["b"] = …``."""
        for node, scope in walk(unit):
            if isinstance(node, (ast.Attribute, ast.Subscript)) and not isinstance(node.ctx, ast.Load):
                yield from self._own(node.value, scope)
                if isinstance(node, ast.Attribute):
                    yield node.attr

    def _changed_by(self, call: _Call) -> Iterator[Binding | str]:
        """``TABLE.append(f)``, ``setattr(np, "conv", f)``, ``register(TABLE, f)``, ``@register``."""
        match call.function, call.arguments:
            case ast.Attribute(value=owner), _:
                yield from self._own(owner, call.scope)
            case ast.Name(id="setattr"), [owner, ast.Constant(value=str(name)), *_] if isinstance(owner, ast.expr):
                yield name
                yield from self._own(owner, call.scope)
        if not self._hands_code(call):
            return
        for argument in call.arguments:
            if isinstance(argument, ast.Name):
                yield from self._containers(argument, call.scope)
        for code in _definitions(self.names.meaning(call.function, call.scope).origins):
            yield from self._mentioned(code)

    def _own(self, owner: ast.expr, scope: Scope) -> list[Binding]:
        """The bindings behind `owner`, but for imports: a library counts by the attribute that is set."""
        return [binding for binding in self.names.meaning(owner, scope).bindings if not binding.imported]

    def _hands_code(self, call: _Call) -> bool:
        """Whether a function of the hand-in is among what a call gets."""
        for argument in call.arguments:
            for node, scope in walk(Unit(argument, call.scope)):
                if isinstance(node, (ast.Lambda, *_DEFINITIONS)):
                    return True
                named = isinstance(node, (ast.Name, ast.Attribute))
                if named and _definitions(self.names.meaning(node, scope).origins):
                    return True
        return False

    def _mentioned(self, code: Code) -> list[Binding]:
        if code.node not in self.mentioned:
            nodes = walk(Unit(code.node, code.scope))
            found = [self._containers(node, scope) for node, scope in nodes if isinstance(node, ast.Name)]
            self.mentioned[code.node] = [binding for bindings in found for binding in bindings]
        return self.mentioned[code.node]

    def _containers(self, name: ast.Name, scope: Scope) -> list[Binding]:
        """The module-level bindings of `name` that can hold functions: a list, a dict, an own object."""
        return [one for one in scope.lookup(name.id) if one.unit and self._is_container(one)]

    def _is_container(self, binding: Binding) -> bool:
        value, scope = binding.value, binding.scope
        if isinstance(value, (ast.Dict, ast.List, ast.Set)):
            return True
        if not isinstance(value, ast.Call) or scope is None or scope.kind is not Kind.MODULE:
            return False
        return any(map(_makes_container, self.names.meaning(value.func, scope).origins))


def _makes_container(origin: Origin) -> bool:
    if isinstance(origin, External):
        return origin.dotted in _MAKERS or origin.top in _MAKER_MODULES
    return isinstance(origin, Code)


def _definitions(origins: Iterable[Origin]) -> list[Code]:
    return [origin for origin in origins if isinstance(origin, Code)]
