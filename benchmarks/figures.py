"""All that was measured, and the ratios that are made of it."""

from __future__ import annotations

import os
import platform
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path

from bench import CONV, LOOP, ONE, ONE_WORKER, RUN, RUN_AT_ONCE, Plan
from processes import Peak
from rates import BatchTiming, Spread, Timing

RATIO_TARGET = 30.0  # of the rate of `otter run`, for the same question
WHOLE_TARGET = 3.0  # all questions of conv, where `otter run` grades one

Figure = Callable[[Timing], float]


@dataclass(frozen=True)
class Ratio:
    """One figure of ours over one of otter's, round by round."""

    name: str
    values: Spread
    target: float | None = None

    @property
    def met(self) -> bool | None:
        """Whether the median reaches the target; None where there is none."""
        return None if self.target is None else self.values.median >= self.target


@dataclass
class Figures:
    """What was measured.

    Attributes:
        timings: by what was run, one for each round.
        memory: our peaks, by the size of the batch.
        otter_memory: of one `otter run`.
        otter_ended_endless: whether otter came to an end on an endless loop, in the time it got.
        layers: of isolation that were on around our hand-ins.
        checks: of a hand-in of conv.
    """

    plan: Plan
    timings: dict[str, list[Timing]] = field(default_factory=dict)
    memory: dict[int, Peak] = field(default_factory=dict)
    layers: list[str] = field(default_factory=list)
    checks: int = 0
    otter_version: str | None = None
    otter_memory: Peak | None = None
    otter_ended_endless: bool | None = None

    def add(self, name: str, timing: Timing) -> None:
        """Note one more repetition of `name`."""
        self.timings.setdefault(name, []).append(timing)

    def spread(self, name: str, figure: Figure) -> Spread:
        """A figure of `name` over the rounds."""
        return Spread(tuple(figure(timing) for timing in self.timings[name]))

    def speed(self) -> Ratio:
        """Checks of conv per second."""
        rates = self.spread(CONV, lambda timing: self.checks * rate(timing))
        return Ratio(f"all of conv, checks per second after start-up ({self.checks} a hand-in)", rates)

    def ratios(self) -> list[Ratio]:
        """How many times faster, or cheaper, ours is than otter; none without otter."""
        if RUN not in self.timings:
            return []
        run = self.spread(RUN, rate_of_all)
        at_once, loop = self.spread(RUN_AT_ONCE, rate_of_all), self.spread(LOOP, rate)
        one, one_in_all = self.spread(ONE, rate), self.spread(ONE, rate_of_all)
        cpu = self.spread(RUN, cpu_each).over(self.spread(ONE, cpu_each))
        return [
            Ratio("one question, after start-up / otter run", one.over(run), RATIO_TARGET),
            Ratio(
                "all of conv, after start-up / otter run of one question",
                self.spread(CONV, rate).over(run),
                WHOLE_TARGET,
            ),
            Ratio("one question, all included / otter run", one_in_all.over(run)),
            Ratio("one question, all included / otter run, at once", one_in_all.over(at_once)),
            Ratio("one question, 1 worker / otter API, both after start-up", self.spread(ONE_WORKER, rate).over(loop)),
            Ratio("processor time each, all included: otter run / one question", cpu),
        ]

    def growth(self, kind: Callable[[Peak], float]) -> float:
        """How much more memory the largest batch took than the smallest, as a ratio."""
        return kind(self.memory[max(self.memory)]) / kind(self.memory[min(self.memory)])

    def as_json(self) -> dict[str, object]:
        """Everything, for later programs."""
        return {
            "machine": machine(),
            "versions": {"python": platform.python_version(), "otter-grader": self.otter_version} | _versions(),
            "plan": asdict(self.plan),
            "isolation": self.layers,
            "checks": self.checks,
            "timings": {name: [_timing(each) for each in timings] for name, timings in self.timings.items()},
            "ratios": [
                {"name": each.name, "target": each.target, "met": each.met} | each.values.as_json()
                for each in self.ratios()
            ],
            "memory_mib": {str(size): asdict(peak) for size, peak in self.memory.items()},
            "otter_memory_mib": asdict(self.otter_memory) if self.otter_memory else None,
            "otter_ended_endless": self.otter_ended_endless,
        }


def rate(timing: Timing) -> float:
    """Hand-ins per second after start-up, of a program that starts once."""
    assert isinstance(timing, BatchTiming)
    return timing.rate


def rate_of_all(timing: Timing) -> float:
    """Hand-ins per second, everything included."""
    return timing.rate_of_all


def cpu_each(timing: Timing) -> float:
    """Seconds of processor time for each hand-in, everything included."""
    return timing.cpu_each


def machine() -> dict[str, object]:
    """What the figures were measured on."""
    models = [line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")]
    return {
        "platform": platform.platform(),
        "processor": models[0].partition(":")[2].strip() if models else platform.machine(),
        "cores_used": len(os.sched_getaffinity(0)),
        "load_before": _LOAD,
    }


def _timing(timing: Timing) -> dict[str, float]:
    derived = {"rate_of_all": timing.rate_of_all, "cpu_each": timing.cpu_each}
    return asdict(timing) | derived | ({"rate": timing.rate} if isinstance(timing, BatchTiming) else {})


def _versions() -> dict[str, str]:
    return {name: version(name) for name in ("cv-autograder", "numpy", "torch")}


_LOAD = os.getloadavg()[0]  # at the start, before there is any of ours
