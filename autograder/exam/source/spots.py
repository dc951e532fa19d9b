"""The nodes of a piece of code, each with what it stands for."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from autograder.exam.source.bindings import imported_module
from autograder.exam.source.modules import Module
from autograder.exam.source.names import Names
from autograder.exam.source.origins import UNKNOWN, Code, External, Meaning, last_name
from autograder.exam.source.scopes import Kind, Scope, Unit, walk

_NOTHING = Meaning((), ())


@dataclass(frozen=True)
class Spot:
    """A node and where it stands.

    Attributes:
        meaning: of a name, an attribute, ``getattr(np, "pad")``, a class pattern or an import in a function; else
            nothing.
        called: whether it is a call, what a call calls, or a class pattern.
    """

    module: Module
    node: ast.AST
    scope: Scope
    meaning: Meaning = _NOTHING
    called: bool = False


def spots(unit: Unit, module: Module, names: Names) -> Iterator[Spot]:
    """Every node of `unit`; of ``np.lib.pad`` only the whole has a meaning, not ``np.lib`` and ``np``."""
    called: set[ast.AST] = set()
    parts: set[ast.AST] = set()
    for node, scope in walk(unit):
        meaning = _NOTHING
        match node:
            case ast.Call(func=func):
                called.add(func)
                meaning = _by_text(node, scope, names)
            case ast.Attribute(value=value, ctx=ast.Load()):
                parts.add(value)
                meaning = _NOTHING if node in parts else names.meaning(node, scope)
            case ast.Attribute(value=value):
                parts.add(value)
                meaning = _of_owner(value, scope, names)
            case ast.Name(ctx=ast.Load()) if node not in parts:
                meaning = names.meaning(node, scope)
            case ast.MatchClass():
                called.add(node)
                meaning = _of_pattern(node, scope, names)
            case ast.Import() | ast.ImportFrom() if scope.kind is not Kind.MODULE:
                meaning = _of_import(node, module, names)
        yield Spot(module, node, scope, meaning, node in called or isinstance(node, ast.Call))


def _by_text(call: ast.Call, scope: Scope, names: Names) -> Meaning:
    """An attribute that is named by a text."""
    last = last_name(call.func)
    if last == "getattr":
        return names.meaning(call, scope)
    if last not in ("attrgetter", "methodcaller"):
        return _NOTHING
    match call.args:
        case [ast.Constant(value=str(text)), *_]:
            return Meaning((External(f"{UNKNOWN}.{text}"),), ())
    return _NOTHING


def _of_pattern(pattern: ast.MatchClass, scope: Scope, names: Names) -> Meaning:
    """``case object(pad=f)`` takes attributes by name; ``case Made(f)``, those in a list that a class can make up."""
    taken = list(pattern.kwd_attrs)
    classes = names.meaning(pattern.cls, scope).origins
    known = [one for one in classes if isinstance(one, Code) or (isinstance(one, External) and one.builtin)]
    if pattern.patterns and (not known or len(known) < len(classes)):
        taken.append("__match_args__")
    return Meaning(tuple(External(f"{UNKNOWN}.{name}") for name in taken), ())


def _of_owner(owner: ast.expr, scope: Scope, names: Names) -> Meaning:
    """Of ``f.calls = 1``: it reaches what `f` is, but does not use `f` as a function."""
    meaning = names.meaning(owner, scope)
    libraries = tuple(origin for origin in meaning.origins if isinstance(origin, External))
    return Meaning(libraries, meaning.bindings)


def _of_import(node: ast.Import | ast.ImportFrom, module: Module, names: Names) -> Meaning:
    """The libraries that an import names; the hand-in's own modules count where they are used."""
    package = [imported_module(module.source, node)] if isinstance(node, ast.ImportFrom) else []
    meanings = [names.member(".".join([*package, alias.name])) for alias in node.names]
    libraries = [origin for found in meanings for origin in found.origins if isinstance(origin, External)]
    return Meaning(tuple(libraries), ())
