"""Names with which code can run that this check cannot see."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from autograder.exam.source.origins import UNKNOWN, External, last_name
from autograder.exam.source.scopes import Kind
from autograder.exam.source.spots import Spot

_MODULES = {
    "_thread", "asyncio", "atexit", "builtins", "code", "codeop", "concurrent", "ctypes", "gc",
    "importlib", "inspect", "marshal", "multiprocessing", "pickle", "pkgutil", "runpy", "signal",
    "subprocess", "threading",
}  # fmt: skip
_BUILTINS = {"exec", "eval", "compile", "globals", "locals", "vars"}
_LAST = {
    "__builtins__", "__closure__", "__code__", "__dict__", "__getattribute__", "__globals__",
    "__import__", "__loader__", "__spec__", "__subclasses__", "_getframe", "cr_frame", "currentframe",
    "f_back", "f_builtins", "f_globals", "f_locals", "gi_frame", "import_module", "setprofile",
    "settrace", "tb_frame", "CodeType", "FunctionType", "get_type_hints", "__annotations__",
    "__self__", "__match_args__", "ForwardRef", "evaluate_forward_ref",
}  # fmt: skip
_RUNNERS = {
    "measure",
    "rundocs",
    "runstring",
    "run_threaded",
    "run_subprocess",
}  # of numpy.testing
_PUBLIC_INSIDE = {"numpy", "torch", UNKNOWN}  # whose private names are only other paths to what is public
_CARRIERS = {"sys"}  # that others carry along
_DISPATCHERS = {"singledispatch", "singledispatchmethod"}
_REWRITERS = {"exec", "eval", "globals", "locals", "vars", "__builtins__", "__dict__", "modules"}
_BY_TEXT = {"getattr", "setattr", "attrgetter", "methodcaller"}  # take the name of an attribute as a text


def hidden_in(spot: Spot) -> Iterator[str]:
    """What at `spot` hides code from the check, in words; nothing if nothing does."""
    for origin in spot.meaning.origins:
        if isinstance(origin, External):
            name = "" if _is_harmless_here(origin, spot) else hidden_name(origin)
            if name:
                yield f"{name} hides code from the check"
            if _is_renamed(origin, spot):
                yield f"{origin.last} under another name hides code from the check"
    if isinstance(spot.node, ast.MatchClass):
        for name in sorted({*spot.node.kwd_attrs} & (_MODULES | _CARRIERS | _BUILTINS | _BY_TEXT)):
            yield f"{name} in a pattern hides code from the check"
    elif isinstance(spot.node, ast.Name) and spot.node.id == "__match_args__":
        yield "__match_args__ hides code from the check"
    elif isinstance(spot.node, ast.Call):
        name = _by_text(spot.node)
        if name:
            yield f"{name} without a plain text for the name hides code from the check"


def rewritten_in(spot: Spot) -> Iterator[str]:
    """What at `spot`, which an import runs, can put other code in the place of what this check sees."""
    for origin in spot.meaning.origins:
        if isinstance(origin, External) and origin.last in _REWRITERS and hidden_name(origin):
            yield f"{hidden_name(origin)} hides code from the check"


def dispatched_in(spots: Sequence[Spot]) -> Iterator[tuple[Spot, str]]:
    """Annotations that ``functools.singledispatch`` may run although they are text, or become it."""
    origins = (origin for spot in spots for origin in spot.meaning.origins if isinstance(origin, External))
    if not any(origin.last in _DISPATCHERS for origin in origins):
        return
    for spot in spots:
        if isinstance(spot.node, ast.arg) and spot.node.annotation:
            inside = list(ast.walk(spot.node.annotation))
            texts = (part.value for part in inside if isinstance(part, ast.Constant))
            if any(isinstance(part, ast.Call) for part in inside) or any(isinstance(text, str) for text in texts):
                yield spot, "an annotation that is text or a call hides code from the check, by singledispatch"


def hidden_name(origin: External) -> str:
    """The name that hides code, or nothing."""
    if origin.builtin:
        return origin.dotted if origin.dotted in _BUILTINS | _LAST else origin.last if origin.last in _LAST else ""
    if origin.top in _MODULES:
        return origin.top
    if origin.dotted.startswith(("sys.modules", "sys.monitoring")) or origin.last in _LAST or _is_inner(origin):
        return origin.dotted.removeprefix(f"{UNKNOWN}.")
    return ""


def _is_inner(origin: External) -> bool:
    """Whether it is a part of a library that can run a text: private ones such as ``dataclasses._create_fn``."""
    if origin.top in _PUBLIC_INSIDE:
        return origin.top == "numpy" and origin.last in _RUNNERS
    return any(part.startswith("_") and not part.startswith("__") for part in origin.dotted.split(".")[1:])


def _is_renamed(origin: External, spot: Spot) -> bool:
    """``get = getattr``: a use of `get` would not show what it takes."""
    if origin.last not in _BY_TEXT or not (origin.builtin or origin.top in ("operator", "_operator")):
        return False
    by_its_name = spot.called and last_name(spot.node) == origin.last if isinstance(spot.node, ast.expr) else True
    return not by_its_name


def _by_text(call: ast.Call) -> str:
    """``getattr(x, name)``: nobody can tell which attribute that is."""
    last = last_name(call.func)
    if last not in _BY_TEXT:
        return ""
    names = call.args[1:2] if last in ("getattr", "setattr") else call.args
    plain_text = [isinstance(name, ast.Constant) and _is_harmless(str(name.value)) for name in names]
    return "" if plain_text and all(plain_text) else last


def _is_harmless_here(origin: External, spot: Spot) -> bool:
    """``locals()`` in a function, often its cache: it holds the function's own names, which are all followed."""
    return origin == External("locals", builtin=True) and spot.scope.kind is Kind.FUNCTION


def _is_harmless(name: str) -> bool:
    return not any(part in _LAST for part in name.split("."))
