"""The code that a function can reach."""

from __future__ import annotations

import ast
from collections.abc import Iterable
from dataclasses import dataclass, field

from autograder.exam.source.effects import Effect, effects_of
from autograder.exam.source.modules import Module, Program
from autograder.exam.source.names import Names
from autograder.exam.source.origins import Meaning, Sibling
from autograder.exam.source.scopes import Binding, Unit
from autograder.exam.source.spots import Spot, spots


@dataclass(frozen=True)
class Reached:
    """All that a function can reach.

    Attributes:
        spots: every node of it; a node may come more than once.
        too_deep: modules it reaches into that this check cannot read, though Python may.
    """

    spots: tuple[Spot, ...]
    too_deep: tuple[Module, ...]


def reach(program: Program, names: Names, function: str, imported: Iterable[Module]) -> Reached:
    """Everything that `function`, ``module.name``, can reach; nothing where there is no such function.

    Args:
        imported: the modules whose statements run before the function does.
    """
    search = _Reach(program, names)
    for effect in effects_of(imported, names):
        search.wait(effect)
    return search.run(function)


@dataclass
class _Reach:
    program: Program
    names: Names
    pending: list[Unit] = field(default_factory=list)
    units: set[Unit] = field(default_factory=set)
    followed: dict[int, Meaning] = field(default_factory=dict)
    triggered: set[Binding | str] = field(default_factory=set)
    waiting: dict[Binding | str, list[Effect]] = field(default_factory=dict)
    too_deep: dict[Module, None] = field(default_factory=dict)

    def wait(self, effect: Effect) -> None:
        for trigger in effect.triggers:
            self.waiting.setdefault(trigger, []).append(effect)

    def run(self, function: str) -> Reached:
        module_of = {module.scope: module for module in self.program.modules.values()}
        found: list[Spot] = []
        self._follow(self.names.member(function))
        while self.pending:
            unit = self.pending.pop()
            for spot in spots(unit, module_of[unit.scope.top], self.names):
                found.append(spot)
                self._trigger_by_name(spot.node)
                self._follow(spot.meaning)
        return Reached(tuple(found), tuple(self.too_deep))

    def _follow(self, meaning: Meaning) -> None:
        if id(meaning) in self.followed:  # names are remembered: the same meaning comes for each use
            return
        self.followed[id(meaning)] = meaning
        for binding in meaning.bindings:
            if binding.unit:
                self._add(binding.unit)
            self._trigger(binding)
        for origin in meaning.origins:
            if isinstance(origin, Sibling) and origin.module in self.program.modules:
                self._whole(self.program.modules[origin.module])

    def _whole(self, module: Module) -> None:
        """A module that is handed on as an object: all of it may be used."""
        if module.too_deep:
            self.too_deep[module] = None
        for bindings in module.scope.names.values():
            for binding in bindings:
                if binding.unit:
                    self._add(binding.unit)

    def _trigger_by_name(self, node: ast.AST) -> None:
        if isinstance(node, (ast.Name, ast.Attribute)) and isinstance(node.ctx, ast.Load):
            self._trigger(node.attr if isinstance(node, ast.Attribute) else node.id)

    def _trigger(self, key: Binding | str) -> None:
        if key not in self.triggered:
            self.triggered.add(key)
            for effect in self.waiting.get(key, []):
                self._add(effect.unit)

    def _add(self, unit: Unit) -> None:
        if unit not in self.units:
            self.units.add(unit)
            self.pending.append(unit)
