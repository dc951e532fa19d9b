"""Which questions an answer can change, compared with the reference.

A check calls functions of the hand-in. If none that it calls on the reference can reach what an answer does otherwise,
it gets from that answer what it got from the reference, so it makes the same calls and ends the same way: there is no
need to run it. Wherever this cannot be told from the source, a question counts as one that may change.
"""

from __future__ import annotations

import ast
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from autograder.exam.source.effects import run_by_import
from autograder.exam.source.hiding import hidden_in
from autograder.exam.source.modules import Module, Program, read_program
from autograder.exam.source.names import Names
from autograder.exam.source.reach import reach
from autograder.exam.source.spots import Spot, spots
from autograder.records import Submission

Identifiers = frozenset[str] | None
"""None: any at all."""


@dataclass(frozen=True)
class Change:
    """How an answer differs from the reference.

    Attributes:
        modules: those that are not as in the reference.
        names: where all that was done is to define more at the end of modules, the names defined; None: anything else.
        weights: the networks whose weights differ.
    """

    modules: Identifiers
    names: Identifiers
    weights: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Ground:
    """What the result of a question rests on.

    Attributes:
        modules: those that may be imported for it, of the hand-in or not; None: any.
        names: every identifier in the code that it can reach; None: any.
        weights: the networks that a check asks what they gave; only an evaluation opens weights.
    """

    modules: Identifiers
    names: Identifiers
    weights: frozenset[str] = frozenset()

    def is_touched_by(self, change: Change) -> bool:
        """Whether the question may end otherwise than with the reference."""
        if not self.weights.isdisjoint(change.weights):
            return True
        return _meet(self.modules, change.modules) and _meet(self.names, change.names)


def _meet(some: Identifiers, others: Identifiers) -> bool:
    return some is None or others is None or not some.isdisjoint(others)


def ground_of(reference: Submission, functions: Iterable[str], networks: Iterable[str] = ()) -> Ground:
    """What a question rests on.

    Args:
        functions: those that its checks start from, as ``module.name``.
        networks: those whose answers they ask for.
    """
    weights = frozenset(networks)
    program = read_program(reference.sources)
    names = Names(program)
    modules: set[str] = set()
    mentioned: set[str] = set()
    for function in functions:
        imported = program.imported_from(function.partition(".")[0])
        reached = reach(program, names, function, imported)
        nodes = [*reached.spots, *_run_by_import(imported, names)]
        if (
            reached.too_deep
            or any(module.too_deep for module in imported)
            or any(any(hidden_in(spot)) for spot in nodes)
        ):
            return Ground(None, None, weights)
        modules |= {function.partition(".")[0]}.union(*(module.imports for module in imported))
        mentioned |= {function.rpartition(".")[2]}.union(*(_mentioned(spot.node) for spot in nodes))
    if names.gave_up:
        return Ground(None, None, weights)
    return Ground(frozenset(modules), frozenset(mentioned), weights)


def _run_by_import(modules: Iterable[Module], names: Names) -> Iterator[Spot]:
    """Code beside definitions: it runs with every check, and source rules look at it."""
    for module in modules:
        for unit in run_by_import(module, names):
            yield from spots(unit, module, names)


def _mentioned(node: ast.AST) -> Iterator[str]:
    """The identifiers in one node; a text may name an attribute.

    An import alone uses nothing: what uses its names has them, but for those that got another one.
    """
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Constant(value=str(text)):
            yield text
        case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
            yield from (part for alias in aliases if alias.asname or alias.name == "*" for part in _parts(alias))
        case ast.Global(names=names) | ast.Nonlocal(names=names):
            yield from names


def _parts(alias: ast.alias) -> Iterator[str]:
    yield from alias.name.split(".")
    yield alias.asname or alias.name


def change_of(reference: Submission, submission: Submission) -> Change:
    """How `submission` differs from `reference`."""
    digests, others = _digests(reference), _digests(submission)
    weights = frozenset(name for name in {*digests, *others} if digests.get(name) != others.get(name))
    before, after = reference.sources, submission.sources
    program = read_program(before)
    modules = frozenset(name for name in {*before, *after} if before.get(name) != after.get(name))
    names: set[str] = set()
    for module in modules:
        added = _added(program, module, after[module].text) if module in before and module in after else None
        if added is None:
            return Change(modules, None, weights)
        names |= added
    return Change(modules, frozenset(names), weights)


def _digests(submission: Submission) -> dict[str, str]:
    return {network: weights.sha256 for network, weights in submission.weights.items()}


def _added(program: Program, module: str, text: str) -> set[str] | None:
    """The names that `text` defines below that of the reference's module; None where it does more than that."""
    before = program.modules[module]
    added = text.removeprefix(before.source.text)
    try:
        tree = ast.parse(added)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    if not added.startswith("\n") or any(_brings_in(node, before, program) for node in ast.walk(tree)):
        return None
    postponed = "__future__.annotations" in before.imports
    defined = [_defined(statement, before.imports, postponed) for statement in tree.body]
    names = {name for part in defined if part is not None for name in part}
    everything = None in defined or any(name.startswith("__") for name in names)
    return None if everything else names


def _brings_in(node: ast.AST, module: Module, program: Program) -> bool:
    """Whether a node imports a module of the hand-in that `module` did not import so far."""
    match node:
        case ast.Import(names=aliases):
            named = {alias.name for alias in aliases}
        case ast.ImportFrom(module=str(package), names=aliases, level=0):
            named = {package, *(f"{package}.{alias.name}" for alias in aliases)}
        case ast.ImportFrom():
            return True
        case _:
            return False
    return bool((named - module.imports) & program.modules.keys())


def _defined(statement: ast.stmt, known: Collection[str], postponed: bool) -> list[str] | None:
    """The names that a statement gives a meaning without running anything; None: it runs something.

    Args:
        known: modules that the reference imports, so that importing them again is harmless.
        postponed: whether annotations are not evaluated.
    """
    match statement:
        case ast.Expr(value=ast.Constant()) | ast.Pass():
            return []
        case ast.Assign(targets=targets, value=value) if _is_literal(value):
            return [target.id for target in targets if isinstance(target, ast.Name)] if _are_names(targets) else None
        case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value) if postponed and _is_literal(value):
            return [name]
        case ast.FunctionDef(name=name, decorator_list=[]) | ast.AsyncFunctionDef(name=name, decorator_list=[]):
            return [name] if _is_plain(statement.args, statement.returns, postponed) else None
        case ast.ClassDef(name=name, bases=[], keywords=[], decorator_list=[], body=body):
            return None if any(_defined(inner, (), postponed) is None for inner in body) else [name]
        case ast.Import(names=aliases) if all(alias.name in known for alias in aliases):
            return [alias.asname or alias.name.partition(".")[0] for alias in aliases]
        case ast.ImportFrom(module=str(module), names=aliases, level=0):
            fits = all(f"{module}.{alias.name}" in known for alias in aliases)
            return [alias.asname or alias.name for alias in aliases] if fits else None
    return None


def _is_plain(arguments: ast.arguments, returns: ast.expr | None, postponed: bool) -> bool:
    """Whether defining a function with this head runs nothing."""
    defaults = [default for default in (*arguments.defaults, *arguments.kw_defaults) if default is not None]
    extra = [one for one in (arguments.vararg, arguments.kwarg) if one is not None]
    parameters = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, *extra]
    annotated = returns is not None or any(one.annotation is not None for one in parameters)
    return all(map(_is_literal, defaults)) and (postponed or not annotated)


def _are_names(targets: Iterable[ast.expr]) -> bool:
    return all(isinstance(target, ast.Name) for target in targets)


def _is_literal(value: ast.expr) -> bool:
    try:
        ast.literal_eval(value)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
