"""Candidates of which every call of one function is counted or timed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from autograder.sandbox.base import Candidate, Part, Steps
from autograder.sandbox.wire import Handle


class _Watched:
    """A `Candidate` that watches the calls of `function` and passes on all others.

    Results stay, because to send them back takes the longer the larger they are.

    Attributes:
        calls: how many were watched.
    """

    def __init__(self, candidate: Candidate, function: str) -> None:
        self._candidate = candidate
        self._function = function
        self.calls = 0

    def call(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> object:
        if function != self._function:
            return self._candidate.call(function, arguments, options, returning)
        self.calls += 1
        parts = [Part(part.name, kept=True) for part in returning or [Part("result")]]
        return self._watched(arguments, options, parts)

    def count(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> tuple[object, Steps]:
        return self._candidate.count(function, arguments, options, returning)

    def keep(self, value: object) -> Handle:
        return self._candidate.keep(value)

    def fetch(self, handle: Handle) -> object:
        return self._candidate.fetch(handle)

    def network(self, task: str, **arguments: object) -> object:
        return self._candidate.network(task, **arguments)

    def processor_seconds(self) -> float | None:
        return self._candidate.processor_seconds()

    @property
    def printed(self) -> str:
        return self._candidate.printed

    def close(self) -> None:
        self._candidate.close()

    def _watched(self, arguments: Sequence[object], options: Mapping[str, object], parts: Sequence[Part]) -> object:
        raise NotImplementedError


class Counted(_Watched):
    """Counts the steps of each call.

    Attributes:
        steps: of the calls so far.
    """

    def __init__(self, candidate: Candidate, function: str) -> None:
        super().__init__(candidate, function)
        self.steps: list[Steps] = []

    def _watched(self, arguments: Sequence[object], options: Mapping[str, object], parts: Sequence[Part]) -> object:
        value, steps = self._candidate.count(self._function, arguments, options, parts)
        self.steps.append(steps)
        return value


class Timed(_Watched):
    """Measures the processor time of each call.

    Attributes:
        seconds: of the calls so far; zero where it cannot be read.
    """

    def __init__(self, candidate: Candidate, function: str) -> None:
        super().__init__(candidate, function)
        self.seconds: list[float] = []

    def _watched(self, arguments: Sequence[object], options: Mapping[str, object], parts: Sequence[Part]) -> object:
        before = self._candidate.processor_seconds()
        value = self._candidate.call(self._function, arguments, options, parts)
        after = self._candidate.processor_seconds()
        self.seconds.append(0.0 if before is None or after is None else after - before)
        return value
