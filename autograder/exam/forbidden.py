"""Whether the names that rules forbid are names of anything: a misspelt one would forbid nothing, in silence."""

from __future__ import annotations

import sys
from functools import cache
from importlib import import_module
from types import ModuleType
from typing import Any

from autograder.tables import nearest


@cache
def misspelt(name: str) -> str:
    """What is wrong with a dotted name such as ``numpy.pda``; "" where it names something, or none can tell.

    A library that is not installed here may be one all the same, unless its name is nearly that of one that is.
    """
    root, *rest = name.split(".")
    found: Any = _module(root)
    if found is None:
        installed = {module.partition(".")[0] for module in sys.modules} - sys.stdlib_module_names
        hint = nearest(root, installed, likeness=0.75)
        return f"there is no module {root!r}{hint}" if hint else ""
    for part in rest:
        if not hasattr(found, part) and isinstance(found, ModuleType):
            _module(f"{found.__name__}.{part}")  # where there is one, its parent has it from then on
        if not hasattr(found, part):
            return f"there is no {part!r} in {getattr(found, '__name__', root)}{nearest(part, dir(found))}"
        found = getattr(found, part)
    return ""


def _module(name: str) -> ModuleType | None:
    try:
        return import_module(name)
    except ImportError:
        return None
