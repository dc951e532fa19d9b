"""Forked workers that grade one hand-in at a time."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess

from autograder.batch.base import Work
from autograder.batch.closed import close_to_others
from autograder.errors import GraderFault, SandboxFault
from autograder.grading import grade, held
from autograder.records import Graded, Isolation, Submission

_GOODBYE_SECONDS = 5.0


@dataclass
class _Worker:
    """A forked process that grades what it is sent.

    Attributes:
        is_ready: it has a sandbox; one that ends before that would end so again.
    """

    process: BaseProcess
    connection: Connection
    holding: Submission | None = None
    is_ready: bool = False


@dataclass
class Crew:
    """Some workers, kept at the size that was asked for."""

    work: Work
    size: int
    workers: list[_Worker] = field(default_factory=list)

    def __enter__(self) -> Crew:
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
            yield from self._take_all(self._signalled(busy), idle)

    def _take_all(self, workers: list[_Worker], idle: list[_Worker]) -> Iterator[Graded]:
        """What `workers` found, whoever is idle now; what is done comes before a fault that stops the batch."""
        faults: list[GraderFault] = []
        for worker in workers:
            try:
                found = self._take(worker)
            except GraderFault as fault:
                faults.append(fault)
                continue
            if found is not None:
                idle.append(found[1])
                yield found[0]
        if faults:
            raise faults[0]

    def _assign(self, worker: _Worker, submission: Submission) -> None:
        worker.holding = submission
        with suppress(OSError):  # it died: `_take` will find out
            worker.connection.send(submission)

    def _signalled(self, busy: list[_Worker]) -> list[_Worker]:
        signalled = wait([worker.connection for worker in busy])
        return [worker for worker in busy if worker.connection in signalled]

    def _take(self, worker: _Worker) -> tuple[Graded, _Worker] | None:
        """What a worker found and who is idle now; None where it only says that it is ready.

        A worker that died is replaced, and what it held is a fault.

        Raises:
            GraderFault: it has no sandbox.
        """
        submission = worker.holding
        assert submission is not None
        try:
            message: Graded | GraderFault | None = worker.connection.recv()
        except (EOFError, OSError):
            return self._bury(worker, submission)
        if isinstance(message, GraderFault):
            raise message
        if message is None:
            worker.is_ready = True
            return None
        worker.holding = None
        return message, worker

    def _bury(self, worker: _Worker, submission: Submission) -> tuple[Graded, _Worker]:
        worker.process.join()
        code = worker.process.exitcode
        if not worker.is_ready:
            raise SandboxFault(f"a process that grades ended with code {code} before it had a sandbox")
        fresh = self._hire()
        self.workers[self.workers.index(worker)] = fresh
        why = f"the process that graded it ended with code {code}"
        return held(submission.hand_in, self.work.exam.checks, Isolation(backend="none"), why), fresh

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        process = context.Process(target=_work, args=(self.work, theirs, ours, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours)


def _work(work: Work, connection: Connection, other_end: Connection, parent: int) -> None:
    """In a worker: say why there is no sandbox; or say None, then grade what comes until the crew hangs up."""
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crew's to handle
    _die_with(parent)
    close_to_others()
    gc.freeze()  # libraries and exam live as long as this process: no collection has to look through them
    try:
        opened = work.sandbox()
    except Exception as error:
        fault = error if isinstance(error, GraderFault) else SandboxFault(f"{type(error).__name__}: {error}")
        connection.send(fault)
        return
    with opened as sandbox, suppress(EOFError, BrokenPipeError):
        connection.send(None)
        while (submission := connection.recv()) is not None:
            connection.send(grade(work.workspace, work.exam_for(submission), submission, sandbox))


def _die_with(parent: int) -> None:
    from autograder.sandbox.confine.libc import PR_SET_PDEATHSIG, prctl

    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
