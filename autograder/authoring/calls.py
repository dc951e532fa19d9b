"""What speaks of the submission in a check → plain calls of its functions."""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping

SUBMISSION = "submission"  # the fixture


class PlainCalls(ast.NodeTransformer):
    """Turns what speaks of the submission into plain calls of its functions.

    A call of one of the file's own helpers gives way to what the helper returns, where that is one expression.

    Attributes:
        modules: function → the module that it is of.
    """

    def __init__(self, helpers: Mapping[str, ast.FunctionDef], known: set[str]) -> None:
        self.modules: dict[str, str] = {}
        self._helpers = dict(helpers)
        self._known = known
        self._names: dict[str, str] = {}

    def renames(self, statement: ast.stmt) -> bool:
        """Whether `statement` only gives a function another name, which is not used from then on."""
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Name(id=function)) if function in self.modules:
                self._names[name] = function
                return True
        return False

    def visit_Attribute(self, node: ast.Attribute) -> ast.expr:
        """``submission.layers.pad2d``."""
        match node:
            case ast.Attribute(value=ast.Attribute(value=ast.Name(id=name), attr=module), attr=function):
                if name == SUBMISSION and self.modules.setdefault(function, module) == module:
                    return ast.Name(function, ast.Load())
        self.generic_visit(node)
        return node

    def visit_Call(self, node: ast.Call) -> ast.expr:
        """``….returning("out")``, and helpers."""
        match node:
            case ast.Call(func=ast.Attribute(value=function, attr="returning")):
                return self._visited(function)
            case ast.Call(func=ast.Name(id=name)) if name in self._helpers:
                self.generic_visit(node)
                helper = self._helpers.pop(name)  # one that calls itself is not followed again
                said = _said_by(helper, node, self._known)
                found = self._visited(said) if said is not None else node
                self._helpers[name] = helper
                return found
        self.generic_visit(node)
        return node

    def visit_Name(self, node: ast.Name) -> ast.expr:
        """A function's other name."""
        return ast.Name(self._names.get(node.id, node.id), node.ctx)

    def _visited(self, node: ast.expr) -> ast.expr:
        found: ast.expr = self.visit(node)
        return found


def _said_by(helper: ast.FunctionDef, call: ast.Call, known: set[str]) -> ast.expr | None:
    """What `call` of a helper comes to, as an expression; None where that is not plain to see.

    Args:
        known: names outside of the helper. What it binds itself is left out, so whatever needs that will be in want.
    """
    arguments = _arguments(helper.args, call)
    *before, last = helper.body
    own = {name for statement in before for name in bound_by(statement)}
    plain = all(isinstance(statement, ast.Assign | ast.Expr) for statement in before)
    if arguments is None or not plain or own & {*arguments, *known}:
        return None
    if not isinstance(last, ast.Return) or last.value is None:
        return None
    expression: ast.expr = _Put(arguments).visit(copy.deepcopy(last.value))
    return expression


def _arguments(parameters: ast.arguments, call: ast.Call) -> dict[str, ast.expr] | None:
    """What each parameter is in `call`; None where there are defaults, names or stars in the call."""
    odd = parameters.posonlyargs or parameters.kwonlyargs or parameters.kwarg or parameters.defaults or call.keywords
    names = [parameter.arg for parameter in parameters.args]
    few = len(call.args) < len(names) or (len(call.args) > len(names) and parameters.vararg is None)
    if odd or few or any(isinstance(argument, ast.Starred) for argument in call.args):
        return None
    found = dict(zip(names, call.args, strict=False))
    if parameters.vararg is not None:
        found[parameters.vararg.arg] = ast.List(call.args[len(names) :], ast.Load())
    return found


class _Put(ast.NodeTransformer):
    """Puts expressions in the place of names."""

    def __init__(self, values: Mapping[str, ast.expr]) -> None:
        self._values = values

    def visit_Name(self, node: ast.Name) -> ast.expr:
        return copy.deepcopy(self._values.get(node.id, node))


def bound_by(node: ast.stmt) -> set[str]:
    """The names that a statement binds, or whose values it changes."""
    if isinstance(node, ast.Assign):
        roots: list[ast.expr] = list(node.targets)
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        roots = [node.target]
    else:
        roots = [node.value.func] if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) else []
    return {name for root in roots for name in _roots(root)}


def _roots(target: ast.expr) -> Iterator[str]:
    while isinstance(target, ast.Attribute | ast.Subscript | ast.Starred):
        target = target.value
    if isinstance(target, ast.Name):
        yield target.id
    elif isinstance(target, ast.Tuple | ast.List):
        for element in target.elts:
            yield from _roots(element)


def loaded_by(node: ast.AST) -> set[str]:
    """The names that it reads, but for those that are its own: of comprehensions and lambdas."""
    names = [inner for inner in ast.walk(node) if isinstance(inner, ast.Name)]
    own = {inner.arg for inner in ast.walk(node) if isinstance(inner, ast.arg)}
    for inner in ast.walk(node):
        if isinstance(inner, ast.comprehension):
            own.update(_roots(inner.target))
    return {name.id for name in names if isinstance(name.ctx, ast.Load)} - own
