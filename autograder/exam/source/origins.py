"""What an expression may stand for."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from autograder.exam.source.scopes import Binding, Scope

UNKNOWN = "?"  # stands where the object is not known: "?.pad"


@dataclass(frozen=True)
class External:
    """Something outside the hand-in: ``numpy.pad``; ``map`` for a builtin; ``?.pad`` on an unknown object."""

    dotted: str
    builtin: bool = False

    @property
    def top(self) -> str:
        """The package, or `UNKNOWN`."""
        return self.dotted.partition(".")[0]

    @property
    def last(self) -> str:
        """The name itself, without where it comes from."""
        return self.dotted.rpartition(".")[2]


@dataclass(frozen=True)
class Code:
    """A function, lambda or class of the hand-in, and the scope in which it is defined."""

    node: ast.AST
    scope: Scope


@dataclass(frozen=True)
class Instance:
    """An object of a class of the hand-in."""

    node: ast.ClassDef
    scope: Scope


@dataclass(frozen=True)
class Sibling:
    """A whole module of the hand-in."""

    module: str


Origin = External | Code | Instance | Sibling


@dataclass(frozen=True)
class Meaning:
    """All that an expression may stand for, and every binding met on the way."""

    origins: tuple[Origin, ...]
    bindings: tuple[Binding, ...]


def last_name(node: ast.expr) -> str:
    """``pad`` of ``np.pad`` and of ``pad``; empty for anything else."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")
