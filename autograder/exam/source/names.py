"""What a name or an attribute stands for: a part of a library, a definition or a module of the hand-in.

Aliases are followed without regard to order: what a name may stand for at any time counts. Where the trail
ends (a parameter, the result of a library call), the last attribute is kept, of unknown origin.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from autograder.exam.source.modules import Program
from autograder.exam.source.origins import UNKNOWN, Code, External, Instance, Meaning, Origin, Sibling, last_name
from autograder.exam.source.scopes import Binding, Scope

_CALL, _ITEM = "()", "[]"  # steps of a trail beside attribute names
_MAX_STEPS = 150  # for one expression
_MAX_STEPS_IN_ALL = 100_000  # some seconds; honest hand-ins take thousands
_MAX_TRAILS = 3  # looks at one name for one expression: x = x.a() could go on for ever
_LIBRARIES = {"numpy", "torch", "torchvision", "math"}  # imported before the hand-in's own file of that name
# Modules that others carry along as attributes, by names that no package gives to a part of its own.
_CARRIED = {
    "sys",
    "builtins",
    "importlib",
    "inspect",
    "gc",
    "ctypes",
    "threading",
    "subprocess",
    "_thread",
    "marshal",
}
_SAME_FUNCTION = {"__call__", "__wrapped__", "__func__", "__get__"}


@dataclass
class _Budget:
    steps: int = _MAX_STEPS_IN_ALL


class Names:
    """Finds the meaning of expressions; remembers what it found."""

    def __init__(self, program: Program) -> None:
        self._program = program
        self._budget = _Budget()
        self._known: dict[tuple[Scope, str, tuple[str, ...]], Meaning] = {}

    @property
    def gave_up(self) -> bool:
        """Whether the names were too tangled to follow in reasonable time: meanings are then missing."""
        return self._budget.steps <= 0

    def meaning(self, node: ast.AST, scope: Scope) -> Meaning:
        """What the expression `node`, read in `scope`, may stand for."""
        trail: list[str] = []
        root = node
        while isinstance(root, ast.Attribute):
            trail.insert(0, root.attr)
            root = root.value
        if not isinstance(root, ast.Name):
            return _Search(self._program, self._budget).run([_Step(node, scope)])
        key = (scope, root.id, tuple(trail))
        if key not in self._known:
            self._known[key] = _Search(self._program, self._budget).run([_Step(root, scope, tuple(trail))])
        return self._known[key]

    def member(self, dotted: str) -> Meaning:
        """What a dotted name such as ``layers.conv2d_forward`` stands for, as if imported."""
        return _Search(self._program, self._budget).run([_Imported(tuple(dotted.split(".")))])


@dataclass(frozen=True)
class _Step:
    """A node to look at, and the attributes, calls and items that are still taken of it."""

    node: ast.AST
    scope: Scope
    trail: tuple[str, ...] = ()
    instance: bool = False

    def at(self, node: ast.AST, *more: str) -> _Step:
        return _Step(node, self.scope, (*more, *self.trail))


@dataclass(frozen=True)
class _Imported:
    """A dotted name as an import sees it, with what is still taken of it at its end."""

    parts: tuple[str, ...]


_Steps = Iterable[_Step | _Imported]


@dataclass
class _Search:
    program: Program
    budget: _Budget
    origins: dict[Origin, None] = field(default_factory=dict)  # a set that keeps its order
    bindings: dict[Binding, None] = field(default_factory=dict)

    def run(self, steps: _Steps) -> Meaning:
        pending, seen, looks = list(steps), set[_Step | _Imported](), dict[object, int]()
        while pending and len(seen) < _MAX_STEPS and self.budget.steps > 0:
            self.budget.steps -= 1
            step = pending.pop()
            if step in seen:
                continue
            seen.add(step)
            if isinstance(step, _Imported):
                pending.extend(self._imported(step.parts))
                continue
            place = (step.scope, step.node.id) if isinstance(step.node, ast.Name) else step.node
            looks[place] = looks.get(place, 0) + 1
            pending.extend(self._next(step) if looks[place] <= _MAX_TRAILS else self._unknown(step.trail))
        for step in pending:  # given up
            self._unknown(step.parts if isinstance(step, _Imported) else step.trail)
        return Meaning(tuple(self.origins), tuple(self.bindings))

    def _next(self, step: _Step) -> _Steps:
        match step.node:
            case ast.Name(id=name):
                return self._name(name, step)
            case ast.Attribute(value=value, attr=attr):
                return [step.at(value, attr)]
            case ast.Subscript(value=value):
                return [step.at(value, _ITEM)]
            case ast.Call():
                return _called(step.node, step)
            case ast.IfExp(body=body, orelse=orelse):
                return [step.at(body), step.at(orelse)]
            case ast.BoolOp(values=values):
                return [step.at(value) for value in values]
            case ast.NamedExpr(value=value) | ast.Starred(value=value) | ast.Await(value=value):
                return [step.at(value)]
            case ast.Tuple() | ast.List() | ast.Set() | ast.Dict():
                return self._display(step)
            case ast.ClassDef():
                return self._class(step.node, step)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.Lambda():
                return self._function(step)
        return self._unknown(step.trail)

    def _unknown(self, trail: tuple[str, ...]) -> list[_Step]:
        if trail and trail[-1] not in (_CALL, _ITEM):
            self.origins[External(f"{UNKNOWN}.{trail[-1]}")] = None
        return []

    def _external(self, parts: tuple[str, ...], builtin: bool = False) -> None:
        """Note a dotted name of a library; of what it gives when called only the last attribute is known."""
        if _CALL in parts or _ITEM in parts:
            self._unknown(parts)
        else:
            self.origins[_usual(parts, builtin)] = None

    def _name(self, name: str, step: _Step) -> Iterator[_Step | _Imported]:
        bindings = step.scope.lookup(name)
        self.budget.steps -= len(bindings) // 4  # to name them all costs time too
        for binding in bindings:
            yield from self._bound(binding, step.trail)
        top = step.scope.top
        if not bindings or bindings is top.names.get(name):
            for star in top.star_imports(bindings):
                yield _Imported((*star.split("."), name, *step.trail))
        if not bindings:
            self._external((name, *step.trail), builtin=True)

    def _bound(self, binding: Binding, trail: tuple[str, ...]) -> _Steps:
        self.bindings[binding] = None
        if binding.imported:
            return [_Imported((*binding.imported.split("."), *trail))]
        if binding.value is None or binding.scope is None:
            return self._unknown(trail)
        return [_Step(binding.value, binding.scope, trail, binding.instance)]

    def _display(self, step: _Step) -> list[_Step]:
        if step.trail[:1] != (_ITEM,):
            return self._unknown(step.trail)
        node = step.node
        parts = node.values if isinstance(node, ast.Dict) else getattr(node, "elts", [])
        return [_Step(part, step.scope, step.trail[1:]) for part in parts]

    def _function(self, step: _Step) -> list[_Step]:
        if not step.trail or step.trail[0] in _SAME_FUNCTION:
            self.origins[Code(step.node, step.scope)] = None
            return []
        if step.trail[0] != _CALL:
            return self._unknown(step.trail)
        inner = step.scope.inner(step.node)
        return [_Step(value, inner, step.trail[1:]) for value in inner.returns] or self._unknown(step.trail)

    def _class(self, node: ast.ClassDef, step: _Step) -> _Steps:
        if not step.trail:
            origin = Instance(node, step.scope) if step.instance else Code(node, step.scope)
            self.origins[origin] = None
            return []
        first, rest = step.trail[0], step.trail[1:]
        if first == _CALL and not step.instance:
            return [_Step(node, step.scope, rest, instance=True)]
        first = {_CALL: "__call__", _ITEM: "__getitem__"}.get(first, first)
        return self._member(node, step.scope, first, rest)

    def _member(
        self, node: ast.ClassDef, scope: Scope, name: str, rest: tuple[str, ...]
    ) -> Iterator[_Step | _Imported]:
        inner = scope.inner(node)
        own = [*inner.names.get(name, []), *inner.attributes.get(name, [])]
        for binding in own:
            yield from self._bound(binding, rest)
        if not own:
            yield from (_Step(base, scope, (name, *rest)) for base in node.bases)
        if not own and not node.bases:
            self._unknown((name, *rest))

    def _imported(self, parts: tuple[str, ...]) -> Iterator[_Step | _Imported]:
        """The meaning of a dotted name that was imported: of a sibling, of a library, or of both."""
        packages = self.program.packages
        lengths = [k for k in range(1, len(parts) + 1) if ".".join(parts[:k]) in packages]
        if not lengths or parts[0] in _LIBRARIES:
            self._external(parts)
        for k in lengths:
            yield from self._of_module(".".join(parts[:k]), parts[k:], last=k == lengths[-1])

    def _of_module(self, module: str, rest: tuple[str, ...], last: bool) -> Iterator[_Step | _Imported]:
        known = self.program.modules.get(module)
        if not rest or (known and known.too_deep):
            self.origins[Sibling(module)] = None
            return
        if known is None:
            return
        names = known.scope.names
        bindings = names.get(rest[0]) or (names.get("__getattr__", []) if last else [])
        for binding in bindings:
            yield from self._bound(binding, rest[1:])
        yield from (_Imported((*star.split("."), *rest)) for star in known.scope.star_imports(bindings))


def _usual(parts: tuple[str, ...], builtin: bool) -> External:
    """A name by its usual path: ``map`` for ``builtins.map``, ``sys.path`` for ``typing.sys.path``."""
    if parts[0] in ("builtins", "__builtins__") and len(parts) > 1:
        return External(".".join(parts[1:]), builtin=True)
    inner = [k for k, part in enumerate(parts) if k and part in _CARRIED]
    return External(".".join(parts[inner[-1] :])) if inner else External(".".join(parts), builtin)


def _called(call: ast.Call, step: _Step) -> list[_Step]:
    """What a call gives: of ``getattr`` the attribute, else what the function returns."""
    match last_name(call.func), call.args:
        case "getattr", [owner, ast.Constant(value=str(name)), *default]:
            return [step.at(owner, name), *(step.at(other) for other in default)]
    return [step.at(call.func, _CALL)]
