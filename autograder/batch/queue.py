"""What Slurm's own commands say; whatever they do not say is not known, and nothing hangs on it."""

from __future__ import annotations

import os
import re
import subprocess
import time
from collections.abc import Collection, Mapping, Sequence

_SECONDS = 60.0
_GONE_SECONDS = 30.0
_RANGES = re.compile(r"(\d+)_\[([\d,-]+)(?:%\d+)?\]")


def living(name: str) -> Mapping[str, str] | None:
    """The tasks of all jobs called `name` that wait or run, ``12_3`` or ``12``, with their states; None if unknown."""
    said = _said("squeue", "--noheader", "--array", f"--user={_me()}", f"--name={name}", "--format=%i %T")
    if said is None:
        return None
    rows = (line.split() for line in said.splitlines())
    return {task: row[1] for row in rows if len(row) == 2 for task in _tasks(row[0])}


def endings(jobs: Collection[str]) -> Mapping[str, str]:
    """How tasks of `jobs` ended, as far as accounting is there and tells: ``COMPLETED``, ``OUT_OF_MEMORY``, …"""
    if not jobs:
        return {}
    which = f"--jobs={','.join(sorted(jobs))}"
    said = _said("sacct", "--noheader", "--parsable2", "--allocations", "--format=JobID,State", which)
    rows = (line.split("|") for line in (said or "").splitlines())
    return {task: row[1].split()[0] for row in rows if len(row) == 2 and row[1] for task in _tasks(row[0])}


def largest_array() -> int | None:
    """How many tasks an array may have here; None if that is not said."""
    found = re.search(r"^MaxArraySize\s*=\s*(\d+)", _said("scontrol", "show", "config") or "", re.MULTILINE)
    return int(found[1]) if found else None


def cancel(name: str) -> None:
    """Cancel all jobs called `name`, and wait a moment until they are gone."""
    deadline = time.monotonic() + _GONE_SECONDS
    _said("scancel", f"--user={_me()}", f"--name={name}")
    while living(name) and time.monotonic() < deadline:
        time.sleep(0.5)


def _tasks(written: str) -> Sequence[str]:
    """The tasks behind a name of the queue: ``12_[0-2,7%50]`` are those that wait together."""
    found = _RANGES.fullmatch(written)
    if not found:
        return [written]
    spans = (span.partition("-") for span in found[2].split(","))
    numbers = (number for first, _, last in spans for number in range(int(first), int(last or first) + 1))
    return [f"{found[1]}_{number}" for number in numbers]


def _said(*command: str) -> str | None:
    """What a command says; None if it fails, takes too long, or is not there."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_SECONDS, check=True)
    except (OSError, subprocess.SubprocessError):
        return None
    return done.stdout


def _me() -> str:
    import pwd  # not on Windows, where there is no Slurm either

    return pwd.getpwuid(os.getuid()).pw_name
