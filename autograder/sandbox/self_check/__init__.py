"""One self-check that every back end must pass: its checks are the contract of `base`, each named for what it promises.

The tests run it over all back ends, and ``autograder doctor --self-check`` on the machine where grading will happen.
"""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from autograder.sandbox.base import CandidateFailure, Sandbox
from autograder.sandbox.self_check import failures, lifetime, limits, modules, tensors, values
from autograder.sandbox.self_check.contract import CONTRACT, Bench, Broken, Check
from autograder.sandbox.self_check.excuses import EXCUSES, excuse

__all__ = [
    "CONTRACT",
    "EXCUSES",
    "Check",
    "Open",
    "Result",
    "State",
    "check_on",
    "failures",
    "lifetime",
    "limits",
    "modules",
    "self_check",
    "tensors",
    "values",
]

Open = Callable[[tuple[str, ...]], Sandbox]
"""Opens a sandbox that has imported these libraries; may raise `SandboxFault`."""


class State(Enum):
    """Whether a back end keeps a promise."""

    KEPT = "kept"
    BROKEN = "broken"
    NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Result:
    """How one check ended.

    Attributes:
        words: what was expected and found, or why it was not asked; empty if the promise is kept.
    """

    check: Check
    state: State
    words: str = ""


def self_check(open_sandbox: Open, contract: Mapping[str, Check] = CONTRACT) -> Iterator[Result]:
    """Check every promise, those that need further libraries last. Never raises: what breaks is a result too."""
    for libraries in sorted({check.libraries for check in contract.values()}):
        checks = [check for check in contract.values() if check.libraries == libraries]
        absent = [library for library in libraries if importlib.util.find_spec(library) is None]
        if absent:
            yield from (Result(check, State.NOT_ASKED, f"{absent[0]} is not installed") for check in checks)
            continue
        try:
            sandbox = open_sandbox(libraries)
        except Exception as error:
            yield from (Result(check, State.BROKEN, _unexpected(error)) for check in checks)
            continue
        with contextlib.closing(sandbox):
            yield from (check_on(check, sandbox, open_sandbox) for check in checks)


def check_on(check: Check, sandbox: Sandbox, open_sandbox: Open) -> Result:
    """Check one promise of a sandbox that is open."""
    reason = excuse(check.name, sandbox.isolation.backend, sys.platform)
    if reason is not None:
        return Result(check, State.NOT_ASKED, reason)
    bench = Bench(sandbox, lambda: open_sandbox(check.libraries))
    try:
        check.body(bench)
    except Broken as broken:
        return Result(check, State.BROKEN, str(broken))
    except Exception as error:
        return Result(check, State.BROKEN, _unexpected(error))
    finally:
        bench.close()
    return Result(check, State.KEPT)


def _unexpected(error: Exception) -> str:
    if isinstance(error, CandidateFailure):
        return f"expected an answer, found a failure: {error.outcome.value}: {error.message}"
    return f"expected no exception, found {type(error).__name__}: {error}"
