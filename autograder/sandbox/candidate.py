"""Grader side of one candidate, over any channel: ask, wait within the budget, believe nothing."""

from __future__ import annotations

import contextlib
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.errors import SandboxFault
from autograder.records import Outcome, SourceFile
from autograder.sandbox import wire
from autograder.sandbox.base import Bounds, CandidateFailure, LineSteps, Part, Steps
from autograder.sandbox.loader import by_file
from autograder.sandbox.wire import Handle

_MIB = 1 << 20
_BEFORE_LOADING = "open_weights"  # the task of a network for which no module of the hand-in may be in reach
_MAX_MESSAGE = 8000  # characters of a candidate's own words
_MAX_LINES = 20_000  # of a count
_MAX_STEPS = 1 << 50  # a year of them


class Channel(Protocol):
    """Bytes to and from a process. Both raise TimeoutError at the deadline, EOFError when the other end is gone."""

    def send(self, pieces: list[bytes | memoryview], deadline: float) -> None:
        """Write all pieces; `deadline` as of `time.monotonic`."""
        ...

    def receive(self, size: int, deadline: float) -> bytearray:
        """Exactly `size` bytes."""
        ...

    def close(self) -> None:
        """Hang up; may be called twice."""
        ...


@dataclass(frozen=True)
class Ending:
    """How a process ended: by a signal, or with an exit status; both None if that cannot be known."""

    signal: int | None = None
    status: int | None = None


class Process(Protocol):
    """What stands behind a channel."""

    def stop(self) -> Ending:
        """Kill it and all it started, if it still lives, and say how it ended. May be called twice.

        Raises:
            SandboxFault: it went down with something of ours.
        """
        ...

    def processor_seconds(self) -> float | None:
        """Processor time that it has used; None where that cannot be read."""
        ...


class Shelf:
    """What the candidates of a sandbox share: the sources of the last submission as its first candidate compiled them.

    Opaque here: only candidates look into it, and what it holds was compiled before any of it had run.

    Attributes:
        killed: how many candidates were killed, and not by us.
    """

    def __init__(self) -> None:
        self.killed = 0
        self._sources: Mapping[str, SourceFile] = {}
        self._compiled: bytes | None = None

    def find(self, sources: Mapping[str, SourceFile]) -> bytes | None:
        """What these sources were compiled to, None if that is not known."""
        return self._compiled if sources == self._sources else None

    def put(self, sources: Mapping[str, SourceFile], compiled: bytes) -> None:
        """Remember it in the place of the last."""
        self._sources, self._compiled = sources, compiled


class RemoteCandidate:
    """A `base.Candidate` over a channel.

    Args:
        shelf: shared by all candidates of a sandbox.
    """

    def __init__(
        self, channel: Channel, process: Process, sources: Mapping[str, SourceFile], bounds: Bounds, shelf: Shelf
    ) -> None:
        self._channel = channel
        self._process = process
        self._bounds = bounds
        self._seconds_left = bounds.seconds
        self._failure: CandidateFailure | None = None
        self._sources = sources
        self._shelf = shelf
        self._loaded = self._closed = False
        self.printed = ""

    def call(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> object:
        value = self._call("call", function, arguments, options, returning)
        if returning is not None:
            self._hold_to(function, value, returning)
        return value

    def count(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> tuple[object, Steps]:
        match self._call("count", function, arguments, options, returning):
            case (value, list(lines), str(disturbed)) if len(lines) <= _MAX_LINES and all(map(self._is_line, lines)):
                if returning is not None:
                    self._hold_to(function, value, returning)
                return value, Steps(tuple(LineSteps(*line) for line in lines), clean(disturbed))
        raise self._end(Outcome.CRASHED, f"{function}: the answer is not what was asked for")

    def keep(self, value: object) -> Handle:
        handle = self._ask("keeping a value", op="keep", value=value)
        if not isinstance(handle, Handle):
            raise self._end(Outcome.CRASHED, "the answer is not what was asked for")
        return handle

    def fetch(self, handle: Handle) -> object:
        return self._ask("fetching a value", op="fetch", handle=handle)

    def network(self, task: str, **arguments: object) -> object:
        return self._ask("the network", load=task != _BEFORE_LOADING, op="network", task=task, arguments=arguments)

    def processor_seconds(self) -> float | None:
        return self._process.processor_seconds()

    def close(self) -> None:
        self._closed = True
        self._channel.close()
        with contextlib.suppress(SandboxFault):
            self._process.stop()

    def _call(
        self,
        op: str,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None,
    ) -> object:
        return self._ask(
            function.rpartition(".")[2],
            op=op,
            function=function,
            arguments=list(arguments),
            options=dict(options),
            returning=None if returning is None else [(part.name, part.kept) for part in returning],
        )

    def _is_line(self, line: object) -> bool:
        """Whether it has the form of `LineSteps`: of a file of this hand-in, or of none."""
        match line:
            case (str(origin), int(number), int(steps), int(times)) if (
                0 <= times <= steps <= _MAX_STEPS and number >= 0
            ):
                return not origin or origin in by_file(self._sources.values())
        return False

    def _ask(self, what: str, *, load: bool = True, **request: object) -> object:
        if self._failure is not None:
            raise self._failure
        if self._closed:
            raise SandboxFault(f"{what}: this candidate is closed")
        if load and not self._loaded:
            self._loaded = True
            self._load()
        return self._exchange(what, request)

    def _load(self) -> None:
        known = self._shelf.find(self._sources)
        sources = [vars(source) for source in self._sources.values()]
        compiled = self._exchange("loading", {"op": "load", "sources": sources, "compiled": known})
        if known is None and isinstance(compiled, bytes):
            self._shelf.put(self._sources, compiled)

    def _exchange(self, what: str, request: dict[str, object]) -> object:
        try:
            frame = wire.encode(request)
        except wire.Unencodable as error:
            raise SandboxFault(f"{what}: the exam sends {error}, which has no form on the wire") from None
        started = time.monotonic()
        deadline = started + self._seconds_left
        try:
            self._channel.send(frame, deadline)
            answer = wire.read(lambda size: self._channel.receive(size, deadline), self._bounds.reply_mb * _MIB)
        except TimeoutError:
            raise self._end(Outcome.TIMED_OUT, f"{what}: no answer within {self._bounds.seconds:g} s") from None
        except EOFError:
            raise self._post_mortem(what) from None
        except wire.WireError as error:
            raise self._end(Outcome.CRASHED, f"{what}: {error}") from None
        finally:
            self._seconds_left -= time.monotonic() - started
        return self._believable(what, answer)

    def _believable(self, what: str, answer: object) -> object:
        """The value of an answer that has the form of one; everything else is a failure."""
        match answer:  # with str(…), because == of an array is no truth
            case {"kind": str("value"), "value": value, "printed": str(printed)}:
                self.printed = clean(printed)
                return value
            case {"kind": str("raised"), "memory": bool(memory), "text": str(text), "printed": str(printed)}:
                self.printed = clean(printed)
                outcome = Outcome.OUT_OF_MEMORY if memory else Outcome.CRASHED
                limit = f"{what}: needs more than the {self._bounds.memory_mb} MB it may use\n" if memory else ""
                raise CandidateFailure(outcome, f"{limit}{clean(text)}")
            case {"kind": str("unfit"), "text": str(text), "printed": str(printed)}:
                self.printed = clean(printed)
                raise CandidateFailure(Outcome.FAILED, f"{what}: {clean(text)}")
        raise self._end(Outcome.CRASHED, f"{what}: the answer is not what was asked for")

    def _hold_to(self, function: str, value: object, parts: Sequence[Part]) -> None:
        """The worker shares its process with the submission: check again what it promised."""
        items = [value] if len(parts) == 1 else value
        fits = isinstance(items, (list, tuple)) and len(items) == len(parts)
        if not fits or any(p.kept and not isinstance(i, Handle) for p, i in zip(parts, items, strict=True)):  # type: ignore[call-overload]
            raise self._end(Outcome.CRASHED, f"{function}: the answer is not what was asked for")

    def _post_mortem(self, what: str) -> CandidateFailure:
        ending = self._process.stop()
        if ending.signal == getattr(signal, "SIGXCPU", None) and ending.signal is not None:
            return self._end(Outcome.TIMED_OUT, f"{what}: used up its processor time")
        if ending.signal == getattr(signal, "SIGKILL", None) and ending.signal is not None:
            self._shelf.killed += 1
            return self._end(Outcome.OUT_OF_MEMORY, f"{what}: was killed, most likely for want of memory")
        return self._end(Outcome.CRASHED, f"{what}: ended the process{_manner(ending)}")

    def _end(self, outcome: Outcome, message: str) -> CandidateFailure:
        self._failure = CandidateFailure(outcome, message)
        self.close()
        return self._failure


def _manner(ending: Ending) -> str:
    if ending.signal is not None:
        try:
            return f" ({signal.strsignal(ending.signal)})"
        except ValueError:
            return f" (signal {ending.signal})"
    return f" (exit status {ending.status})" if ending.status is not None else ""


def clean(text: str) -> str:
    """A candidate's own words made safe to show: printable, one line end, not endless."""
    lines = text[:_MAX_MESSAGE].splitlines()
    return "\n".join("".join(c if c.isprintable() or c == "\t" else "�" for c in line) for line in lines)
