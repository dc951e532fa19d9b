"""``--on slurm``: chunks as tasks of job arrays, through submitit.

Only names of files travel, and results are files: what submitit brings back is a pickle, and is never opened. The
queue is asked with ``squeue``; accounting, where there is any, only says why a task came to nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.batch import queue
from autograder.batch.chunks import Run, run_chunk
from autograder.batch.places import Alive
from autograder.batch.profile import Profile
from autograder.errors import ConfigError, GraderFault

if TYPE_CHECKING:
    from submitit import SlurmExecutor

NAME_FILE = "slurm"
"""In the workshop: what the jobs are called, for whoever has to cancel those of a driver that was killed."""

_BLAMED = ("OUT_OF_MEMORY",)  # ends of a job that may be the doing of what was examined
_DEAF_SECONDS = 1800.0  # without an answer of the queue
_GONE = 2  # looks at the queue in which a task is missing, before it is believed to have ended


class Slurm:
    """A `Launcher`: the queue of a cluster.

    Raises:
        ConfigError: there is no Slurm here, or no submitit.
    """

    def __init__(self, profile: Profile) -> None:
        if shutil.which("sbatch") is None:
            raise ConfigError(
                "--on slurm: there is no sbatch here; this is for a machine from which jobs are submitted"
            )
        try:
            import submitit  # noqa: F401
        except ImportError:
            raise ConfigError("--on slurm needs submitit: pip install 'cv-autograder[slurm]'") from None
        self._profile = profile
        self.faults: list[str] = []
        self.blamed: dict[str, str] = {}

    def size(self, count: int, seconds: float | None) -> int:
        """How many hand-ins make a chunk."""
        return min(count, self._profile.hand_ins(seconds))

    @contextmanager
    def launch(self, run: Run, chunks: Mapping[str, Sequence[str]]) -> Iterator[Alive]:
        """Submit chunks as arrays, as many at a time as the profile and the site allow; cancel what is left."""
        name = f"autograder-{hashlib.sha256(str(run.folder).encode()).hexdigest()[:12]}"
        (run.folder / NAME_FILE).write_text(name, encoding="ascii")
        crowd = _Crowd(self._profile, run, name, list(chunks))
        try:
            yield crowd.alive
        finally:
            run.withdraw(chunks)
            crowd.cancel()
        self.faults, self.blamed = crowd.faults, crowd.blamed


def cancel_left_over(workshop: Path) -> None:
    """Cancel the jobs of a driver that was killed, if it had any: what they finished is on the disk."""
    try:
        name = (workshop / NAME_FILE).read_text(encoding="ascii")
    except OSError:
        return
    queue.cancel(name)


@dataclass
class _Crowd:
    """The tasks of one pass.

    Attributes:
        waiting: chunks that are not submitted yet.
        tasks: task → its chunk, of those that wait or run.
        faults: what tasks ended with that came to nothing.
        blamed: chunk → why its job was ended, where that may be the doing of what it examined.
    """

    profile: Profile
    run: Run
    name: str
    waiting: list[str]
    tasks: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    blamed: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._array = min(self.profile.array, queue.largest_array() or self.profile.array)
        self._unseen: dict[str, int] = {}
        self._looked = -1e9
        self._heard = time.monotonic()

    def alive(self) -> Collection[str]:
        """The chunks that are waiting or worked on; submits more where there is room.

        Raises:
            GraderFault: the queue takes nothing, or does not answer any more.
        """
        if time.monotonic() - self._looked >= self.profile.look_seconds:
            self._look()
            self._submit_some()
            self._looked = time.monotonic()
        return [*self.waiting, *self.tasks.values()]

    def cancel(self) -> None:
        """End whatever is in the queue."""
        if self.tasks:
            queue.cancel(self.name)

    def _look(self) -> None:
        living = queue.living(self.name) if self.tasks else {}
        if living is None:
            if time.monotonic() - self._heard > _DEAF_SECONDS:
                raise GraderFault("squeue has not answered for half an hour; the same command goes on when it does")
            return
        self._heard = time.monotonic()
        for task in self.tasks:
            self._unseen[task] = 0 if task in living else self._unseen.get(task, 0) + 1
        self._part_with([task for task in self.tasks if self._unseen[task] >= _GONE])

    def _part_with(self, ended: list[str]) -> None:
        how = queue.endings({task.partition("_")[0] for task in ended})
        for task in ended:
            chunk, state = self.tasks.pop(task), how.get(task, "")
            if state in _BLAMED:
                self.blamed[chunk] = f"Slurm ended job {task}, in which it was tried: {state}"
            if state not in ("", "COMPLETED"):
                self.faults.append(f"job {task} ended: {state}{_end_of_log(self.run.folder, task)}")

    def _submit_some(self) -> None:
        """Submit an array, unless there is little room while others are still at work: sites count submissions."""
        room = min(self.profile.queued - len(self.tasks), self._array, len(self.waiting))
        worth_it = min(len(self.waiting), self._array, max(1, self.profile.queued // 4))
        if room < 1 or (self.tasks and room < worth_it):
            return
        some = self.waiting[:room]
        try:
            self.tasks |= self._submit(some)
        except GraderFault:
            if room > 1:
                self._array = room // 2  # there may be a limit that nobody told us
            elif not self.tasks:
                raise
        else:
            del self.waiting[:room]

    def _submit(self, chunks: Sequence[str]) -> dict[str, str]:
        """Submit chunks as one array; their tasks."""
        executor = self._executor()
        try:
            with executor.batch():
                jobs = [
                    executor.submit(run_chunk, str(self.run.folder), chunk, str(self.profile.cpus)) for chunk in chunks
                ]
            return {job.job_id: chunk for job, chunk in zip(jobs, chunks, strict=True)}
        except Exception as error:  # submitit passes on what sbatch says in errors of several kinds
            raise GraderFault(f"Slurm takes no jobs: {error}") from error

    def _executor(self) -> SlurmExecutor:
        """For the owner's eyes only: the pickles in its folder are what jobs do."""
        import submitit

        executor = submitit.SlurmExecutor(folder=_logs(self.run.folder))
        try:
            executor.update_parameters(**self.profile.options(self.name))
        except (TypeError, ValueError) as error:
            raise GraderFault(f"submitit does not take the profile: {error}") from error
        return executor


def _logs(folder: Path) -> Path:
    return folder / "jobs"


def _end_of_log(folder: Path, task: str) -> str:
    path = _logs(folder) / f"{task}_0_log.err"
    try:
        words = path.read_text(encoding="utf-8", errors="replace").strip()[-1000:]
    except OSError:
        return ""
    return f"\n{words}" if words else ""
