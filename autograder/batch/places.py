"""Places beyond this process: chunks of hand-ins, worked on by whoever gets them, and the disk says what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable, Collection, Generator, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError, Executor, Future
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from autograder.batch.chunks import Run, require_no_faults, run_chunk
from autograder.batch.job import Job
from autograder.batch.plan import Plan, Planned, State
from autograder.gradebook import Keys, read_took

_LOOK_SECONDS = 0.5
_MAX_SHARE = 0.2  # of the time is spent with looking, where there are thousands of folders
_CHUNKS_WANTED = 8
_MAX_CHUNK = 25  # hand-ins
_ASKED = 100  # hand-ins that are looked at for what one takes

Alive = Callable[[], Collection[str]]
"""The names of the chunks that are waiting or worked on; asked again and again."""


class Launcher(Protocol):
    """Has chunks worked on."""

    def size(self, count: int, seconds: float | None) -> int:
        """How many of `count` hand-ins make a chunk; `seconds` is what one takes, as far as that is known."""
        ...

    def launch(self, run: Run, chunks: Mapping[str, Sequence[str]]) -> AbstractContextManager[Alive]:
        """Have `chunks` worked on; leaving the context ends what is going on.

        Raises:
            GraderFault: nobody takes them.
        """
        ...

    @property
    def faults(self) -> Sequence[str]:
        """Why chunks of the last launch came to nothing, beyond what they said themselves."""
        ...

    @property
    def blamed(self) -> Mapping[str, str]:
        """Chunk → why it was ended, where that may be the doing of what was examined then."""
        ...


@dataclass(frozen=True)
class Elsewhere:
    """A `Place` that is not here: whatever `launcher` reaches, which must see the files of course and results."""

    job: Job
    keys: Keys
    plan: Plan
    launcher: Launcher

    def examine(self, keys: Sequence[str]) -> Generator[str]:
        """Try each of these hand-ins once."""
        run = Run.write(self.job, self.keys.shared, {key: self.plan[key].content.key for key in keys})
        chunks = run.cut(keys, self.launcher.size(len(keys), self._seconds()))
        watched = _Watched({key: self.plan[key] for key in keys})
        with self.launcher.launch(run, chunks) as alive:
            while alive():
                yield from watched.news()
                watched.wait()
        self._blame(chunks)
        yield from watched.news()
        if not watched.moved:
            require_no_faults(run, list(chunks), self.launcher.faults)

    def _blame(self, chunks: Mapping[str, Sequence[str]]) -> None:
        for name, why in self.launcher.blamed.items():
            for attempts in (self.plan[key].attempts for key in chunks[name]):
                for number in attempts.open:
                    attempts.failed(number, f"{why}\n\nTo try it alone: {self.job.command(attempts.folder.name)}")

    def _seconds(self) -> float | None:
        """What a hand-in takes, by some that are done."""
        done = (planned for planned in self.plan.values() if planned.state is State.DONE and planned.is_readable)
        took = [read_took(planned.folder, planned.content) for planned in islice(done, _ASKED)]
        seconds = [each.seconds for each in took if each is not None]
        return sum(seconds) / len(seconds) if seconds else None


class _Watched:
    """The folders of some hand-ins, looked at again and again.

    Attributes:
        moved: whether anything at all came of any of them: a try that was interrupted counts, too.
    """

    def __init__(self, plan: dict[str, Planned]) -> None:
        self._waiting = plan
        self._before = {key: _failed(planned) for key, planned in plan.items()}
        self._tried = sum(planned.attempts.count for planned in plan.values())
        self._plan = dict(plan)
        self._seconds = 0.0
        self._any = False

    @property
    def moved(self) -> bool:
        return self._any or sum(planned.attempts.count for planned in self._plan.values()) != self._tried

    def news(self) -> Iterator[str]:
        """The keys of those that were tried since the last look."""
        began = time.monotonic()
        found = [key for key, planned in self._waiting.items() if self._is_news(key, planned)]
        self._seconds = time.monotonic() - began
        for key in found:
            self._any = True
            del self._waiting[key]
            yield key

    def wait(self) -> None:
        """Let some time pass, the more the longer a look takes."""
        time.sleep(max(_LOOK_SECONDS, self._seconds / _MAX_SHARE))

    def _is_news(self, key: str, planned: Planned) -> bool:
        return planned.state is not State.MISSING or _failed(planned) != self._before[key]


def _failed(planned: Planned) -> int:
    return planned.attempts.count - len(planned.attempts.open)


class Executors:
    """A `Launcher`: a `concurrent.futures.Executor`, whatever it is.

    Args:
        make: gives one for a pass, and ends it; one that broke may be followed by a whole one.
        chunk: hand-ins in a chunk; 0: so many that there are a few chunks.
    """

    def __init__(self, make: Callable[[], AbstractContextManager[Executor]], chunk: int = 0) -> None:
        self._make = make
        self._chunk = chunk
        self.faults: list[str] = []
        self.blamed: dict[str, str] = {}

    def size(self, count: int, seconds: float | None) -> int:  # noqa: ARG002 - as many chunks, however long they take
        """How many of `count` hand-ins make a chunk."""
        return self._chunk or min(_MAX_CHUNK, -(-count // _CHUNKS_WANTED))

    @contextmanager
    def launch(self, run: Run, chunks: Mapping[str, Sequence[str]]) -> Iterator[Alive]:
        """Submit every chunk."""
        self.faults = []
        with self._make() as executor:
            futures: dict[str, Future[str]] = {}
            try:
                for name in chunks:
                    futures[name] = executor.submit(run_chunk, str(run.folder), name)
            except RuntimeError as error:  # it is broken, or shut down
                self.faults.append(f"the executor takes no work: {error}")
            try:
                yield lambda: [name for name, future in futures.items() if not future.done()]
            finally:
                run.withdraw(chunks)
                for future in futures.values():
                    future.cancel()
        self.faults += [_why(future) for future in futures.values() if _why(future)]


def _why(future: Future[str]) -> str:
    try:
        error = future.exception(timeout=0)
    except (CancelledError, TimeoutError):
        return ""
    return f"{type(error).__name__}: {error}" if error is not None else ""
