"""What a contract check is made of: its name, the candidates it starts, and how it says what it found instead."""

from __future__ import annotations

import contextlib
import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from autograder.records import Outcome, SourceFile
from autograder.sandbox.base import Bounds, Candidate, CandidateFailure, Part, Sandbox

BOUNDS = Bounds(seconds=30, memory_mb=256, reply_mb=8)
_SHORT = 300  # characters of what was expected or found


class Broken(Exception):
    """A back end does not keep a promise; the text says what was expected and what was found."""


class Bench:
    """What a check works with: a sandbox, and its candidates, which are closed when the check ends.

    Args:
        another: opens one more sandbox of the same kind, for checks that close it.
    """

    def __init__(self, sandbox: Sandbox, another: Callable[[], Sandbox]) -> None:
        self.sandbox = sandbox
        self.another = another
        self._started: list[Candidate] = []

    def start(self, text: str = "", bounds: Bounds = BOUNDS, **others: str) -> Candidate:
        """A candidate that holds `text` as the module ``work``, and others by their names."""
        return self.start_with(hand_in(text, **others), bounds)

    def start_with(self, sources: Mapping[str, SourceFile], bounds: Bounds = BOUNDS) -> Candidate:
        """A candidate that holds `sources`."""
        candidate = self.sandbox.start(sources, bounds)
        self._started.append(candidate)
        return candidate

    def close(self) -> None:
        """End the candidates of this check."""
        for candidate in self._started:
            with contextlib.suppress(Exception):  # a check that closes them says what it thinks of it
                candidate.close()


@dataclass(frozen=True)
class Check:
    """One promise of the contract.

    Attributes:
        name: the promise, as a sentence.
        body: raises `Broken` where it is not kept.
        libraries: what the sandbox must have imported for it.
    """

    name: str
    body: Callable[[Bench], None]
    libraries: tuple[str, ...] = ()


CONTRACT: dict[str, Check] = {}
"""Every check by its name, in the order in which they are written down."""


def promise(body: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """Make a function a check of the contract: its name says what is promised."""
    return _enter(body, ())


def promise_of_torch(body: Callable[[Bench], None]) -> Callable[[Bench], None]:
    """A promise to assignments that work with tensors."""
    return _enter(body, ("torch",))


def _enter(body: Callable[[Bench], None], libraries: tuple[str, ...]) -> Callable[[Bench], None]:
    name = body.__name__.replace("_", " ")
    assert name not in CONTRACT, name
    CONTRACT[name] = Check(name, body, libraries)
    return body


def module(name: str, text: str, origin: str = "", is_package: bool = False) -> SourceFile:
    """A module of a hand-in; `text` may be indented."""
    origin = origin or f"{name.replace('.', '/')}.py"
    return SourceFile(module=name, origin=origin, text=textwrap.dedent(text).lstrip("\n"), is_package=is_package)


def hand_in(text: str = "", **others: str) -> dict[str, SourceFile]:
    """Modules by name; `text` is ``work``."""
    return {name: module(name, body) for name, body in {"work": text, **others}.items()}


def ask(candidate: Candidate, function: str, *arguments: object, **options: object) -> object:
    """What a function of the module ``work`` returns."""
    return candidate.call(f"work.{function}", arguments, options)


def failure(
    candidate: Candidate, function: str, *arguments: object, parts: list[Part] | None = None
) -> CandidateFailure:
    """How a call fails; broken if it does not."""
    try:
        answer = candidate.call(function if "." in function else f"work.{function}", arguments, {}, parts)
    except CandidateFailure as failed:
        return failed
    raise Broken(f"{function}: expected a failure of the submission, found the answer {short(answer)}")


def pair(answer: object) -> tuple[Any, Any]:
    """An answer of two parts; broken if it is none."""
    if not isinstance(answer, tuple) or len(answer) != 2:
        raise Broken(f"an answer: expected two parts, found {short(answer)}")
    return answer


def expect(what: str, expected: object, found: object) -> None:
    """Broken unless both are equal and of one type."""
    if type(found) is not type(expected) or found != expected:
        raise Broken(f"{what}: expected {short(expected)}, found {short(found)}")


def expect_that(holds: bool, what: str, expected: str, found: object) -> None:
    """Broken unless `holds`; `expected` in words."""
    if not holds:
        raise Broken(f"{what}: expected {expected}, found {short(found)}")


def expect_failure(failed: CandidateFailure, outcome: Outcome, *words: str) -> None:
    """Broken unless it ended so, and its message has all these words."""
    told = f"{failed.outcome.value}: {failed.message}"
    expect_that(failed.outcome is outcome, "the outcome", repr(outcome.value), told)
    for word in words:
        expect_that(word in failed.message, "the message", f"{word!r} in it", failed.message)


@contextlib.contextmanager
def expect_raised(kind: type[Exception], what: str) -> Iterator[None]:
    """Broken unless the body raises `kind`."""
    try:
        yield
    except kind:
        return
    except Exception as error:
        raise Broken(f"{what}: expected {kind.__name__}, found {type(error).__name__}: {error}") from None
    raise Broken(f"{what}: expected {kind.__name__}, found no exception")


def short(value: object) -> str:
    """A value for a message."""
    text = repr(value)
    return text if len(text) <= _SHORT else f"{text[:_SHORT]}…"
