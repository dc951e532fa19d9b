"""Both sides prepared, proved right, and then timed in turns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

from cases import QUESTION, stored_cases
from classroom import HandIn, endless, one_question_class, whole_class, with_endless
from ours import ASSIGNMENT, SECRET, Ours, checks_of, make_course, write_export
from peer import Otter, checks_of_otter, write_notebook
from processes import CommandFailed, Peak
from rates import BatchTiming, Timing

CONV, CONV_ENDLESS = "autograder, conv", "autograder, conv, endless loops"
ONE, ONE_WORKER = "autograder, one question", "autograder, one question, 1 worker"
RUN, RUN_AT_ONCE, LOOP = "otter run, one by one", "otter run, at once", "otter, one process"
PATIENCE = 60.0  # seconds that otter gets for an endless loop

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """How much to measure.

    Attributes:
        hand_ins: in each batch of ours.
        rounds: repetitions of everything.
        otter_runs: hand-ins that otter grades in each round, in each way of running it.
        endless: hand-ins with an endless loop, in the batch that has some.
        memory: sizes of the batches whose memory is compared.
        cores: workers of ours, and runs of otter at once.
    """

    hand_ins: int
    rounds: int
    otter_runs: int
    endless: int
    memory: tuple[int, ...]
    cores: int


@dataclass
class Figures:
    """What was measured.

    Attributes:
        timings: by what was run, one for each round.
        memory: our peaks, by the size of the batch.
        otter_memory: of one `otter run`.
        otter_ended_endless: whether otter came to an end on an endless loop within `PATIENCE`.
        layers: of isolation that were on around every hand-in of ours.
    """

    timings: dict[str, list[Timing]] = field(default_factory=dict)
    memory: dict[int, Peak] = field(default_factory=dict)
    otter_memory: Peak | None = None
    otter_ended_endless: bool | None = None
    layers: list[str] = field(default_factory=list)

    def add(self, name: str, timing: Timing) -> None:
        """Note one more repetition of `name`."""
        self.timings.setdefault(name, []).append(timing)


@dataclass(frozen=True)
class Batch:
    """Hand-ins and the export that holds them."""

    side: Ours
    hand_ins: list[HandIn]
    export: Path

    def time(self, workers: int) -> BatchTiming:
        """Grade them all."""
        return self.side.time(self.export, self.hand_ins, workers)


class OurBench:
    """What is measured of us.

    Args:
        folder: everything is written here.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._plan = plan
        self._conv, self._one = _side(folder / "course"), _side(folder / "one-question-course", QUESTION)
        hand_ins = whole_class(self._conv.workspace, plan.hand_ins)
        self.conv = _batch(self._conv, hand_ins)
        self.endless = _batch(self._conv, with_endless(hand_ins, plan.endless))
        self.one = _batch(self._one, one_question_class(self._conv.workspace, plan.hand_ins), notebooks=True)

    def memory(self, size: int) -> Peak:
        """The peak over a class of `size`."""
        batch = _batch(self._conv, whole_class(self._conv.workspace, size))
        return self._conv.memory(batch.export, self._plan.cores)

    def layers(self) -> list[str]:
        """The isolation of the last run."""
        return self._conv.layers()
