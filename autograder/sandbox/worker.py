"""Candidate side: answer the grader's requests, one at a time, until it hangs up.

Runs with the submission in the same process, so nothing it says is believed: `candidate` reads it. A request is a dict
with ``op``: ``load`` (sources), ``call``, ``count`` (a call, and what runs for it), ``keep``, ``fetch`` or ``network``
(a task of `network`); so is the answer, with ``kind``: ``value``, ``raised`` or ``unfit`` (the hand-in, or its result,
is not what was asked for).
"""

from __future__ import annotations

import contextlib
import difflib
import errno
import importlib
import io
import operator
import random
import sys
from collections.abc import Callable
from typing import Any, BinaryIO, Protocol

import numpy as np

from autograder.records import SourceFile
from autograder.sandbox import wire
from autograder.sandbox.loader import HandInFinder
from autograder.sandbox.step_counter import StepCounter
from autograder.sandbox.wire import Handle

READY = b"ready\n"  # a candidate's first bytes: all is set up, nothing of the submission has run
_NETWORK = "autograder.sandbox.network"  # imported by `preload` where there is torch
_MAX_PRINTED = 4000  # characters kept of what the submission prints
_MAX_REQUEST = 1 << 40  # the grader is trusted
_MEMORY_PHRASES = {
    RuntimeError: ("can't allocate memory",),
    ImportError: ("failed to map segment", "cannot allocate memory"),  # a library larger than what is left
}
_RESERVE = 8 << 20  # bytes of address space to say in that the rest is used up


class _Printed(io.TextIOBase):
    """Keeps the beginning of what is printed and drops the rest, so that a flood costs nothing."""

    encoding = "utf-8"
    errors = "replace"

    def __init__(self) -> None:
        self.text = ""
        self.buffer = _PrintedBytes(self)

    def writable(self) -> bool:
        return True

    def fileno(self) -> int:
        return 1  # leads nowhere; `faulthandler` and the like only want to have one

    def reconfigure(self, **_: object) -> None:
        """Accepted as of a terminal: on Windows, students set its encoding."""

    def write(self, text: str) -> int:
        self.text += text[: _MAX_PRINTED - len(self.text)]
        return len(text)


class _PrintedBytes(io.RawIOBase):
    """What a terminal has below its text, for those who wrap it anew."""

    def __init__(self, printed: _Printed) -> None:
        self._printed = printed

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        start = bytes(memoryview(data)[: 4 * _MAX_PRINTED])
        self._printed.write(start.decode("utf-8", "replace"))
        return memoryview(data).nbytes


class Unfit(Exception):
    """The hand-in, or what it gave, is not what was asked for; the text says how."""


_Run = Callable[[Callable[..., object], Any, Any], object]


def _plainly(function: Callable[..., object], arguments: Any, options: Any) -> object:
    return function(*arguments, **options)


class Worker:
    """One submission, its modules and the values that stay here."""

    def __init__(self, receive: wire.Reader, send: wire.Writer) -> None:
        self.receive = receive
        self.send = send
        self.finder = HandInFinder(())
        self.kept: list[object] = []
        networks = sys.modules.get(_NETWORK)  # now: a hand-in may have a module of that name
        self.network: Any = networks.CandidateNetwork(self._function) if networks is not None else None
        self.printed = _Printed()
        self.reserve = np.empty(_RESERVE, np.uint8)  # not touched, so it costs no memory

    def serve(self) -> None:
        """Answer until the grader hangs up."""
        sys.stdout = sys.stderr = self.printed
        random.seed(0)  # `preload` does it for the libraries, but this one seeds itself anew after a fork
        with contextlib.suppress(EOFError):
            while True:
                try:
                    request = wire.read(self.receive, _MAX_REQUEST)
                except MemoryError as error:
                    self.send(self._frame(self._raised(error)))
                else:
                    self.send(self.answer(request))

    def answer(self, request: Any) -> list[bytes | memoryview]:
        """The frame that answers one request; an exception of the submission is an answer too."""
        try:
            return self._frame(getattr(self, f"_{request['op']}")(request))
        except wire.Unencodable as error:
            return self._frame({"kind": "unfit", "text": f"the result cannot be sent: {error}"})
        except Unfit as error:
            return self._frame({"kind": "unfit", "text": str(error)})
        except BaseException as error:  # SystemExit and KeyboardInterrupt are the student's as well
            return self._frame(self._raised(error))

    def handle_of(self, value: object) -> Handle:
        """Keep a value and say what to call it."""
        self.kept.append(value)
        try:
            dtype = getattr(value, "dtype", None)
        except Exception:  # a dict whose attributes are its keys, for instance
            dtype = None
        described = type(value).__name__ + (f" of {str(dtype)[:50]}" if dtype is not None else "")
        return Handle(len(self.kept) - 1, described)

    def _frame(self, answer: dict[str, Any]) -> list[bytes | memoryview]:
        return wire.encode({**answer, "printed": self.printed.text}, self.handle_of)

    def _load(self, request: dict[str, Any]) -> dict[str, Any]:
        """Take the sources; the answer is their code for the next candidate, compiled before any of it has run."""
        compiled = request["compiled"]
        self.finder = HandInFinder((SourceFile(**fields) for fields in request["sources"]), compiled)
        answer = self.finder.compile_all() if compiled is None else None  # first: a warning imports `linecache`
        self.finder.install()
        return _value(answer)

    def _call(self, request: dict[str, Any], run: _Run = _plainly) -> dict[str, Any]:
        function = self._function(request["function"])
        arguments = self._resolved(request["arguments"])
        result = run(function, arguments, self._resolved(request["options"]))
        return self._fitted(result, request["returning"])

    def _function(self, dotted: str) -> Callable[..., object]:
        """``module.function`` of the hand-in, or ``#3.method`` of what is kept; raises `Unfit`."""
        owner, _, name = dotted.rpartition(".")
        kept = owner.startswith("#")
        if not kept and self.finder.find_spec(owner) is None:
            raise Unfit(f"{owner.replace('.', '/')}.py is missing")
        holder = self.kept[int(owner[1:])] if kept else importlib.import_module(owner)
        try:
            function: Callable[..., object] = operator.attrgetter(name)(holder)
        except AttributeError:
            where = type(holder).__name__ if kept else self.finder.origin(owner)
            near = difflib.get_close_matches(name, dir(holder), 1)
            raise Unfit(f"{where} has no {name}" + (f"; did you mean {near[0]}?" if near else "")) from None
        return function

    def _network(self, request: dict[str, Any]) -> dict[str, Any]:
        return _value(getattr(self.network, request["task"])(**request["arguments"]))

    def _count(self, request: dict[str, Any]) -> dict[str, Any]:
        """A call; its value comes with the lines of `StepCounter`, and with how the counting was disturbed."""
        counter = StepCounter(self.finder.by_file)
        answer = self._call(request, counter.run)
        if answer["kind"] == "value":
            answer["value"] = answer["value"], counter.lines(), counter.disturbed
        return answer

    def _keep(self, request: dict[str, Any]) -> dict[str, Any]:
        return _value(self.handle_of(self._resolved(request["value"])))

    def _fetch(self, request: dict[str, Any]) -> dict[str, Any]:
        return _value(self.kept[request["handle"].id])

    def _fitted(self, result: object, parts: list[tuple[str, bool]] | None) -> dict[str, Any]:
        if parts is None:
            return _value(result)
        if len(parts) == 1:
            return _value(self.handle_of(result) if parts[0][1] else result)
        if not isinstance(result, (tuple, list)) or len(result) != len(parts):
            found = f"{len(result)}" if isinstance(result, (tuple, list)) else f"one {type(result).__name__}"
            names = ", ".join(name for name, _ in parts)
            return {"kind": "unfit", "text": f"expected {len(parts)} results ({names}), got {found}"}
        pairs = zip(result, parts, strict=True)
        return _value(tuple(self.handle_of(item) if kept else item for item, (_, kept) in pairs))

    def _resolved(self, value: object) -> Any:
        """Arguments with the handles in them replaced by what they stand for."""
        if isinstance(value, Handle):
            return self.kept[value.id]
        if isinstance(value, (list, tuple)):  # exactly these: the wire has no subclasses
            return type(value)(self._resolved(item) for item in value)
        if isinstance(value, dict):
            return {key: self._resolved(item) for key, item in value.items()}
        return value

    def _raised(self, error: BaseException) -> dict[str, Any]:
        memory = is_out_of_memory(error)
        if memory:
            self.reserve = np.empty(0, np.uint8)
        try:
            return {"kind": "raised", "memory": memory, "text": self.finder.explain(error)}
        except BaseException:  # an exception whose own text raises
            return {"kind": "raised", "memory": memory, "text": type(error).__name__}


def _value(value: object) -> dict[str, Any]:
    return {"kind": "value", "value": value}


def is_out_of_memory(error: BaseException) -> bool:
    """Also as the operating system, the loader of libraries and torch say it; runs no code of the submission."""
    if type(error) is OSError:
        return error.errno == errno.ENOMEM
    phrases = _MEMORY_PHRASES.get(type(error), ())
    if any(phrase in text for text in error.args if type(text) is str for phrase in phrases):
        return True
    return isinstance(error, MemoryError)


class Readable(Protocol):
    """What `reader` needs of a stream."""

    def readinto(self, buffer: memoryview, /) -> int | None:
        """Fill some of `buffer`; how much, 0 at the end."""
        ...


def reader(stream: Readable) -> wire.Reader:
    """Exactly n bytes from a stream; EOFError at its end."""

    def receive(size: int) -> bytearray:
        data = bytearray(size)
        view = memoryview(data)
        while view:
            count = stream.readinto(view)
            if not count:
                raise EOFError
            view = view[count:]
        return data

    return receive


def writer(stream: BinaryIO) -> wire.Writer:
    """Write all pieces of a frame and flush."""

    def send(pieces: list[bytes | memoryview]) -> None:
        for piece in pieces:
            stream.write(piece)
        stream.flush()

    return send
