"""Both sides prepared, proved right, and measured."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from cases import stored_cases
from classroom import HandIn, endless, one_question_class, whole_class, with_endless
from ours import ASSIGNMENT, SECRET, Ours, make_course, tests_of_ours, write_export
from peer import Otter, notebook, tests_of_otter
from processes import CommandFailed, Peak, Ran
from rates import BatchTiming, Timing

QUESTION = "conv2d_forward"
CONV, CONV_ENDLESS = "autograder, conv", "autograder, conv with endless loops"
ONE, ONE_WORKER = "autograder, one question", "autograder, one question, 1 worker"
RUN, RUN_AT_ONCE, LOOP = "otter run, one by one", "otter run, at once", "otter API, one process"

Measures = dict[str, Callable[[], Timing]]


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


class OurBench:
    """What is measured of us: the whole assignment from modules, and one question from otter's notebooks.

    Args:
        folder: everything is written here.
    """

    def __init__(self, folder: Path, plan: Plan) -> None:
        self._folder, self._plan = folder, plan
        self._conv = self._side("course")
        self._one = self._side("one-question-course", QUESTION)
        self._class = whole_class(self._conv.workspace, plan.hand_ins)
        self.one_question_class = one_question_class(self._conv.workspace, QUESTION, plan.hand_ins)

    def warm_up(self) -> tuple[list[str], int]:
        """Grade a few, so that files are compiled and cached; the layers of isolation that were on, and the checks."""
        few = self._class[:4]
        self._conv.time(self._modules("few", few), few, self._plan.cores)
        return self._conv.layers(), self._conv.checks()

    def measures(self) -> Measures:
        """What is timed in every round."""
        looping = with_endless(self._class, QUESTION, self._plan.endless)
        conv, loops = self._modules("conv", self._class), self._modules("loops", looping)
        texts = [notebook(hand_in, QUESTION) for hand_in in self.one_question_class]
        one = write_export([{"conv.ipynb": text} for text in texts], self._folder / "one.zip")
        cores = self._plan.cores
        return {
            CONV: lambda: self._conv.time(conv, self._class, cores),
            ONE: lambda: self._one.time(one, self.one_question_class, cores),
            ONE_WORKER: lambda: self._one.time(one, self.one_question_class, 1),
            CONV_ENDLESS: lambda: self._conv.time(loops, looping, cores),
        }

    def memory(self, size: int) -> Peak:
        """The peak over a class of `size`."""
        hand_ins = whole_class(self._conv.workspace, size)
        return self._conv.memory(self._modules("memory", hand_ins), self._plan.cores)

    def _side(self, name: str, question: str | None = None) -> Ours:
        course = self._folder / name
        return Ours(make_course(course, question), course, self._folder)

    def _modules(self, name: str, hand_ins: list[HandIn]) -> Path:
        return write_export([hand_in.files for hand_in in hand_ins], self._folder / f"{name}.zip")


class OtterBench:
    """What is measured of otter, on the hand-ins of our one-question class, in their order.

    Args:
        folder: everything is written here.
    """

    def __init__(self, otter: Otter, hand_ins: list[HandIn], plan: Plan) -> None:
        self._otter, self._hand_ins, self._plan = otter, hand_ins, plan
        self._turn = cycle(range(len(hand_ins)))

    def prepare(self) -> None:
        """Pack the assignment; a right answer must get all points and a wrong one not.

        Raises:
            CommandFailed: otter fails, or judges differently, or its tests are not those of our exam.
        """
        ours, theirs = tests_of_ours(QUESTION), tests_of_otter(QUESTION)
        if ours != theirs:
            raise CommandFailed(f"otter_tests/{QUESTION}.py is out of step with our exam: {sorted(ours ^ theirs)}")
        self._otter.generate(stored_cases(SECRET, ASSIGNMENT, QUESTION))
        for right in (True, False):
            self._grade(next(place for place, each in enumerate(self._hand_ins) if each.right is right))

    def measures(self) -> Measures:
        """What is timed in every round."""
        return {RUN: lambda: self._runs(1), RUN_AT_ONCE: lambda: self._runs(self._plan.cores), LOOP: self._loop}

    def memory(self) -> Peak:
        """The peak of one `otter run`."""
        return self._otter.memory(self._notebook(0))

    def ends_endless_within(self, seconds: float) -> bool:
        """Whether `otter run` comes to an end on an endless loop."""
        path = self._otter.folder / "endless.ipynb"
        path.write_text(notebook(endless(self._hand_ins[0], QUESTION), QUESTION), encoding="utf-8")
        return self._otter.ends_within(path, seconds)

    def _runs(self, at_once: int) -> Timing:
        places = self._next_places()
        started = time.perf_counter()
        with ThreadPoolExecutor(at_once) as pool:
            ran = list(pool.map(self._grade, places))
        wall = time.perf_counter() - started
        return Timing(len(ran), wall, sum(each.cpu for each in ran))

    def _loop(self) -> BatchTiming:
        places = self._next_places()
        ran, finished, shares = self._otter.grade_in_one_process([self._notebook(place) for place in places])
        for place, share in zip(places, shares, strict=True):
            self._require_right(place, share)
        return BatchTiming.of(ran, finished)

    def _next_places(self) -> list[int]:
        return list(islice(self._turn, self._plan.otter_runs))

    def _grade(self, place: int) -> Ran:
        ran, share = self._otter.grade(self._notebook(place))
        self._require_right(place, share)
        return ran

    def _require_right(self, place: int, share: float) -> None:
        hand_in = self._hand_ins[place]
        if (share == 1.0) is not hand_in.right:
            raise CommandFailed(f"otter gives {hand_in.name} {share:.0%} of the points")

    def _notebook(self, place: int) -> Path:
        path = self._otter.folder / f"{place}.ipynb"
        path.write_text(notebook(self._hand_ins[place], QUESTION), encoding="utf-8")
        return path
