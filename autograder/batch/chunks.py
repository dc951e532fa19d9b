"""Work for other processes and machines: what is to be done is written down, and only names of files travel.

In the workshop of the results: ``run.json`` says what is graded and by which content keys, ``chunks/NAME.json`` lists
hand-ins, ``chunks/NAME.fault`` says why a chunk could not be worked on. What comes of a hand-in is in its own folder.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from autograder.batch.job import Job
from autograder.batch.workshop import workshop
from autograder.errors import GraderFault
from autograder.report.files import write_whole

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""What has to say 1 before NumPy is imported: a process with one thread can fork, and cores are shared once."""

_RUN_FILE = "run.json"
_CHUNKS = "chunks"
_MAX_WORDS = 4000  # characters


@dataclass(frozen=True)
class Run:
    """The folder of what other processes are to do; for its owner only, because what they find there they do."""

    folder: Path

    @classmethod
    def write(cls, job: Job, shared: Mapping[str, str], contents: Mapping[str, str]) -> Run:
        """Put down what is graded.

        Args:
            shared: SHA-256 of each part that all content keys have in common.
            contents: content key of each hand-in.
        """
        run = cls(workshop(job.out))
        (run.folder / _CHUNKS).mkdir(mode=0o700, exist_ok=True)
        _put(run.folder / _RUN_FILE, {"job": job.written(), "shared": dict(shared), "contents": dict(contents)})
        return run

    def read(self) -> dict[str, Any]:
        """What was put down."""
        found: dict[str, Any] = json.loads((self.folder / _RUN_FILE).read_text(encoding="utf-8"))
        return found

    def cut(self, keys: Sequence[str], size: int) -> dict[str, Sequence[str]]:
        """Write chunks of at most `size` of `keys`; by their names, which no chunk of this run had before."""
        number = self._last()
        chunks = {}
        for start in range(0, len(keys), size):
            number += 1
            chunks[str(number)] = keys[start : start + size]
            _put(self.folder / _CHUNKS / f"{number}.json", list(keys[start : start + size]))
        write_whole(self.folder / _CHUNKS / "last", str(number).encode("ascii"))
        return chunks

    def _last(self) -> int:
        """The number of the last chunk."""
        path = self.folder / _CHUNKS / "last"
        return int(path.read_text(encoding="ascii")) if path.exists() else 0

    def chunk(self, name: str) -> list[str]:
        """The hand-ins of a chunk."""
        found: list[str] = json.loads((self.folder / _CHUNKS / f"{name}.json").read_text(encoding="utf-8"))
        return found

    def withdraw(self, names: Iterable[str]) -> None:
        """Take chunks back: whoever works on one stops after the hand-in that is going on."""
        for name in names:
            (self.folder / _CHUNKS / f"{name}.json").unlink(missing_ok=True)

    def is_wanted(self, name: str) -> bool:
        """Whether a chunk was not taken back."""
        return (self.folder / _CHUNKS / f"{name}.json").exists()

    def put_fault(self, name: str, why: str) -> None:
        """Say why a chunk could not be worked on; what was said first stays."""
        path = self.folder / _CHUNKS / f"{name}.fault"
        if not path.exists():
            write_whole(path, why.encode(errors="replace"))

    def fault(self, name: str) -> str:
        """Why a chunk could not be worked on; "" if nobody said that."""
        try:
            return (self.folder / _CHUNKS / f"{name}.fault").read_text(encoding="utf-8")
        except FileNotFoundError:
            return ""


def run_chunk(folder: str, name: str, workers: str = "1") -> str:
    """Work on a chunk in a process of its own, from whatever process, thread or machine: strings in, a string out.

    Args:
        folder: of a `Run`.
        workers: how many hand-ins at once.

    Returns:
        Why it could not be worked on; "" if it was. What came of the hand-ins is on the disk.
    """
    command = [sys.executable, "-P", "-m", "autograder.batch.work", folder, name, workers]
    environment = {**os.environ, **dict.fromkeys(THREADS, "1")}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, check=False)
    run = Run(Path(folder))
    if done.returncode:
        words = done.stderr.decode(errors="replace").strip()[-_MAX_WORDS:]
        run.put_fault(name, f"the process of chunk {name} ended with code {done.returncode}: {words}".rstrip(": "))
    return run.fault(name)


def require_no_faults(run: Run, names: Sequence[str], more: Sequence[str] = ()) -> None:
    """Raise `GraderFault` with what was said first of why chunks could not be worked on, and of how many."""
    faults = [*filter(None, map(run.fault, names)), *more]
    if faults:
        others = f"\n(and {len(faults) - 1} more of {len(names)} chunks)" if len(faults) > 1 else ""
        raise GraderFault(f"{faults[0]}{others}")


def _put(path: Path, value: Any) -> None:
    write_whole(path, json.dumps(value).encode("ascii"))
