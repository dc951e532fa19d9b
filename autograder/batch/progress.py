"""How far a batch is: what came of the hand-ins so far, how fast it goes, and how long it will take."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta

from autograder.batch.plan import Planned, State
from autograder.policy.wording import duration

_MIN_SECONDS = 1.0  # before which a rate means nothing
_STEPS = ((10, 1), (30, 5), (120, 10))  # below so many seconds left, as exact as so many; else minutes


@dataclass(frozen=True, kw_only=True)
class Progress:
    """A moment of a batch.

    Attributes:
        what: is being done now.
        done: hand-ins of which all is known, those of earlier runs included.
        note: the rest, in words: rate, time left, what came of them.
    """

    what: str
    done: int
    total: int
    note: str = ""


Tell = Callable[[Progress], None]


@dataclass
class Tally:
    """What came of the hand-ins of a plan so far.

    Attributes:
        waiting: keys of those that are to be examined.
        found: how many are graded, unreadable, held.
        again: keys of those whose last try failed, and which will be tried again.
    """

    plan: Iterable[Planned]
    clock: Callable[[], float] = time.monotonic
    waiting: set[str] = field(default_factory=set)
    found: Counter[str] = field(default_factory=Counter)
    again: set[str] = field(default_factory=set)
    total: int = 0

    def __post_init__(self) -> None:
        for planned in self.plan:
            self.total += 1
            self.waiting.add(planned.hand_in.key)
            self.see(planned)
        self.again.clear()
        self._began, self._known = self.clock(), self.done

    @property
    def done(self) -> int:
        """How many hand-ins all is known of."""
        return self.total - len(self.waiting)

    def see(self, planned: Planned) -> None:
        """Take into account what the disk says of one that was waiting."""
        key, state = planned.hand_in.key, planned.state
        if state is State.MISSING:
            self.again.add(key)
        elif key in self.waiting:
            self.waiting.discard(key)
            self.again.discard(key)
            graded = "graded" if planned.is_readable else "unreadable"
            self.found["held" if state is State.HELD else graded] += 1

    def progress(self, what: str) -> Progress:
        """This moment."""
        return Progress(what=what, done=self.done, total=self.total, note=self._note())

    def _note(self) -> str:
        outcomes = [f"{count} {what}" for what in ("graded", "unreadable", "held") if (count := self.found[what])]
        outcomes += [f"{len(self.again)} to be tried again"] if self.again else []
        return "; ".join(filter(None, [self._pace(), ", ".join(outcomes)]))

    def _pace(self) -> str:
        """Rate and time left, as far as this run shows them."""
        seconds, done = self.clock() - self._began, self.done - self._known
        if not done or seconds < _MIN_SECONDS or not self.waiting:
            return ""
        left = timedelta(seconds=round(len(self.waiting) * seconds / done))
        return f"{_rate(done / seconds)}, about {duration(_rounded(left))} left"


def _rate(per_second: float) -> str:
    """A rate in the largest unit of time in which it is a small number.

    >>> _rate(4.21), _rate(0.5), _rate(0.005)
    ('4.2 a second', '30 a minute', '18 an hour')
    """
    for seconds, unit in ((1, "a second"), (60, "a minute")):
        if per_second * seconds >= 1:
            return f"{per_second * seconds:.2g} {unit}"
    return f"{per_second * 3600:.2g} an hour"


def _rounded(left: timedelta) -> timedelta:
    """As exact as a guess can be.

    >>> [str(_rounded(timedelta(seconds=left))) for left in (0, 3, 14, 47, 247)]
    ['0:00:01', '0:00:03', '0:00:15', '0:00:50', '0:04:00']
    """
    seconds = left.total_seconds()
    step = next((step for below, step in _STEPS if seconds < below), 60)
    return timedelta(seconds=max(step, round(seconds / step) * step))
