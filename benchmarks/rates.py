"""What a rate is here, and how repetitions of it are summed up."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from processes import Ran


@dataclass(frozen=True)
class Timing:
    """One run over some hand-ins; all times in seconds.

    Attributes:
        wall: from starting the program to its end.
        startup: from starting the program to the first result; that hand-in's own grading is in it.
        grading: from the first result to the last, so the time of `hand_ins` - 1.
        cpu: processor time of the program and all its children.
    """

    hand_ins: int
    wall: float
    startup: float
    grading: float
    cpu: float

    @classmethod
    def of(cls, ran: Ran, finished: Sequence[float]) -> Timing:
        """From a run and the times (`time.time`) at which its results were there."""
        first, last = min(finished), max(finished)
        return cls(len(finished), ran.wall, first - ran.started, last - first, ran.cpu)

    @property
    def rate(self) -> float:
        """Hand-ins per second after start-up."""
        return (self.hand_ins - 1) / self.grading

    @property
    def rate_of_all(self) -> float:
        """Hand-ins per second, everything included."""
        return self.hand_ins / self.wall

    @property
    def cpu_each(self) -> float:
        """Seconds of processor time for each hand-in, everything included."""
        return self.cpu / self.hand_ins

    def as_json(self) -> dict[str, float]:
        """Measured and derived figures."""
        derived = {"rate": self.rate, "rate_of_all": self.rate_of_all, "cpu_each": self.cpu_each}
        return asdict(self) | derived


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
        return Spread(tuple(ours / theirs for ours, theirs in zip(self.values, other.values, strict=True)))

    def as_json(self) -> dict[str, object]:
        """All values with their median and extremes."""
        return {"median": self.median, "min": min(self.values), "max": max(self.values), "values": self.values}

    def __str__(self) -> str:
        return f"{_short(self.median)}  ({_short(min(self.values))} to {_short(max(self.values))})"


def _short(value: float) -> str:
    return f"{value:.3g}" if abs(value) < 100 else f"{value:.0f}"
