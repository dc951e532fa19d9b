"""Arrays that a builtin takes apart, number by number: ``sum(x * w)`` is a loop, ``sum(x.shape)`` is arithmetic.

Only what is an array for certain counts. Where that cannot be seen, as of a parameter that is asked for nothing else,
nothing is said: a kernel's size may be summed, too.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable, Iterator, Sequence

from autograder.exam.source.names import Names
from autograder.exam.source.origins import UNKNOWN, Code, External, Origin
from autograder.exam.source.scopes import FUNCTIONS, Binding, Scope, Unit, walk
from autograder.exam.source.spots import Spot

_TAKING_APART = {
    "builtins": {"sum", "min", "max", "sorted", "any", "all"},
    "math": {"fsum", "prod", "sumprod", "dist", "hypot"},
    "statistics": {"mean", "fmean", "median", "stdev", "variance", "pstdev", "pvariance"},
}
_WHOLES = {"min", "max"}  # of several arguments, these compare wholes
_PASSING_ON = {"list", "tuple", "iter", "reversed", "sorted"}  # not loops by themselves: axes and sizes are so written
_MAKING_ARRAYS = {"array", "asarray", "tensor", "as_tensor"}
_ONLY_OF_ARRAYS = {"shape", "ndim", "dtype", "T", "mT", "strides", "nbytes"}
_METHODS = {"reshape", "transpose", "swapaxes", "ravel", "flatten", "astype", "repeat", "squeeze", "view", "permute"}
_FUNCTIONS = {
    *("zeros", "ones", "empty", "full", "zeros_like", "ones_like", "empty_like", "full_like", "arange", "eye"),
    *("einsum", "tensordot", "matmul", "outer", "stack", "concatenate", "pad", "where", "exp", "log"),
    *("maximum", "minimum", "clip", "moveaxis", "broadcast_to", "flip", "roll", "tile", "reshape", "transpose"),
    *("swapaxes", "ravel", "repeat", "squeeze", "sliding_window_view", "as_strided"),
}
_LIBRARIES = {"numpy", "torch"}
_ONLY_ARRAYS_HAVE = (ast.Div, ast.MatMult, ast.Pow, ast.FloorDiv)  # of what a builtin can walk over; sets have a -, too
_ORDERED = (ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.Eq, ast.NotEq)
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_MOST_LOOKS = 5_000  # in one hand-in; honest ones need dozens
_DEEPEST = 6  # steps from a name to what it was made of


def taken_apart_in(spots: Iterable[Spot], names: Names) -> Iterator[tuple[Spot, str]]:
    """The calls that walk over an array, each with what it is, in words."""
    spots = list(spots)
    arrays = _Arrays(names, spots)
    for spot in spots:
        if isinstance(spot.node, ast.Call) and (builtin := arrays.taken_apart(spot.node, spot.scope)):
            yield spot, f"{builtin} over an array (a loop in disguise)"
        if arrays.gave_up:
            yield spot, "sums too tangled to be checked"
            return


class _Arrays:
    """Finds what is an array; remembers which names are used as one, and which calls reach a function."""

    def __init__(self, names: Names, spots: Sequence[Spot]) -> None:
        self._names = names
        self._spots = spots
        self._looks = _MOST_LOOKS
        self._used: dict[Scope, frozenset[str]] = {}
        self._calls: dict[ast.AST, list[tuple[ast.Call, Scope]]] | None = None

    @property
    def gave_up(self) -> bool:
        """Whether there was too much to look at: what is an array is then not known any more."""
        return self._looks <= 0

    def taken_apart(self, call: ast.Call, scope: Scope) -> str:
        """The name of the builtin that walks over an array in `call`; "" where none does, or none can tell."""
        for origin in self._names.meaning(call.func, scope).origins:
            if not isinstance(origin, External) or origin.last not in _TAKING_APART.get(_package(origin), ()):
                continue
            if any(self._is_array(node, scope, _DEEPEST) for node in _walked_over(call, origin.last)):
                return origin.last
        return ""

    def _is_array(self, node: ast.expr, scope: Scope, steps: int) -> bool:
        self._looks -= 1
        if steps <= 0 or self._looks <= 0:
            return False
        match node:
            case ast.Name(id=name):
                return self._is_name_of_array(name, scope, steps - 1)
            case ast.Attribute(attr="T" | "mT" | "flat"):
                return all(_is_unknown(origin) for origin in self._names.meaning(node, scope).origins)
            case ast.Subscript(slice=index, value=value):
                part = isinstance(index, ast.Slice) and self._is_array(value, scope, steps - 1)
                return part or _is_index_of_array(index)
            case ast.IfExp(body=one, orelse=other):
                return all(self._is_array(each, scope, steps - 1) for each in (one, other))
            case ast.NamedExpr(value=value):
                return self._is_array(value, scope, steps - 1)
            case ast.BinOp(left=left, op=op, right=right):
                if self._is_of_sizes(node, scope, 2 * _DEEPEST):
                    return False
                return isinstance(op, _ONLY_ARRAYS_HAVE) or self._any([left, right], scope, steps)
            case ast.Compare(left=left, ops=[op], comparators=[right]):
                return isinstance(op, _ORDERED) and self._any([left, right], scope, steps)
            case ast.UnaryOp(op=ast.USub() | ast.Invert()):
                return True
            case ast.List(elts=parts) | ast.Tuple(elts=parts):
                starred = [each.value for each in parts if isinstance(each, ast.Starred)]
                return self._any(starred, scope, steps)
            case ast.Call(func=ast.Attribute(attr="tolist", value=value)):
                return self._is_array(value, scope, steps - 1)
            case ast.Call(func=function, args=arguments):
                origins = self._names.meaning(function, scope).origins
                if origins and all(_passes_on(origin) for origin in origins):
                    return len(arguments) == 1 and self._is_array(arguments[0], scope, steps - 1)
                return bool(origins) and all(self._gives_array(origin, steps - 1) for origin in origins)
        return False

    def _is_of_sizes(self, node: ast.expr, scope: Scope, steps: int) -> bool:
        """Whether it is reckoned from a shape: ``(np.array(x.shape) - 2) // stride`` are a few numbers."""
        self._looks -= 1
        if steps <= 0 or self._looks <= 0:
            return False
        match node:
            case ast.Attribute(attr="shape"):
                return True
            case ast.Subscript(value=value):
                return self._is_of_sizes(value, scope, steps - 1)
            case ast.BinOp(left=left, right=right):
                return any(self._is_of_sizes(each, scope, steps - 1) for each in (left, right))
            case ast.Call(func=ast.Attribute(attr=attr), args=[first, *_]) if attr in _MAKING_ARRAYS:
                return self._is_of_sizes(first, scope, steps - 1)
            case ast.Name(id=name):
                return any(
                    isinstance(each.value, ast.expr)
                    and each.scope is not None
                    and self._is_of_sizes(each.value, each.scope, steps - 1)
                    for each in scope.lookup(name)
                )
        return False

    def _any(self, nodes: list[ast.expr], scope: Scope, steps: int) -> bool:
        return any(self._is_array(node, scope, steps - 1) for node in nodes)

    def _gives_array(self, origin: Origin, steps: int) -> bool:
        """Whether it is a function that gives nothing but arrays."""
        if isinstance(origin, External):
            known = _METHODS if _is_unknown(origin) else _FUNCTIONS if origin.top in _LIBRARIES else set[str]()
            return origin.last in known
        if not isinstance(origin, Code) or not isinstance(origin.node, FUNCTIONS):
            return False
        inner = origin.scope.inner(origin.node)
        return bool(inner.returns) and all(self._is_array(value, inner, steps) for value in inner.returns)

    def _is_name_of_array(self, name: str, scope: Scope, steps: int) -> bool:
        """Whether a name is bound to arrays alone; or bound once, unseen, and asked for what only arrays have."""
        bindings = scope.lookup(name)
        if len(bindings) == 1 and bindings[0].value is None and not bindings[0].imported:
            home = next(each for each in scope.outward() if each.names.get(name) is bindings)
            if not isinstance(home.node, FUNCTIONS):
                return False
            return name in self._used_as_arrays(home) or self._is_given_an_array(home.node, name, steps)
        return bool(bindings) and all(self._binds_array(binding, steps) for binding in bindings)

    def _is_given_an_array(self, function: _Function, name: str, steps: int) -> bool:
        """Whether it is a parameter for which some call of a function has an array."""
        given = [(_given(call, function, name), scope) for call, scope in self._calls_of(function)]
        return any(value is not None and self._is_array(value, scope, steps) for value, scope in given)

    def _calls_of(self, function: ast.AST) -> list[tuple[ast.Call, Scope]]:
        if self._calls is None:
            self._calls = {}
            for spot in self._spots:
                if isinstance(spot.node, ast.Call):
                    for origin in self._names.meaning(spot.node.func, spot.scope).origins:
                        if isinstance(origin, Code):
                            self._calls.setdefault(origin.node, []).append((spot.node, spot.scope))
        return self._calls.get(function, [])

    def _binds_array(self, binding: Binding, steps: int) -> bool:
        value, scope = binding.value, binding.scope
        return isinstance(value, ast.expr) and scope is not None and self._is_array(value, scope, steps)

    def _used_as_arrays(self, home: Scope) -> frozenset[str]:
        if home not in self._used:
            self._used[home] = frozenset(_asked_for_arrays(home))
        return self._used[home]


def _asked_for_arrays(home: Scope) -> Iterator[str]:
    """The names of a function's scope that are asked for a shape and such."""
    assert home.parent is not None  # a function stands somewhere
    for node, scope in walk(Unit(home.node, home.parent)):
        match node:
            case ast.Attribute(value=ast.Name(id=name), attr=attr) if attr in _ONLY_OF_ARRAYS:
                if home.names.get(name) is scope.lookup(name):
                    yield name


def _walked_over(call: ast.Call, builtin: str) -> list[ast.expr]:
    """The arguments of a builtin that it walks over, those after a star included."""
    starred = [each.value for each in call.args if isinstance(each, ast.Starred)]
    if builtin in _WHOLES and len(call.args) > 1:
        return starred
    walked = call.args[:2] if builtin in ("sumprod", "dist") else call.args[:1]
    return [*starred, *(each for each in walked if not isinstance(each, ast.Starred))]


def _given(call: ast.Call, function: _Function, name: str) -> ast.expr | None:
    """What `call` has for a parameter of `function`; None where that cannot be told."""
    names = [each.arg for each in (*function.args.posonlyargs, *function.args.args)]
    place = names.index(name) if name in names else len(call.args)
    if place < len(call.args) and not any(isinstance(each, ast.Starred) for each in call.args[: place + 1]):
        return call.args[place]
    return next((word.value for word in call.keywords if word.arg == name), None)


def _package(origin: External) -> str:
    return "builtins" if origin.builtin else origin.top


def _passes_on(origin: Origin) -> bool:
    return isinstance(origin, External) and origin.builtin and origin.last in _PASSING_ON


def _is_unknown(origin: Origin) -> bool:
    return isinstance(origin, External) and origin.top == UNKNOWN


def _is_index_of_array(index: ast.expr) -> bool:
    """One that only arrays take: ``[:, 0]``, ``[..., 0]``, ``[None]``."""
    parts = index.elts if isinstance(index, ast.Tuple) else []
    if any(isinstance(part, ast.Slice) or _is_index_of_array(part) for part in parts):
        return True
    return isinstance(index, ast.Constant) and index.value in (None, ...)
