"""A module of the hand-in as the check sees it: its names, what it imports, what its import runs."""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache

from autograder.exam.source.bindings import Binder
from autograder.exam.source.scopes import Kind, Scope, Unit
from autograder.records import SourceFile


@dataclass(frozen=True, eq=False)
class Module:
    """One module, read.

    Attributes:
        scope: its names; none where the text cannot be read.
        statements: the simple statements and definitions that importing it runs, in order.
        imports: dotted names of all modules that its code mentions in an import.
        too_deep: Python may be able to run it, but it is nested too deeply for this check.
    """

    source: SourceFile
    scope: Scope
    statements: tuple[Unit, ...] = ()
    imports: frozenset[str] = frozenset()
    too_deep: bool = False


@dataclass(frozen=True, eq=False)
class Program:
    """All modules of a hand-in, by dotted name, in the order they were given."""

    modules: Mapping[str, Module]
    packages: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        names = {".".join(parts[:k]) for parts in map(_parts, self.modules) for k in range(1, len(parts) + 1)}
        object.__setattr__(self, "packages", frozenset(names))

    def imported_from(self, module: str) -> list[Module]:
        """`module` and every module of the hand-in that importing it may bring in."""
        found: dict[str, Module] = {}
        pending = [module]
        while pending:
            name = pending.pop()
            if name in self.modules and name not in found:
                found[name] = self.modules[name]
                pending.extend(found[name].imports)
        return list(found.values())


def read_program(sources: Mapping[str, SourceFile]) -> Program:
    """Read every module; one with a syntax error has no names, so nothing in it can be reached."""
    return _read_all(tuple(sources.items()))


@lru_cache(maxsize=1)  # the questions of one hand-in ask for it one after the other
def _read_all(sources: tuple[tuple[str, SourceFile], ...]) -> Program:
    modules = {name: _LAST_READ.get(source) or read_module(source) for name, source in sources}
    _LAST_READ.clear()
    _LAST_READ.update((module.source, module) for module in modules.values())
    return Program(modules)


_LAST_READ: dict[SourceFile, Module] = {}  # one hand-in often shares files with the next: mutants, untouched skeletons


def read_module(source: SourceFile) -> Module:
    """Read one module; any text at all has a result."""
    scope = Scope(Kind.MODULE, ast.Module(body=[], type_ignores=[]))
    try:
        tree = _parse(source.text)
    except (RecursionError, MemoryError):
        return Module(source, scope, too_deep=True)
    except (SyntaxError, ValueError) as error:
        return Module(source, scope, too_deep=_depends_on_settings(error))
    if _keeps_annotations_as_text(tree):
        _drop_annotations(tree)
    binder = Binder(source, scope)
    binder.bind(tree)
    return Module(source, scope, tuple(_statements(tree, scope)), frozenset(binder.imports))


def _parse(text: str) -> ast.Module:
    with warnings.catch_warnings():
        # As an error, a warning of the parser would make honest text look like a syntax error.
        warnings.simplefilter("ignore")
        return ast.parse(text)


def _keeps_annotations_as_text(tree: ast.Module) -> bool:
    """Whether ``from __future__ import annotations`` holds: they are then never run."""
    return any(
        isinstance(node, ast.ImportFrom)
        and node.module == "__future__"
        and any(alias.name == "annotations" for alias in node.names)
        for node in tree.body
    )


def _drop_annotations(tree: ast.Module) -> None:
    for node in ast.walk(tree):
        if isinstance(node, ast.arg):
            node.annotation = None
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            node.returns = None
        elif isinstance(node, ast.AnnAssign):
            node.annotation = ast.copy_location(ast.Constant(None), node.annotation)


def _depends_on_settings(error: Exception) -> bool:
    """A number of 5000 digits is an error here, but not in a process that raised the limit."""
    return "Exceeds the limit" in str(error)


def _statements(tree: ast.Module, scope: Scope) -> Iterator[Unit]:
    """What importing runs: simple statements, definitions and the heads of blocks, however nested."""
    pending: list[ast.AST] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, _BLOCKS) and not _is_main_guard(node, scope):
            pending.extend(reversed(list(ast.iter_child_nodes(node))))
        elif isinstance(node, (ast.stmt, ast.expr)) and not isinstance(node, _BLOCKS):
            yield Unit(node, scope)


_LOOPS = (ast.For, ast.AsyncFor, ast.While)
_GUARDS = (ast.If, ast.With, ast.AsyncWith, ast.withitem, ast.Try, ast.TryStar, ast.ExceptHandler)
_BLOCKS = (ast.Module, ast.Match, ast.match_case, *_LOOPS, *_GUARDS)


def _is_main_guard(node: ast.AST, scope: Scope) -> bool:
    """``if __name__ == "__main__":`` is not run by an import, unless the module gave itself that name."""
    match node:
        case ast.If(
            test=ast.Compare(
                left=ast.Name(id="__name__"), ops=[ast.Eq()], comparators=[ast.Constant(value="__main__")]
            ),
            orelse=[],
        ):
            return "__name__" not in scope.names
        case _:
            return False


def _parts(dotted: str) -> list[str]:
    return dotted.split(".")
