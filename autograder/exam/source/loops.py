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
    "object_": "np.object_",
    "apply_": "Tensor.apply_",
    "map_": "Tensor.map_",
    "map2_": "Tensor.map2_",
}

_KEYED = {"sorted", "sort", "min", "max", "nlargest", "nsmallest", "groupby", "merge", "bisect", "insort"}
_BY_PLACE = {"groupby": 1, "nlargest": 2, "nsmallest": 2}  # which argument is a key even without its name
_REPLACING = {"sub", "subn"}
_REDUCING = {"min", "max"}  # of an array, these take no key
_ARRAYS = {"numpy", "torch"}
_OF_TYPES = {"isinstance", "issubclass", "type", "super", "cast", "TypeVar"}  # take `object` for what it is

_MOST_ITEMS = 8  # of a loop of fixed length
_PASSING_ON = {"enumerate", "zip", "reversed"}  # as many items as they get


def loop_in(spot: Spot, names: Names) -> Iterator[str]:
    """What kind of loop `spot` is, in words; nothing if it is none."""
    node = spot.node
    if type(node) in _STATEMENTS:
        yield _STATEMENTS[type(node)]
    elif isinstance(node, ast.Call):
        yield from _disguised(_callback(node, spot, names))
        yield from _disguised(_of_objects(node, spot, names))
    elif isinstance(node, ast.MatchClass):
        for name in node.kwd_attrs:
            yield from _disguised(name if any(name in known for known in _OF_PACKAGE.values()) else "")
    elif isinstance(node, ast.FunctionDef) and node.name == "__next__":
        yield from _disguised("__next__")
    for origin in spot.meaning.origins:
        if isinstance(origin, External):
            yield from _disguised(_by_name(origin))


def is_fixed(spot: Spot, names: Names) -> bool:
    """Whether `spot` is a loop over a few items that stand in the source: ``for axis in (2, 3)``, ``range(4)``."""
    match spot.node:
        case ast.For(iter=items):
            return _is_short(items, spot, names)
        case ast.ListComp() | ast.SetComp() | ast.DictComp() | ast.GeneratorExp():
            return all(not part.is_async and _is_short(part.iter, spot, names) for part in spot.node.generators)
    return False


def _is_short(items: ast.expr, spot: Spot, names: Names) -> bool:
    """A display of constants, ``range`` of constants, or ``enumerate``, ``zip``, ``reversed`` of such."""
    match items:
        case ast.Tuple(elts=elements) | ast.List(elts=elements):
            return len(elements) <= _MOST_ITEMS and all(map(_is_constant, elements))
        case ast.Call(func=ast.Name(id=name) as function, args=arguments, keywords=[]):
            origins = names.meaning(function, spot.scope).origins
            if origins != (External(name, builtin=True),):
                return False
            if name == "range":
                return _is_short_range(arguments)
            return name in _PASSING_ON and all(_is_short(argument, spot, names) for argument in arguments)
    return False


def _is_short_range(arguments: list[ast.expr]) -> bool:
    try:
        return len(range(*map(ast.literal_eval, arguments))) <= _MOST_ITEMS
    except (TypeError, ValueError, OverflowError):
        return False


def _is_constant(node: ast.expr) -> bool:
    """A constant, also a negative number or a tuple of such."""
    match node:
        case ast.Constant():
            return True
        case ast.UnaryOp(op=ast.USub() | ast.UAdd(), operand=ast.Constant()):
            return True
        case ast.Tuple(elts=elements):
            return all(map(_is_constant, elements))
    return False


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
    function, arguments = call.func, call.args
    if last_name(function) == "partial" and arguments:
        function, arguments = arguments[0], arguments[1:]
    for last in sorted(_called(function, spot, names)):
        if last == "iter" and len(arguments) + len(call.keywords) > 1:
            return "iter with a function"
        keywords = [word for word in call.keywords if word.arg or not _is_of_array(function, last, spot, names)]
        keywords += [ast.keyword("key", value) for value in arguments[_BY_PLACE.get(last, len(arguments)) :]]
        if last in _KEYED and not all(_is_library_key(word, spot, names) for word in keywords):
            return f"{last} with a key function"
        if last in _REPLACING and any(_is_code(argument, spot, names) for argument in arguments):
            return f"{last} with a function"
    return ""


def _called(function: ast.expr, spot: Spot, names: Names) -> set[str]:
    """The names of what is called: the one that is written, and those of library functions that it may stand for."""
    origins = names.meaning(function, spot.scope).origins
    return {last_name(function), *(origin.last for origin in origins if isinstance(origin, External))}


def _of_objects(call: ast.Call, spot: Spot, names: Names) -> str:
    """An array of Python objects, over which NumPy loops in C: ``np.empty(n, object)``, ``astype("O")``."""
    if last_name(call.func) in _OF_TYPES:
        return ""
    given = [(None, argument) for argument in call.args] + [(word.arg, word.value) for word in call.keywords]
    for name, value in given:
        is_text = isinstance(value, ast.Constant) and value.value in ("O", "object", "|O")
        if is_text and (name == "dtype" or last_name(call.func) in ("astype", "dtype")):
            return "an array of objects"
        if External("object", builtin=True) in names.meaning(value, spot.scope).origins:
            return "an array of objects"
    return ""


def _is_of_array(function: ast.expr, last: str, spot: Spot, names: Names) -> bool:
    """Whether options that ``**`` hides cannot be a key function: ``np.max(x, **options)``, ``x.max(**options)``."""
    if last not in _REDUCING:
        return False
    origins = names.meaning(function, spot.scope).origins
    return bool(origins) and all(
        isinstance(origin, External) and not origin.builtin and origin.top in {*_ARRAYS, UNKNOWN} for origin in origins
    )


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
        return modules == {"operator"} and last_name(function) != "methodcaller"
    return bool(origins) and not modules & {"", UNKNOWN}


def _is_code(argument: ast.expr, spot: Spot, names: Names) -> bool:
    return any(isinstance(origin, Code) for origin in names.meaning(argument, spot.scope).origins)
