"""Grade many hand-ins on the cores of one machine, each result on disk as soon as it is known.

The exam is collected and rehearsed on the reference once; then forked workers take hand-ins one at a time, so that they
share the cases and expected answers. A worker that dies costs only the hand-in it held, as a fault.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from autograder.collect import collect
from autograder.errors import ConfigError, ExamFault
from autograder.exam.reference import read_reference
from autograder.exam.session import Exam
from autograder.grading import grade, grade_unreadable, held
from autograder.records import CheckResult, Graded, Isolation, Outcome, Submission, Unreadable
from autograder.report.results_json import results, seed_results, write_results
from autograder.sandbox.base import Sandbox
from autograder.sandbox.choose import for_grading
from autograder.workspace import Workspace

RESULTS_FILE = "results.json"
_GOODBYE_SECONDS = 5.0

Report = Callable[[Graded], None]
Open = Callable[[], Sandbox]


@dataclass(frozen=True)
class Batch:
    """Everything that stays the same over a batch.

    Attributes:
        out: one folder per hand-in is written here, with its ``results.json``.
        unsafe: grade even where candidates cannot be confined.
    """

    workspace: Workspace
    exam: Exam
    out: Path
    unsafe: bool = False

    def sandbox(self) -> Sandbox:
        """A sandbox for candidates; raises `SandboxFault` where there is no isolation."""
        workspace = self.workspace
        libraries = workspace.assignment.limits.libraries
        return for_grading(libraries, (*workspace.private_paths, self.out), unsafe=self.unsafe)


def rehearse(workspace: Workspace, exam: Exam, sandbox: Sandbox) -> None:
    """Hold the exam over the reference: it must pass, or the exam is broken and nobody is graded.

    It also makes every case and expected answer before workers are forked.

    Raises:
        ExamFault: the reference does not pass every check.
    """
    if workspace.reference is None or not workspace.reference.is_dir():
        return
    failed = [r for r in exam.examine(read_reference(workspace), sandbox) if r.outcome is not Outcome.PASSED]
    if failed:
        raise ExamFault("the reference does not pass its own exam:\n" + "\n".join(map(_told, failed)))


def run(batch: Batch, source: Path, workers: int, report: Report) -> None:
    """Grade every hand-in of `source`, in no particular order.

    Args:
        report: called in this process for each hand-in, after its result is on disk.

    Raises:
        ExportError: `source` cannot be read.
        ConfigError: results cannot be written.
        SandboxFault: there is no isolation here.
    """
    _make_private(batch.out)
    waiting = _readable(batch, source, report)
    if workers < 1 or not _can_fork():
        with batch.sandbox() as sandbox:
            for submission in waiting:
                _finish(batch, grade(batch.workspace, batch.exam, submission, sandbox), report)
        return
    with _Crew(batch, workers) as crew:
        for graded in crew.grade(waiting):
            _finish(batch, graded, report)


def _make_private(folder: Path) -> None:
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigError(f"{folder}: results cannot be written there ({error.strerror})") from None


def _readable(batch: Batch, source: Path, report: Report) -> Iterator[Submission]:
    """The submissions of `source`, each with its seeded result; what cannot be read is finished on the way."""
    for collected in collect(source, batch.workspace.assignment.files):
        folder = batch.out / collected.hand_in.key
        folder.mkdir(mode=0o700, exist_ok=True)
        seed_results(folder / RESULTS_FILE, batch.workspace.assignment, batch.exam.checks)
        if isinstance(collected, Unreadable):
            _finish(batch, grade_unreadable(batch.workspace, batch.exam.checks, collected), report)
        else:
            yield collected


def _finish(batch: Batch, graded: Graded, report: Report) -> None:
    path = batch.out / graded.hand_in.key / RESULTS_FILE
    write_results(path, results(graded, batch.workspace.assignment))
    report(graded)


def _told(result: CheckResult) -> str:
    return f"{result.check.id}: {result.outcome.value}: {result.message}\n{result.detail}".rstrip()


def _can_fork() -> bool:
    """MacOS has fork, but its own libraries do not survive it."""
    return sys.platform == "linux"


@dataclass
class _Worker:
    """A forked process that grades what it is sent."""

    process: BaseProcess
    connection: Connection
    holding: Submission | None = None


@dataclass
class _Crew:
    """Some workers, kept at the size that was asked for."""

    batch: Batch
    size: int
    workers: list[_Worker] = field(default_factory=list)

    def __enter__(self) -> _Crew:
        self.workers = [self._hire() for _ in range(self.size)]
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self.workers:
            with suppress(OSError):
                worker.connection.send(None)
        for worker in self.workers:
            worker.process.join(_GOODBYE_SECONDS if exception[0] is None else 0)
            worker.process.kill()
            worker.process.join()

    def grade(self, submissions: Iterator[Submission]) -> Iterator[Graded]:
        """Hand out work, and yield what comes back."""
        idle = list(self.workers)
        exhausted = False
        while True:
            while idle and not exhausted:
                submission = next(submissions, None)
                exhausted = submission is None
                if submission is not None:
                    self._assign(idle.pop(), submission)
            busy = [worker for worker in self.workers if worker.holding is not None]
            if not busy:
                return
            for worker in self._ready(busy):
                graded, worker = self._take(worker)
                idle.append(worker)
                yield graded

    def _assign(self, worker: _Worker, submission: Submission) -> None:
        worker.holding = submission
        with suppress(OSError):  # it died: `_take` will find out
            worker.connection.send(submission)

    def _ready(self, busy: list[_Worker]) -> list[_Worker]:
        signalled = wait([worker.connection for worker in busy])
        return [worker for worker in busy if worker.connection in signalled]

    def _take(self, worker: _Worker) -> tuple[Graded, _Worker]:
        """What a worker found; one that died is replaced, and what it held is a fault."""
        submission = worker.holding
        assert submission is not None
        try:
            graded: Graded = worker.connection.recv()
        except (EOFError, OSError):
            worker.process.join()
            why = f"the process that graded it ended with code {worker.process.exitcode}"
            fresh = self._hire()
            self.workers[self.workers.index(worker)] = fresh
            nowhere = Isolation(backend="none")
            return held(submission.hand_in, self.batch.exam.checks, nowhere, why), fresh
        worker.holding = None
        return graded, worker

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(self.batch, theirs, ours, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _work(batch: Batch, connection: Connection, other_end: Connection, parent: int) -> None:
    """In a worker: grade what comes until the crew hangs up."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crew's to handle
    _die_with(parent)
    gc.freeze()  # libraries and exam live as long as this process: no collection has to look through them
    with batch.sandbox() as sandbox, suppress(EOFError, BrokenPipeError):
        while (submission := connection.recv()) is not None:
            connection.send(grade(batch.workspace, batch.exam, submission, sandbox))


def _die_with(parent: int) -> None:
    from autograder.sandbox.confine.libc import PR_SET_DUMPABLE, PR_SET_PDEATHSIG, prctl

    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    prctl(PR_SET_DUMPABLE, 0)  # nobody may look into the process that knows the answers
    if os.getppid() != parent:
        os._exit(1)
