"""What to ask Slurm for: a file such as ``slurm.toml`` that an instructor writes once for a cluster."""

from __future__ import annotations

import math
from datetime import timedelta
from pathlib import Path

from pydantic import Field, model_validator

from autograder.tables import Duration, Table, load_table

_GUESSED_SECONDS = 30.0  # that a hand-in takes, before any is known


class Profile(Table):
    """Resources of a job, and how the work is cut into jobs.

    Attributes:
        partition, account, qos, constraint, gres: as ``sbatch`` takes them; without one, what the site has as default.
        time: after which Slurm ends a job; a chunk that is not done by then is cut anew.
        memory_gb: of a job; what candidates may take beside what we do.
        cpus: of a job; so many of its hand-ins are graded at once.
        chunk: how long a job should take: long beside its start, short beside the patience of those who wait.
        array: tasks of one array at most; never more than the site allows (``MaxArraySize``).
        queued: tasks that are in the queue at one time, waiting or running.
        running: tasks of one array that run at one time.
        look_seconds: from one look at the queue to the next.
        setup: lines of shell before a job's work, such as ``module load …``.
        more: further options of ``sbatch``, by their long names.
    """

    partition: str | None = None
    account: str | None = None
    qos: str | None = None
    constraint: str | None = None
    gres: str | None = None
    time: Duration = timedelta(hours=1)
    memory_gb: float = Field(default=8, gt=0)
    cpus: int = Field(default=1, ge=1)
    chunk: Duration = timedelta(minutes=15)
    array: int = Field(default=100, ge=1)
    queued: int = Field(default=200, ge=1)
    running: int = Field(default=50, ge=1)
    look_seconds: float = Field(default=6, gt=0)
    setup: tuple[str, ...] = Field(default=(), strict=False)
    more: dict[str, str | int | bool] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _a_chunk_fits_into_a_job(self) -> Profile:
        if self.chunk > self.time:
            raise ValueError(f"chunk: expected no more than time, {self.time}, found {self.chunk}")
        return self

    def hand_ins(self, seconds: float | None) -> int:
        """How many hand-ins make a chunk, where each takes `seconds`."""
        each = seconds or _GUESSED_SECONDS
        return max(1, math.floor(self.chunk.total_seconds() * self.cpus / each))

    def options(self, name: str) -> dict[str, object]:
        """What submitit is to ask for."""
        asked = {
            "partition": self.partition,
            "account": self.account,
            "qos": self.qos,
            "constraint": self.constraint,
            "gres": self.gres,
        }
        return {
            **{option: value for option, value in asked.items() if value is not None},
            "job_name": name,
            "time": math.ceil(self.time / timedelta(minutes=1)),
            "mem": f"{math.ceil(self.memory_gb * 1024)}M",
            "cpus_per_task": self.cpus,
            "array_parallelism": self.running,
            "setup": list(self.setup),
            "additional_parameters": self.more,
            "use_srun": False,
        }


def load_profile(path: Path | None) -> Profile:
    """The profile in a file; where none is named, one that asks for nothing special. Raises `ConfigError`."""
    return Profile() if path is None else load_table(path, Profile)
