"""Watches a question's function while it runs: what it does must not take more steps the larger its inputs are.

Two witnesses beside the reading of the source. Steps of Python are counted inside the candidate: exactly, but by a
process that the hand-in shares; more steps break the rule. Processor time is measured from outside, where nothing can
be forged, but it is noisy and knows no lines: it is a flag for staff and decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from itertools import pairwise
from statistics import median
from typing import NoReturn

import numpy as np

from autograder.errors import ExamFault
from autograder.exam.growth import Growth
from autograder.exam.source.lines import line_of
from autograder.exam.submission import ExamSubmission
from autograder.exam.verdict import BrokenRule
from autograder.exam.watched import Counted, Timed
from autograder.records import SourceFile
from autograder.sandbox.base import Candidate, CandidateFailure, LineSteps, Steps
from autograder.sandbox.loader import by_file

SLOWER = 5.0
"""How much longer no vectorised answer takes for hundreds of times the input. Measured on the questions of `conv` with
some six processes competing for two cores: of 840 examinations of the reference and the alternates one saw more than 3
times as long, of 2,160 none 5 times; a loop over images or rows of the kernel takes 8 times as long and more."""

_MORE = 2  # how much more often a line runs, twice over, where it is a loop; what takes halves does so once at most
_MANY_MORE = 8  # the same for inputs hundreds of times as large: a loop that takes many at a time
_TOGETHER = (2, 4, 6)  # by how much all sizes grow at once: a loop over the smaller of two sizes needs both
_REPETITIONS = 5  # of which the median counts: now and then the system adds time to the reading after, not to its own
_UNMEASURED = "processor time cannot be measured here, so loops that hide from the count are not seen"
_UNSEEN = "nothing of the hand-in was seen to run"

_Lines = Mapping[tuple[str, int], LineSteps]


class Witness:
    """Watches one function of one submission, in a candidate of its own.

    Args:
        function: ``module.name``.
        candidate: nothing of the hand-in has run in it.
        sources: of the hand-in, to say where a loop is.
    """

    def __init__(self, growth: Growth, function: str, candidate: Candidate, sources: Mapping[str, SourceFile]) -> None:
        self._growth = growth
        self._function = function
        self._candidate = candidate
        self._files = by_file(sources.values())
        self._rng = np.random.default_rng(0)

    def watch(self) -> str:
        """What staff should look into, or nothing.

        Raises:
            BrokenRule: more runs, the larger the inputs are.
            CandidateFailure: the function does not answer as asked.
            ExamFault: the exam does not call it.
        """
        with closing(self._candidate):
            unseen = self._count()
            return "; ".join(filter(None, [unseen, *self._time()]))

    def _count(self) -> str:
        """Hold it to its steps; what is odd about the count, if anything."""
        self._call(Timed(self._candidate, self._function), self._growth.tiny())  # what runs once only has run then
        tiny = self._steps()
        for name, size in self._growth.sizes.items():
            self._hold(name, {size.tiny: tiny}, size.grown, 2 * size.grown - size.tiny)
        self._hold_together()
        return "" if any(origin for origin, _ in tiny) else _UNSEEN

    def _hold(self, name: str, counted: dict[int, _Lines], *sizes: int, least: int = _MORE) -> None:
        """Refuse a line that runs more often each time that `name` grows; a branch that is taken grows only once."""
        for size in sizes:
            before = counted[max(counted)]
            counted[size] = self._steps(**{name: size})
            line = _fastest_growing(before, counted[size], least)
            if line is None:
                return
        (first, steps), *others = ((size, _total(lines)) for size, lines in counted.items())
        rest = ", ".join(f"{more:,} for {size:,}" for size, more in others)
        self._refuse(f"as {name} grows: {steps:,} steps for {name} = {first}, {rest}", line)

    def _hold_together(self) -> None:
        """The same where all sizes grow at once."""
        sizes = [{name: size.tiny + more for name, size in self._growth.sizes.items()} for more in _TOGETHER]
        counted = [self._steps(**grown) for grown in sizes]
        lines = [_fastest_growing(before, after, _MORE) for before, after in pairwise(counted)]
        if all(lines) and lines[-1]:
            told = ", ".join(f"{name} = {size}" for name, size in sizes[-1].items())
            totals = ", then ".join(f"{_total(lines):,}" for lines in counted)
            self._refuse(f"as all sizes grow: {totals} steps up to {told}", lines[-1])

    def _refuse(self, how: str, line: LineSteps | None) -> NoReturn:
        told = f"; most of it in {self._told(line)}" if line else ""
        raise BrokenRule(f"{self._function} runs more and more Python {how}{told}")

    def _steps(self, **grown: int) -> _Lines:
        """What runs at each line for inputs that are tiny, but for what has grown."""
        counted = Counted(self._candidate, self._function)
        self._call(counted, self._growth.tiny(**grown))
        for steps in counted.steps:
            if steps.disturbed:
                raise BrokenRule(f"{self._function} disturbs the counting of what runs ({steps.disturbed})")
        return _together(counted.steps)

    def _time(self) -> list[str]:
        """For each size, how much longer it takes when there is much more, where that is suspicious.

        Who does not get so far at all is flagged, no more: many a right answer needs much memory.
        """
        timed = list(self._growth.timed())
        try:
            tiny = self._seconds() if timed else 0.0
            seconds = [self._seconds(**{name: many}) for name, many in timed]
            slower = [size for size, much in zip(timed, seconds, strict=True) if much > SLOWER * tiny]
            told = [self._slower(*size) for size in slower if tiny]
            self._count_many(timed)
        except CandidateFailure as failure:
            return [f"no answer for {' or '.join(f'{name} = {many:,}' for name, many in timed)}: {failure}"]
        return told if all([*seconds, tiny or not timed]) else [_UNMEASURED]

    def _count_many(self, timed: list[tuple[str, int]]) -> None:
        """Hold it to its steps for so much that even a loop over hundreds at a time shows."""
        for name, many in timed:
            grown = self._growth.sizes[name].grown
            self._hold(name, {grown: self._steps(**{name: grown})}, many // 2, many, least=_MANY_MORE)

    def _slower(self, name: str, many: int) -> str:
        """A second look at what seemed to take longer: something else may have been in the way."""
        tiny, much = self._seconds(), self._seconds(**{name: many})
        if not tiny or much <= SLOWER * tiny:
            return ""
        return (
            f"{much / tiny:.0f} times the processor time for {name} = {many:,} as for "
            f"{self._growth.sizes[name].tiny} ({1e3 * tiny:.2g} ms, {1e3 * much:.2g} ms)"
        )

    def _seconds(self, **grown: int) -> float:
        """Processor time for inputs that are tiny, but for what has grown; zero where it cannot be read."""
        return median(self._seconds_once(self._growth.tiny(**grown)) for _ in range(_REPETITIONS))

    def _seconds_once(self, sizes: Mapping[str, int]) -> float:
        timed = Timed(self._candidate, self._function)
        self._call(timed, sizes)
        return sum(timed.seconds)

    def _call(self, candidate: Counted | Timed, sizes: Mapping[str, int]) -> None:
        self._growth.call(ExamSubmission(lambda: candidate), self._rng, **sizes)
        if not candidate.calls:
            raise ExamFault(f"@growing({self._growth.question!r}) never calls {self._function}")

    def _told(self, line: LineSteps) -> str:
        source = self._files.get(line.origin)
        return f"{source.place(line.line)}: {line_of(source, line.line)}" if source else "a library"


def _together(calls: list[Steps]) -> _Lines:
    """The lines of several calls, added up."""
    lines: dict[tuple[str, int], LineSteps] = {}
    for line in (line for steps in calls for line in steps.lines):
        known = lines.get((line.origin, line.line), LineSteps(line.origin, line.line, 0, 0))
        lines[line.origin, line.line] = LineSteps(
            line.origin, line.line, known.steps + line.steps, known.times + line.times
        )
    return lines


def _fastest_growing(tiny: _Lines, grown: _Lines, least: int) -> LineSteps | None:
    """Of the lines that run at least so much more often, the one whose steps grew most.

    What counts is how often one and the same line runs: another branch can take many more steps, but only a loop takes
    one of them again and again.
    """
    growing = [line for at, line in grown.items() if line.times - _at(tiny, at).times >= least]
    return max(growing, key=lambda line: line.steps - _at(tiny, (line.origin, line.line)).steps, default=None)


def _at(lines: _Lines, at: tuple[str, int]) -> LineSteps:
    return lines.get(at, LineSteps(*at, 0, 0))


def _total(lines: _Lines) -> int:
    return sum(line.steps for line in lines.values())
