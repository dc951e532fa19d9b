"""A sandbox that notes which functions of a hand-in its candidates are asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograder.records import Isolation, SourceFile
from autograder.sandbox.base import Bounds, Candidate, Part, Sandbox, Steps
from autograder.sandbox.wire import Handle


@dataclass
class Listening:
    """A `Sandbox` around another, which its owner closes.

    Attributes:
        called: ``module.name`` of every function asked for; methods of what one gave belong to that one.
    """

    sandbox: Sandbox
    called: set[str] = field(default_factory=set)

    @property
    def isolation(self) -> Isolation:
        """That of the sandbox inside."""
        return self.sandbox.isolation

    @property
    def killed(self) -> int:
        """As the sandbox inside counts them."""
        return self.sandbox.killed

    def start(self, sources: Mapping[str, SourceFile], bounds: Bounds) -> Candidate:
        """A candidate of the sandbox inside that is listened to."""
        return _Overheard(self.sandbox.start(sources, bounds), self.called)

    def close(self) -> None:
        """Leave the sandbox inside to its owner."""

    def __enter__(self) -> Listening:
        return self

    def __exit__(self, *exception: object) -> None:
        self.close()


@dataclass
class _Overheard:
    candidate: Candidate
    called: set[str]

    def call(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> Any:
        self._note(function)
        return self.candidate.call(function, arguments, options, returning)

    def count(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> tuple[object, Steps]:
        self._note(function)
        return self.candidate.count(function, arguments, options, returning)

    def keep(self, value: object) -> Handle:
        return self.candidate.keep(value)

    def fetch(self, handle: Handle) -> object:
        return self.candidate.fetch(handle)

    def network(self, task: str, **arguments: object) -> object:
        if task == "build":
            self.called |= {str(arguments[each]) for each in ("function", "decode") if arguments[each]}
        return self.candidate.network(task, **arguments)

    def processor_seconds(self) -> float | None:
        return self.candidate.processor_seconds()

    @property
    def printed(self) -> str:
        return self.candidate.printed

    def close(self) -> None:
        self.candidate.close()

    def _note(self, function: str) -> None:
        if not function.startswith("#"):
            self.called.add(function)
