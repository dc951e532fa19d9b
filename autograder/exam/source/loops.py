"""Loops in reached code: the plain ones, and those that go by another name."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from autograder.exam.source.names import Names
from autograder.exam.source.origins import UNKNOWN, Code, External, last_name
from autograder.exam.source.spots import Spot

_STATEMENTS: dict[type[ast.AST], str] = {
    ast.For: "a for loop",
    ast.AsyncFor: "an async for loop",
    ast.While: "a while loop",
    ast.ListComp: "a list comprehension",
    ast.SetComp: "a set comprehension",
    ast.DictComp: "a dict comprehension",
    ast.GeneratorExp: "a generator expression",
}

# By package and last name, as these names may mean something harmless elsewhere.
_OF_PACKAGE = {
    "builtins": {"map", "filter"},
    "functools": {"reduce"},
    "_functools": {"reduce"},
    "itertools": {"accumulate", "starmap", "takewhile", "dropwhile", "filterfalse"},
}

# Names that mean nothing else: refused on any object, as np may have been handed on.
_ANYWHERE = {
    "vectorize": "np.vectorize",
    "frompyfunc": "np.frompyfunc",
    "apply_along_axis": "np.apply_along_axis",
    "apply_over_axes": "np.apply_over_axes",
    "nditer": "np.nditer",
    "nested_iters": "np.nested_iters",
    "ndenumerate": "np.ndenumerate",
    "ndindex": "np.ndindex",
    "fromiter": "np.fromiter",
    "starmap": "itertools.starmap",
    "apply_": "Tensor.apply_",
    "map_": "Tensor.map_",
    "map2_": "Tensor.map2_",
}

_KEYED = {"sorted", "sort", "min", "max", "nlargest", "nsmallest", "groupby", "merge", "bisect", "insort"}
_REPLACING = {"sub", "subn"}


def loop_in(spot: Spot, names: Names) -> Iterator[str]:
    """What kind of loop `spot` is, in words; nothing if it is none."""
    node = spot.node
    if type(node) in _STATEMENTS:
        yield _STATEMENTS[type(node)]
    elif isinstance(node, ast.Call):
        yield from _disguised(_callback(node, spot, names))
    elif isinstance(node, ast.FunctionDef) and node.name == "__next__":
        yield from _disguised("__next__")
    for origin in spot.meaning.origins:
        if isinstance(origin, External):
            yield from _disguised(_by_name(origin))


def _disguised(what: str) -> Iterator[str]:
    if what:
        yield f"{what} (a loop in disguise)"


def _by_name(origin: External) -> str:
    package = "builtins" if origin.builtin else origin.top
    if package != UNKNOWN and origin.last in _OF_PACKAGE.get(package, ()):
        return origin.last if package == "builtins" else f"{package.lstrip('_')}.{origin.last}"
    return _ANYWHERE.get(origin.last, "")


def _callback(call: ast.Call, spot: Spot, names: Names) -> str:
    """A function that is handed over to be called again and again."""
    last = last_name(call.func)
    if last == "iter" and len(call.args) + len(call.keywords) > 1:
        return "iter with a function"
    if last in _KEYED and not all(_is_library_key(word, spot, names) for word in call.keywords):
        return f"{last} with a key function"
    if last in _REPLACING and any(_is_code(argument, spot, names) for argument in call.args):
        return f"{last} with a function"
    return ""


def _is_library_key(keyword: ast.keyword, spot: Spot, names: Names) -> bool:
    """Not a ``key=``; or one that runs no Python code: ``len``, ``operator.itemgetter(1)``, None."""
    if keyword.arg not in ("key", None):
        return True
    value = keyword.value
    if isinstance(value, ast.Constant):
        return True
    function = value.func if isinstance(value, ast.Call) else value
    origins = names.meaning(function, spot.scope).origins
    modules = {origin.top if isinstance(origin, External) else "" for origin in origins}
    if isinstance(value, ast.Call):
        return modules == {"operator"}
    return bool(origins) and not modules & {"", UNKNOWN}


def _is_code(argument: ast.expr, spot: Spot, names: Names) -> bool:
    return any(isinstance(origin, Code) for origin in names.meaning(argument, spot.scope).origins)
