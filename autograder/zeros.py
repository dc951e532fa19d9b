"""SIDs are text, and spreadsheets take them for numbers: ``00000003`` comes back as ``3``.

Nobody is taken for somebody else because of that. Where a SID is nobody's, and would be that of exactly one person
with other zeros in front, one of two lists is damaged, and everything stops until somebody has mended it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from autograder.errors import ConfigError


def but_for_zeros(sid: str, known: Collection[str]) -> str | None:
    """The only one of `known` that `sid` is but for zeros in front; None if it is known, or several are alike."""
    bare = sid.lstrip("0")
    if not bare or sid in known:
        return None
    alike = {each for each in known if each.lstrip("0") == bare}
    return alike.pop() if len(alike) == 1 else None


def lost_zeros(sid: str, where: str, alike: str, other: str) -> ConfigError:
    """What to say of two SIDs that zeros in front keep apart, and of where they stand: the shorter one is wrong."""
    (short, place), (whole, there) = sorted(((sid, where), (alike, other)), key=lambda each: len(each[0]))
    return ConfigError(
        f"{place}: nobody has SID {short}: did you mean {whole}, as in {there}? "
        "A spreadsheet may have taken the zeros off"
    )


def apart_by_zeros(sids: Iterable[str]) -> tuple[tuple[str, ...], ...]:
    """The SIDs that only zeros in front keep apart, those that are alike together, the shortest first."""
    alike: dict[str, set[str]] = defaultdict(set)
    for sid in sids:
        if bare := sid.strip().lstrip("0"):
            alike[bare].add(sid.strip())
    return tuple(tuple(sorted(some, key=len)) for _, some in sorted(alike.items()) if len(some) > 1)
