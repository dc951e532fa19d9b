"""The contract that every back end keeps, and what may come of a call.

A *sandbox* starts *candidates*; a candidate holds one submission and answers calls. What a submission does wrong is a
`CandidateFailure`: data about the student's code, carried to the check that made the call. What we do wrong is a
`SandboxFault`: it never costs points. Times are seconds of wall clock, sizes MiB.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from autograder.records import Isolation, Outcome, SourceFile
from autograder.sandbox.wire import Handle


@dataclass(frozen=True)
class Bounds:
    """What one candidate may use.

    Attributes:
        seconds: wall time in which it must have answered everything it is asked.
        memory_mb: address space beyond what the libraries take.
        reply_mb: size of one answer.
    """

    seconds: float
    memory_mb: int
    reply_mb: int


@dataclass(frozen=True)
class Part:
    """One part of a result: its name for messages, and whether it stays in the candidate."""

    name: str
    kept: bool = False


@dataclass(frozen=True)
class LineSteps:
    """What ran at one line of a hand-in, and in the libraries that it called.

    Attributes:
        origin: the file, as `loader.by_file` names it; empty for what no line of the hand-in led to.
        line: 1-based; 0 where there is none.
        steps: lines that began and frames that were entered.
        times: how often that line began that began most often.
    """

    origin: str
    line: int
    steps: int
    times: int


@dataclass(frozen=True)
class Steps:
    """What ran for one call, by what the candidate says: it may say less than is true.

    Attributes:
        lines: each line once.
        disturbed: by what the hand-in interfered with the counting; empty if nothing was seen.
    """

    lines: tuple[LineSteps, ...]
    disturbed: str = ""


class CandidateFailure(Exception):
    """The submission did not answer as asked. Not one of ours: `outcome` is never a fault.

    Attributes:
        outcome: crashed, failed, timed out, out of memory or not allowed.
        message: for whoever may see it; names the function, and the student's own line where there is one.
        told: what the student may read of it even where a hidden check met it, because nothing hidden is in it.
    """

    def __init__(self, outcome: Outcome, message: str, told: str = "") -> None:
        super().__init__(message)
        self.outcome = outcome
        self.message = message
        self.told = told


class Candidate(Protocol):
    """A process that holds one submission. Every method but `close` may raise `CandidateFailure`."""

    def call(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> object:
        """Call ``module.function``.

        Args:
            function: dotted, ``layers.conv2d_forward``; or a method of a handle, ``#3.forward``.
            arguments, options: positional and keyword arguments; `Handle` stands for what it is a handle of.
            returning: the parts that the result must have; more than one make a tuple. Without it the result is
                taken as it is, and what cannot be sent becomes a `Handle`.
        """
        ...

    def count(
        self,
        function: str,
        arguments: Sequence[object],
        options: Mapping[str, object],
        returning: Sequence[Part] | None = None,
    ) -> tuple[object, Steps]:
        """Call as `call` does, which takes several times as long, and count what runs."""
        ...

    def keep(self, value: object) -> Handle:
        """Send a value to stay there."""
        ...

    def fetch(self, handle: Handle) -> object:
        """What a handle stands for, as it is now."""
        ...

    def network(self, task: str, **arguments: object) -> object:
        """What a task of ours gives that runs the network of a hand-in: the methods of `network.CandidateNetwork`."""
        ...

    def processor_seconds(self) -> float | None:
        """Processor time that its process has used, as the system tells it; None where it does not."""
        ...

    @property
    def printed(self) -> str:
        """What the submission printed so far, shortened."""
        ...

    def close(self) -> None:
        """End the candidate and all it started; never raises."""
        ...


class Sandbox(Protocol):
    """Starts candidates, one at a time. Use as a context manager: leaving it ends everything."""

    @property
    def isolation(self) -> Isolation:
        """What confines its candidates, as probed."""
        ...

    @property
    def killed(self) -> int:
        """How many candidates so far were killed by the system or by somebody, not by the sandbox."""
        ...

    def start(self, sources: Mapping[str, SourceFile], bounds: Bounds) -> Candidate:
        """A fresh candidate that holds `sources`; nothing of them has run yet. Raises `SandboxFault`."""
        ...

    def close(self) -> None:
        """End everything."""
        ...

    def __enter__(self) -> Sandbox: ...

    def __exit__(self, *exception: object) -> None: ...
