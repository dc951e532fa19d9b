"""What a question's own rules leave out: modules that may not be used, and names."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from autograder.exam.source.origins import UNKNOWN, External
from autograder.exam.source.spots import Spot


def not_allowed_in(spot: Spot, imports: Sequence[str], forbid: Sequence[str]) -> Iterator[str]:
    """What `spot` uses although it may not, in words.

    Args:
        imports: modules that may be used; empty for any.
        forbid: dotted names that may not be used.
    """
    for origin in spot.meaning.origins:
        if not isinstance(origin, External):
            continue
        if any(_is_forbidden(origin, name, spot.called) for name in forbid):
            yield f"{origin.dotted.removeprefix(f'{UNKNOWN}.')} is not allowed here"
        elif imports and not _is_allowed(origin, imports):
            known = any(_within(module, origin.top) for module in imports)
            what = origin.dotted if known else f"the module {origin.top}"
            yield f"{what} is not allowed here"


def _is_allowed(origin: External, imports: Sequence[str]) -> bool:
    builtin = origin.builtin or origin.top == UNKNOWN
    return builtin or any(_within(origin.dotted, module) for module in imports)


def _is_forbidden(origin: External, name: str, called: bool) -> bool:
    """Whether `origin` is `name`, lies in it, or is that name elsewhere in its package: ``numpy.lib.pad``.

    On an unknown object a method of that name is refused where it is called: ``np`` may have been handed on.
    """
    package, last = name.partition(".")[0], name.rpartition(".")[2]
    if origin.top == UNKNOWN:
        return called and "." in name and origin.last == last
    if origin.builtin or "." not in name:
        return origin.dotted == name.removeprefix("builtins.") or (not origin.builtin and origin.top == name)
    return _within(origin.dotted, name) or (origin.top == package and origin.last == last)


def _within(dotted: str, module: str) -> bool:
    return dotted == module or dotted.startswith(f"{module}.")
