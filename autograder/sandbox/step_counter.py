"""Candidate side: count the bytecode instructions that run while a function does, in whatever frame they run.

A step is one instruction of Python, in the hand-in or in a library; what C code does by itself is not counted. The
hand-in shares the process and can disturb the counting: a count can show a loop, never that there is none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Mapping, Sequence
from types import CodeType, FrameType
from typing import Any

_Step = Callable[[CodeType, int], object]
_Instruction = tuple[int, int]  # id of its code, and offset

_DISTURBING = {"sys.settrace", "sys.monitoring.register_callback"}
_TOOL, _NAME = 4, "autograder"  # debuggers and profilers have other numbers
_NOWHERE: _Instruction = (0, 0)


class StepCounter:
    """Counts the steps of a call.

    Args:
        own: file names of the hand-in's modules. A step elsewhere is charged to the last step in one of them.

    Attributes:
        disturbed: by what the hand-in interfered with the counting, as far as that was seen; else empty.
    """

    def __init__(self, own: Container[str]) -> None:
        self.disturbed = ""
        self._own = own
        self._codes: dict[int, CodeType] = {}  # held, so that no id is used again
        self._at = _NOWHERE
        self._steps: dict[_Instruction, int] = {}  # times that each ran
        self._charged: dict[_Instruction, dict[_Instruction, int]] = {}
        self._charge: dict[_Instruction, int] | None = None

    def run(self, function: Callable[..., object], arguments: Sequence[Any], options: Mapping[str, Any]) -> object:
        """What `function` returns; the steps until then are counted."""
        _start(self._step)
        _WATCH.counter = self
        try:
            return function(*arguments, **options)
        finally:
            _WATCH.counter = None
            ended = _stop()
            self.disturbed = self.disturbed or ended

    def lines(self) -> list[tuple[str, int, int, int]]:
        """File, line, steps charged to the line, and how often the busiest single instruction among them ran."""
        found: dict[tuple[str, int], tuple[int, int]] = {}
        for at in {*self._steps, *self._charged}:
            elsewhere = [times for (code, _), times in self._charged.get(at, {}).items() if code not in _NOT_COUNTED]
            here, place = [self._steps.get(at, 0), *elsewhere], self._place(at)
            steps, times = found.get(place, (0, 0))
            found[place] = steps + sum(here), max(times, *here)
        return [(*place, *counts) for place, counts in found.items()]

    def _step(self, code: CodeType, offset: int) -> None:
        if code.co_filename in self._own:
            self._codes[id(code)] = code
            self._at, self._charge = (id(code), offset), None
            self._steps[self._at] = self._steps.get(self._at, 0) + 1
            return
        if self._charge is None:
            self._charge = self._charged.setdefault(self._at, {})
        at = id(code), offset
        self._charge[at] = self._charge.get(at, 0) + 1

    def _place(self, at: _Instruction) -> tuple[str, int]:
        if at == _NOWHERE:
            return "", 0
        code, offset = self._codes[at[0]], at[1]
        line = next((line for start, end, line in code.co_lines() if start <= offset < end), None)
        return code.co_filename, line or 0


class _Watch:
    """Notices who else counts or traces. There is one, because Python keeps it until the process ends."""

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


_WATCH = _Watch()

if sys.version_info >= (3, 12):
    _EVENT = sys.monitoring.events.INSTRUCTION

    def _start(step: _Step) -> None:
        """Have `step` called for every instruction of this process from now on."""
        _WATCH.turn_on()
        sys.monitoring.use_tool_id(_TOOL, _NAME)
        sys.monitoring.register_callback(_TOOL, _EVENT, step)
        sys.monitoring.set_events(_TOOL, _EVENT)

    def _stop() -> str:
        """End it; how it was ended before, if it was."""
        as_left = sys.monitoring.get_tool(_TOOL) == _NAME and sys.monitoring.get_events(_TOOL) == _EVENT
        if as_left:
            sys.monitoring.set_events(_TOOL, 0)
            sys.monitoring.free_tool_id(_TOOL)
        return "" if as_left else "sys.monitoring"

else:

    def _start(step: _Step) -> None:
        """Have `step` called for every instruction of every frame that begins from now on."""
        tracers: dict[CodeType, Callable[..., Any]] = {}

        def enter(frame: FrameType, *_: object) -> Callable[..., Any]:
            frame.f_trace_lines, frame.f_trace_opcodes = False, True
            code = frame.f_code  # once a frame: asking for it is an event for audits
            return tracers.get(code) or tracers.setdefault(code, _tracer(code, step))

        _WATCH.turn_on()
        sys.settrace(enter)

    def _tracer(code: CodeType, step: _Step) -> Callable[..., Any]:
        def trace(frame: FrameType, event: str, _: object) -> Callable[..., Any]:
            if event == "opcode":
                step(code, frame.f_lasti)
            return trace

        return trace

    def _stop() -> str:
        """End it; how it was ended before, if it was."""
        is_on = sys.gettrace() is not None
        sys.settrace(None)
        return "" if is_on else "sys.settrace"


_NOT_COUNTED = {id(function.__code__) for function in (StepCounter.run, _stop)}
