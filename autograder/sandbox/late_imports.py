"""Candidate side: import what a hand-in mentions but does not use only when it is used.

Notebooks begin with ``import torch`` and ``import matplotlib.pyplot as plt`` whether or not the answers need them. Each
candidate would pay for them, seconds at a time, or fail because they are not installed here. So at the top of a module,
imports of libraries that are not loaded yet wait until their name is first looked up; then they happen for real.
"""

from __future__ import annotations

import ast
import builtins
import importlib
import re
import sys
from collections.abc import Collection, Iterator
from typing import Any

_IMPORT_LINE = re.compile(r"^(?:from\s+(\w[\w.]*)|import\s+(.+))", re.MULTILINE)
_TOP = ""  # in the place of an attribute: ``import a.b`` binds ``a``

Waiting = dict[str, list[tuple[str, str | None]]]
"""Name → the imports that bind it, in order: a module, and its attribute, None for the module itself, or `_TOP`."""


class LateNames(dict[str, Any]):
    """The built-in names of one module, and its late imports: a name found nowhere else is imported."""

    def __init__(self, namespace: dict[str, Any], waiting: Waiting) -> None:
        super().__init__(vars(builtins))
        self._namespace = namespace
        self._waiting = waiting

    def __missing__(self, name: str) -> Any:
        value: Any = None
        for module, attribute in self._waiting[name]:
            value = _imported(module, attribute)
        self._namespace[name] = value
        return value

    def attribute(self, name: str) -> Any:
        """For the module's ``__getattr__``: only what waits."""
        if name not in self._waiting:
            raise AttributeError(name)
        return self[name]


def some_can_wait(text: str, own: Collection[str]) -> bool:
    """Whether `postpone` may find something: a quick look, because a tree costs as much again as compiling."""
    for module, modules in _IMPORT_LINE.findall(text):
        names = [module] if module else [part.split()[0] for part in modules.split(",") if part.strip()]
        if any(_can_wait(name, own) for name in names):
            return True
    return False


def postpone(tree: ast.Module, own: Collection[str]) -> Waiting:
    """Take the imports that can wait out of `tree`.

    Args:
        own: modules of the hand-in, which do not wait.
    """
    waiting: Waiting = {}
    for index, node in enumerate(tree.body):
        modules = _modules(node)
        if modules and all(_can_wait(module, own) for module in modules):
            for name, wanted in _bindings(node):
                waiting.setdefault(name, []).append(wanted)
            tree.body[index] = ast.copy_location(ast.Pass(), node)
    return waiting


def _modules(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom) and node.module and not node.level and node.names[0].name != "*":
        return [node.module]
    return []


def _can_wait(module: str, own: Collection[str]) -> bool:
    top = module.partition(".")[0]
    ours = any(name.partition(".")[0] == top for name in own)
    return not ours and top not in sys.modules and top not in sys.stdlib_module_names


def _bindings(node: ast.stmt) -> Iterator[tuple[str, tuple[str, str | None]]]:
    """Each name that an import binds, and to what."""
    if isinstance(node, ast.ImportFrom):
        for alias in node.names:
            yield alias.asname or alias.name, (node.module or "", alias.name)
    elif isinstance(node, ast.Import):
        for alias in node.names:
            if alias.asname:
                yield alias.asname, (alias.name, None)
            else:
                yield alias.name.partition(".")[0], (alias.name, _TOP)


def _imported(module: str, attribute: str | None) -> Any:
    loaded = importlib.import_module(module)
    if attribute is None:
        return loaded
    if attribute == _TOP:
        return sys.modules[module.partition(".")[0]]
    if hasattr(loaded, attribute):
        return getattr(loaded, attribute)
    try:
        return importlib.import_module(f"{module}.{attribute}")
    except ModuleNotFoundError:
        raise ImportError(f"cannot import name {attribute!r} from {module!r}") from None
