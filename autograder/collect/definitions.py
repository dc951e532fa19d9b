"""Which statements of a notebook define something, and which only try something out.

Kept: imports, functions, classes, and constants: assignments of values that are cheap and harmless to compute.
Left out: everything else (calls of the student's own functions, loops, prints, plots, training), and what would fail
without it. Statements are judged from the top of the notebook to its end, with the names that were kept so far.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator

from autograder.collect.harmless import CHEAP_BUILTINS, is_harmless, is_notebook_only

_BUILTINS = frozenset(dir(builtins)) - {"__name__"}  # `if __name__ == "__main__"` is no definition

_OWN = ""  # what a name stands for: an own value, an own function or class, or the dotted path of an import
_DEFINED = "def"

_VALUES = (
    ast.Attribute, ast.BinOp, ast.BoolOp, ast.Call, ast.Compare, ast.Constant, ast.Dict, ast.DictComp,
    ast.FormattedValue, ast.GeneratorExp, ast.IfExp, ast.JoinedStr, ast.Lambda, ast.List, ast.ListComp, ast.Name,
    ast.Set, ast.SetComp, ast.Slice, ast.Starred, ast.Subscript, ast.Tuple, ast.UnaryOp,
    ast.comprehension, ast.keyword, ast.boolop, ast.cmpop, ast.expr_context, ast.operator, ast.unaryop,
)  # fmt: skip
_TYPE_PARAMETERS = ("TypeVar", "ParamSpec", "TypeVarTuple")  # in `ast` from Python 3.12 on

_Import = ast.Import | ast.ImportFrom
_Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
_Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
_Assignment = ast.Assign | ast.AnnAssign | ast.AugAssign


class Known:
    """The names that the kept statements of a notebook have bound so far."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}  # name → what it stands for
        self._before: list[tuple[str, str | None]] = []  # what the statement at hand has rebound
        self._has_star = False  # `from x import *` may have bound any name
        self._lazy_annotations = False

    def take(self, statement: ast.stmt) -> bool:
        """Whether `statement` is kept; if so, what it binds is known from now on."""
        self._before.clear()
        try:
            kept = not isinstance(statement, ast.Pass) and self._takes(statement, guarded=False)
        except RecursionError:
            kept = False
        if not kept:
            self._forget()
        return kept

    def missing(self, *parts: ast.AST) -> list[str]:
        """The names that running `parts` needs and nothing kept has bound, sorted."""
        if self._has_star:
            return []
        loaded: set[str] = set()
        bound: set[str] = set()
        for part in parts:
            for node in executed(part, annotations=not self._lazy_annotations):
                bound.update(() if node is part else _bound(node))
                if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                    loaded.add(node.id)
        return sorted(name for name in loaded - bound if name not in self._names and name not in _BUILTINS)

    def _bind(self, name: str, origin: str) -> None:
        self._before.append((name, self._names.get(name)))
        self._names[name] = origin

    def _forget(self) -> None:
        for name, origin in reversed(self._before):
            if origin is None:
                del self._names[name]
            else:
                self._names[name] = origin

    def _takes(self, statement: ast.stmt, *, guarded: bool) -> bool:
        match statement:
            case ast.Import() | ast.ImportFrom():
                return self._takes_import(statement, guarded=guarded)
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                return self._takes_definition(statement)
            case ast.Assign() | ast.AnnAssign() | ast.AugAssign():
                return self._takes_assignment(statement)
            case ast.If():
                inside = statement.body + statement.orelse
                return self._is_constant(statement.test) and self._takes_all(inside, guarded=guarded)
            case ast.Try():
                return self._takes_try(statement)
            case _:
                return isinstance(statement, ast.Pass)

    def _takes_all(self, statements: list[ast.stmt], *, guarded: bool) -> bool:
        return all(self._takes(statement, guarded=guarded) for statement in statements)

    def _takes_import(self, statement: _Import, *, guarded: bool) -> bool:
        if needs_notebook(statement) and not guarded:
            return False
        for alias in statement.names:
            if alias.name == "*":
                self._has_star = True
            elif isinstance(statement, ast.Import) and not alias.asname:
                root = alias.name.partition(".")[0]
                self._bind(root, root)
            else:
                self._bind(alias.asname or alias.name, _imported_from(statement) + alias.name)
        if is_future(statement):
            self._lazy_annotations |= any(alias.name == "annotations" for alias in statement.names)
        return True

    def _takes_definition(self, statement: _Definition) -> bool:
        if self.missing(statement):
            return False
        self._bind(statement.name, _DEFINED)
        return True

    def _takes_assignment(self, statement: _Assignment) -> bool:
        if isinstance(statement, ast.AnnAssign) and self._annotation_fails(statement):
            return False
        if statement.value is None:
            return True
        if not self._is_constant(statement.value):
            return False
        if isinstance(statement, ast.AugAssign) and not self._is_own(statement.target):
            return False
        origin = self._origin_of(statement.value)
        targets = statement.targets if isinstance(statement, ast.Assign) else [statement.target]
        return all(self._takes_target(target, origin) for target in targets)

    def _annotation_fails(self, statement: ast.AnnAssign) -> bool:
        return not self._lazy_annotations and bool(self.missing(statement.annotation))

    def _takes_target(self, target: ast.expr, origin: str) -> bool:
        """Bind what `target` names; attributes and items only of what the notebook itself defines."""
        match target:
            case ast.Name():
                self._bind(target.id, origin)
                return True
            case ast.Tuple() | ast.List():
                return all(self._takes_target(element, _OWN) for element in target.elts)
            case ast.Attribute() | ast.Subscript():
                return self._is_constant(target) and self._is_own(target)
            case _:
                return False

    def _is_own(self, target: ast.expr) -> bool:
        root, _ = _dotted(target)
        return isinstance(root, ast.Name) and self._names.get(root.id) in (_OWN, _DEFINED)

    def _origin_of(self, value: ast.expr) -> str:
        """What another name for `value` stands for: ``F = nn.functional`` is still an import."""
        root, attributes = _dotted(value)
        origin = self._names.get(root.id, _OWN) if isinstance(root, ast.Name) else _OWN
        return origin if origin in (_OWN, _DEFINED) else ".".join((origin, *attributes))

    def _takes_try(self, statement: ast.Try) -> bool:
        handled = [step for handler in statement.handlers for step in handler.body]
        types = [handler.type for handler in statement.handlers if handler.type]
        return (
            not self.missing(*types)
            and self._takes_all(statement.body, guarded=bool(statement.handlers))
            and self._takes_all(handled + statement.orelse + statement.finalbody, guarded=False)
        )

    def _is_constant(self, value: ast.expr) -> bool:
        """Whether computing `value` is cheap and harmless: see `autograder.collect.harmless`."""
        return not self.missing(value) and all(
            isinstance(node, _VALUES) and not (isinstance(node, ast.Call) and not self._may_call(node.func))
            for node in executed(value, annotations=False)
        )

    def _may_call(self, function: ast.expr) -> bool:
        root, attributes = _dotted(function)
        if not isinstance(root, ast.Name):
            return is_harmless("", attributes)  # a method of a value that is judged by itself
        if root.id not in self._names:
            return root.id in CHEAP_BUILTINS
        origin = self._names[root.id]
        if origin == _OWN:
            return bool(attributes) and is_harmless("", attributes)
        return is_harmless(origin, attributes)  # never of a definition: no module is called `def`


def is_future(statement: ast.stmt) -> bool:
    """Whether `statement` is a ``from __future__ import``, which must stand first."""
    return isinstance(statement, ast.ImportFrom) and statement.module == "__future__"


def needs_notebook(statement: _Import) -> bool:
    """Whether an import works only inside a notebook, such as ``from google.colab import drive``."""
    source = _imported_from(statement)
    return any(is_notebook_only(source + alias.name) for alias in statement.names)


def _imported_from(statement: _Import) -> str:
    """What stands before the imported names, with its dot: ``numpy.``; empty for a plain ``import``."""
    if isinstance(statement, ast.Import):
        return ""
    return "." * statement.level + (f"{statement.module}." if statement.module else "")


def executed(root: ast.AST, *, annotations: bool) -> Iterator[ast.AST]:
    """The nodes that run when `root` runs: not the bodies of functions, which run when they are called."""
    pending = [root]
    while pending:
        node = pending.pop()
        yield node
        if isinstance(node, _Function):
            pending += _signature(node, annotations=annotations)
        elif isinstance(node, ast.AnnAssign) and not annotations:
            pending += [part for part in (node.target, node.value) if part is not None]
        else:
            pending += ast.iter_child_nodes(node)


def _signature(function: _Function, *, annotations: bool) -> Iterator[ast.AST]:
    """What runs when a function is defined: decorators, defaults and, where they are not lazy, annotations."""
    arguments = function.args
    yield from arguments.defaults
    yield from (default for default in arguments.kw_defaults if default is not None)
    if isinstance(function, ast.Lambda):
        return
    yield from function.decorator_list
    if annotations and not getattr(function, "type_params", None):  # type parameters make annotations lazy enough
        every = [*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs, arguments.vararg, arguments.kwarg]
        yield from (argument.annotation for argument in every if argument and argument.annotation)
        if function.returns:
            yield function.returns


def _bound(node: ast.AST) -> Iterator[str]:
    """The names that `node` itself binds, such as loop variables and the members of a class."""
    match node:
        case ast.Name(ctx=ast.Store()):
            yield node.id
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
            yield node.name
        case ast.alias():
            yield (node.asname or node.name).partition(".")[0]
        case ast.ExceptHandler(name=str(name)):
            yield name
        case _ if type(node).__name__ in _TYPE_PARAMETERS:
            yield node.name  # type: ignore[attr-defined]


def _dotted(expression: ast.expr) -> tuple[ast.expr, tuple[str, ...]]:
    """``a.b[0].c`` → the node of ``a``, and (``b``, ``c``)."""
    attributes: list[str] = []
    while isinstance(expression, ast.Attribute | ast.Subscript):
        if isinstance(expression, ast.Attribute):
            attributes.append(expression.attr)
        expression = expression.value
    return expression, tuple(reversed(attributes))
