"""Functions that end up calling themselves."""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from autograder.exam.source.origins import Code, Instance
from autograder.exam.source.scopes import FUNCTIONS, Binding, Scope
from autograder.exam.source.spots import Spot

_CONSTRUCTORS = ("__init__", "__new__", "__post_init__")
_Graph = Mapping[ast.AST, set[ast.AST]]


@dataclass(frozen=True)
class _Edge:
    """Code of `user` at `spot` uses the function `used`."""

    user: ast.AST
    used: ast.AST
    spot: Spot


def recursion_in(spots: Iterable[Spot]) -> Iterator[tuple[Spot, str]]:
    """Each place at which a function uses one that leads back to it, and what to say of it."""
    mentions: list[_Edge] = []
    graph: dict[ast.AST, set[ast.AST]] = {}
    for spot in spots:
        user = spot.scope.function
        if isinstance(spot.node, ast.Call) and _handed_to_itself(spot.node):
            yield spot, "recursion: a function is handed to itself"
        if user is None:
            continue
        if isinstance(spot.node, FUNCTIONS):  # a function in a function: its code counts as code of both
            graph.setdefault(user, set()).add(spot.node)
        mentions += [_Edge(user, used, spot) for used in _used(spot)]
    for edge in mentions:
        graph.setdefault(edge.user, set()).add(edge.used)
    circle = _circles(graph)
    for edge in mentions:
        if circle[edge.user] == circle[edge.used]:
            yield edge.spot, f"recursion: {_name(edge.used)} ends up calling itself"


def _used(spot: Spot) -> Iterator[ast.AST]:
    """The functions that `spot` may call or hand on."""
    for origin in spot.meaning.origins:
        if isinstance(origin, Code) and isinstance(origin.node, FUNCTIONS):
            yield origin.node
        elif spot.called and isinstance(origin, Code):
            yield from _methods(origin.node, origin.scope, _CONSTRUCTORS)
        elif spot.called and isinstance(origin, Instance):
            yield from _methods(origin.node, origin.scope, ("__call__",))


def _methods(node: ast.AST, scope: Scope, names: Iterable[str]) -> Iterator[ast.AST]:
    bound: list[Binding] = [one for name in names for one in scope.inner(node).names.get(name, [])]
    for binding in bound:
        if isinstance(binding.value, FUNCTIONS):
            yield binding.value


def _handed_to_itself(call: ast.Call) -> bool:
    """``f(f, n)``: how a lambda without a name calls itself."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return isinstance(call.func, ast.Name) and any(
        isinstance(value, ast.Name) and value.id == call.func.id for value in values
    )


def _circles(graph: _Graph) -> dict[ast.AST, int]:
    """The strongly connected component of each node (Kosaraju); a node on no circle is alone."""
    backward: dict[ast.AST, set[ast.AST]] = {}
    for user, all_used in graph.items():
        for used in all_used:
            backward.setdefault(used, set()).add(user)
    component: dict[ast.AST, int] = {}
    for number, root in enumerate(reversed(_by_finish(graph))):
        pending = [root]
        while pending:
            node = pending.pop()
            if node not in component:
                component[node] = number
                pending.extend(backward.get(node, ()))
    return component


def _by_finish(graph: _Graph) -> list[ast.AST]:
    """All nodes, each after those that can be reached from it, circles aside."""
    finished: dict[ast.AST, None] = {}
    seen: set[ast.AST] = set()
    for root in graph:
        pending: list[tuple[ast.AST, Iterator[ast.AST]]] = [(root, iter(graph[root]))] if root not in seen else []
        seen.add(root)
        while pending:
            node, below = pending[-1]
            following = next((one for one in below if one not in seen), None)
            if following is None:
                finished[node] = None
                pending.pop()
            else:
                seen.add(following)
                pending.append((following, iter(graph.get(following, ()))))
    return list(finished)


def _name(function: ast.AST) -> str:
    return getattr(function, "name", "a lambda")
