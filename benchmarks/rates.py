"""What a rate is here, and how repetitions of it are summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from processes import Ran


@dataclass(frozen=True)
class Timing:
    """Some hand-ins graded by processes that each pay for their own start; all times in seconds.

    Attributes:
        wall: from starting the first process to the end of the last.
        cpu: processor time of the processes and all their children.
    """

    hand_ins: int
    wall: float
    cpu: float

    @property
    def rate_of_all(self) -> float:
        """Hand-ins per second, everything included."""
        return self.hand_ins / self.wall

    @property
    def cpu_each(self) -> float:
        """Seconds of processor time for each hand-in, everything included."""
        return self.cpu / self.hand_ins

    def as_json(self) -> dict[str, float]:
        """What was measured."""
        return asdict(self)


@dataclass(frozen=True)
class BatchTiming(Timing):
    """Some hand-ins graded by one program that starts once.

    Attributes:
        startup: from starting the program to its first result; grading that hand-in is in it.
        grading: from the first result to the last, in which `hand_ins` - 1 were finished.
    """

    startup: float
    grading: float

    @classmethod
    def of(cls, ran: Ran, finished: Sequence[float]) -> BatchTiming:
        """From a run and the times (`time.time`) at which its results were there."""
        first, last = min(finished), max(finished)
        return cls(len(finished), ran.wall, ran.cpu, first - ran.started, last - first)

    @property
    def rate(self) -> float:
        """Hand-ins per second after start-up."""
        return (self.hand_ins - 1) / self.grading


@dataclass(frozen=True)
class Spread:
    """A figure over repetitions."""

    values: tuple[float, ...]

    @property
    def median(self) -> float:
        """The middle one."""
        return median(self.values)

    def over(self, other: Spread) -> Spread:
        """The ratios to `other`, each within its own repetition: noise that lasts for minutes cancels."""
        return Spread(tuple(one / another for one, another in zip(self.values, other.values, strict=True)))

    def as_json(self) -> dict[str, object]:
        """All values with their median and extremes."""
        return {"median": self.median, "min": min(self.values), "max": max(self.values), "values": self.values}

    def __str__(self) -> str:
        return f"{short(self.median)} ({short(min(self.values))} to {short(max(self.values))})"


def short(value: float) -> str:
    """Three digits that count."""
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
