"""What a back end cannot promise by its nature, and why: the one place. Nothing else is ever left out."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Excuse:
    """Why some checks are not asked of a back end.

    Attributes:
        back_end: as in `Isolation.backend`.
        platforms: as in ``sys.platform``.
        checks: names of the contract.
    """

    back_end: str
    platforms: tuple[str, ...]
    checks: frozenset[str]
    reason: str


EXCUSES = (
    Excuse(
        "portable",
        ("darwin",),
        frozenset(
            {
                "an argument beyond all memory is out of memory",
                "memory taken bit by bit is out of memory at the limit",
            }
        ),
        "macOS takes a limit on address space and does not enforce it",
    ),
    Excuse(
        "portable",
        ("win32",),
        frozenset(
            {
                "an argument beyond all memory is out of memory",
                "memory taken bit by bit is out of memory at the limit",
                "a process that the system kills is taken to have wanted memory",
            }
        ),
        "Windows has neither the limits nor the signals of POSIX",
    ),
    Excuse(
        "portable",
        ("win32",),
        frozenset(
            {
                "a deadline ends the process its threads and its children",
                "closing the sandbox ends its candidates and may be done twice",
                "the process of a closed candidate is gone",
                "what a submission started does not outlive its candidate",
            }
        ),
        "on Windows nobody can ask for a process without ending it, and there is no fork",
    ),
)


def excuse(check: str, back_end: str, platform: str) -> str | None:
    """Why this check is not asked of this back end there; None if it is."""
    found = (e.reason for e in EXCUSES if e.back_end == back_end and platform in e.platforms and check in e.checks)
    return next(found, None)
