"""Candidate side: count the lines of Python that run while a function does, in whatever frame they run.

A step is a line that begins or a frame that is entered, in the hand-in or in a library; a loop in one line takes a step
each time it goes back. What C code does by itself is not counted. The hand-in shares the process and can disturb the
counting: a count can show a loop, never that there is none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Mapping, Sequence
from types import CodeType, FrameType
from typing import Any

_Line = tuple[str, int]
_Tracer = Callable[..., Any]
_NOWHERE: _Line = ("", 0)


class StepCounter:
    """Counts the steps of a call.

    Args:
        own: file names of the hand-in's modules. A step elsewhere is charged to the last line of one of them.

    Attributes:
        disturbed: by what the hand-in interfered with the counting, as far as that was seen; else empty.
    """

    def __init__(self, own: Container[str]) -> None:
        self.disturbed = ""
        self._own = own
        self._tracers: dict[CodeType, _Tracer] = {}
        self._at = _NOWHERE
        self._times: dict[_Line, dict[_Line | tuple[CodeType, int], int]] = {}  # at each line, of what is charged to it

    def run(self, function: Callable[..., object], arguments: Sequence[Any], options: Mapping[str, Any]) -> object:
        """What `function` returns; the steps until then are counted."""
        _WATCH.turn_on()
        sys.settrace(self._enter)
        _WATCH.counter = self
        try:
            return function(*arguments, **options)
        finally:
            _WATCH.counter = None
            if sys.gettrace() is None:
                self.disturbed = _TRACING
            sys.settrace(None)

    def lines(self) -> list[tuple[str, int, int, int]]:
        """File, line, steps charged to the line, and how often the one among them was taken that was taken most."""
        return [(*line, sum(times.values()), max(times.values())) for line, times in self._times.items()]

    def _enter(self, frame: FrameType, *_: object) -> _Tracer:
        """The trace function of a frame that begins, or of a generator that goes on."""
        code = frame.f_code  # once a frame: asking for it is an event for audits
        tracer = self._tracers.get(code)
        if tracer is None:
            tracer = self._tracers[code] = (
                self._own_tracer(code) if code.co_filename in self._own else self._tracer(code)
            )
        tracer(frame, "line", None)
        return tracer

    def _own_tracer(self, code: CodeType) -> _Tracer:
        file = code.co_filename

        def trace(frame: FrameType, event: str, _: object) -> _Tracer:
            if event == "line":
                self._at = here = file, frame.f_lineno or 0
                times = self._times.setdefault(here, {})
                times[here] = times.get(here, 0) + 1
            return trace

        return trace

    def _tracer(self, code: CodeType) -> _Tracer:
        def trace(frame: FrameType, event: str, _: object) -> _Tracer:
            if event == "line":
                here = code, frame.f_lineno or 0
                times = self._times.setdefault(self._at, {})
                times[here] = times.get(here, 0) + 1
            return trace

        return trace


class _Watch:
    """Notices who else traces. There is one, because Python keeps it until the process ends."""

    def __init__(self) -> None:
        self.counter: StepCounter | None = None
        self._is_on = False

    def turn_on(self) -> None:
        if not self._is_on:
            self._is_on = True
            sys.addaudithook(self._audit)

    def _audit(self, event: str, _: tuple[Any, ...]) -> None:
        if event in _DISTURBING and self.counter is not None:
            self.counter.disturbed = event


_TRACING = "sys.settrace"
_DISTURBING = {_TRACING, "_thread.start_new_thread", "_thread.start_joinable_thread"}  # another thread is not counted
_WATCH = _Watch()
