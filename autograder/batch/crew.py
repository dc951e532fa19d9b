"""Forked workers that take one submission at a time."""

from __future__ import annotations

import faulthandler
import gc
import multiprocessing
import os
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import IO, Any, Generic

from autograder.batch.base import Death, DoneT, Work
from autograder.batch.closed import close_to_others
from autograder.errors import GraderFault, SandboxFault
from autograder.records import Submission

_GOODBYE_SECONDS = 5.0
_LOOK_SECONDS = 1.0  # how often overdue workers are looked for
_MAX_ERRORS = 8000  # characters


@dataclass
class _Worker:
    """A forked process that does what it is sent.

    Attributes:
        errors: what it writes to standard error.
        since: when it got what it holds, as `time.monotonic`.
        is_ready: it has a sandbox; one that ends before that would end so again.
    """

    process: BaseProcess
    connection: Connection
    errors: IO[bytes]
    holding: Submission | None = None
    since: float = 0.0
    is_ready: bool = False
    is_overdue: bool = False

    def last_words(self) -> str:
        """The end of what it wrote to standard error."""
        self.errors.seek(0)
        return self.errors.read().decode(errors="replace").strip()[-_MAX_ERRORS:]

    def end(self) -> None:
        """Make sure that it is gone."""
        self.process.kill()
        self.process.join()
        self.connection.close()
        self.errors.close()


@dataclass
class Crew(Generic[DoneT]):
    """Some workers, kept at the size that was asked for."""

    work: Work[DoneT]
    size: int
    workers: list[_Worker] = field(default_factory=list)

    def __enter__(self) -> Crew[DoneT]:
        self.workers = [self._hire() for _ in range(self.size)]
        return self

    def __exit__(self, *exception: object) -> None:
        for worker in self.workers:
            with suppress(OSError):
                worker.connection.send(None)
        for worker in self.workers:
            worker.process.join(_GOODBYE_SECONDS if exception[0] is None else 0)
            worker.end()

    def work_on(self, submissions: Iterator[Submission]) -> Iterator[tuple[Submission, DoneT]]:
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

    def _take_all(self, workers: list[_Worker], idle: list[_Worker]) -> Iterator[tuple[Submission, DoneT]]:
        """What `workers` found, whoever is idle now; what is done comes before a fault that stops everything."""
        faults: list[GraderFault] = []
        for worker in workers:
            submission = worker.holding
            assert submission is not None
            try:
                found = self._take(worker, submission)
            except GraderFault as fault:
                faults.append(fault)
                continue
            if found is not None:
                idle.append(found[1])
                yield submission, found[0]
        if faults:
            raise faults[0]

    def _assign(self, worker: _Worker, submission: Submission) -> None:
        worker.holding, worker.since = submission, time.monotonic()
        with suppress(OSError):  # it died: `_take` will find out
            worker.connection.send(submission)

    def _signalled(self, busy: list[_Worker]) -> list[_Worker]:
        """Those of which there is news; whoever is overdue is ended, which is news as well."""
        signalled = wait([worker.connection for worker in busy], timeout=_LOOK_SECONDS)
        for worker in busy:
            if worker.connection not in signalled and time.monotonic() - worker.since > self.work.patience:
                worker.is_overdue = True
                worker.process.kill()
        return [worker for worker in busy if worker.connection in signalled]

    def _take(self, worker: _Worker, submission: Submission) -> tuple[DoneT, _Worker] | None:
        """What a worker found and who is idle now; None where it only says that it is ready.

        A worker that died is replaced.

        Raises:
            GraderFault: it has no sandbox.
        """
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            return self._bury(worker, submission)
        if isinstance(message, GraderFault):
            raise message
        if message is None:
            worker.is_ready = True
            return None
        worker.holding = None
        done: DoneT = message[0]
        return done, worker

    def _bury(self, worker: _Worker, submission: Submission) -> tuple[DoneT, _Worker]:
        worker.process.join()
        overdue = self.work.patience if worker.is_overdue else None
        death = Death(worker.process.exitcode, worker.last_words(), overdue)
        worker.end()
        if not worker.is_ready and not worker.is_overdue:
            words = f":\n{death.errors}" if death.errors else ""
            raise SandboxFault(f"a process that grades ended with code {death.code} before it had a sandbox{words}")
        fresh = self._hire()
        self.workers[self.workers.index(worker)] = fresh
        return self.work.died(submission, death), fresh

    def _hire(self) -> _Worker:
        context = multiprocessing.get_context("fork")
        ours, theirs = context.Pipe()
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the worker is buried
        ends = (theirs, ours, errors)
        process = context.Process(target=_work, args=(self.work, ends, os.getpid()), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, errors)


def _work(work: Work[Any], ends: tuple[Connection, Connection, IO[bytes]], parent: int) -> None:
    """In a worker: say why there is no sandbox; or say None, then do what comes until the crew hangs up."""
    connection, other_end, errors = ends
    other_end.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the crew's to handle
    _die_with(parent)
    close_to_others()
    os.dup2(errors.fileno(), 2)
    faulthandler.enable(errors)
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
            connection.send((work.do(submission, sandbox),))


def _die_with(parent: int) -> None:
    from autograder.sandbox.confine.libc import PR_SET_PDEATHSIG, prctl

    prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)
