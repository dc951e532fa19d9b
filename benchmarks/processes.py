"""Processes from outside: how long a command takes, what it costs, and what it and its children hold in memory.

Everything comes from ``/proc`` and `wait4`, so that the benchmark needs no package that the project does not.
"""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

PROC = Path("/proc")
MIB = 1 << 20
_PAGE = os.sysconf("SC_PAGE_SIZE")
_SAMPLE_SECONDS = 0.1


class CommandFailed(Exception):
    """A command of the benchmark did not do what it should; the text says which, and what it said itself."""


@dataclass(frozen=True)
class Ran:
    """A command that came to its end.

    Attributes:
        started: `time.time` at which it was started, to compare with the times of files.
        wall: seconds from start to end.
        cpu: seconds of processor time, its own and that of all children that were waited for.
        said: standard output and error.
    """

    started: float
    wall: float
    cpu: float
    said: str


@dataclass
class Peak:
    """The most memory that a process and its descendants held at once, in MiB.

    Attributes:
        pss: proportional: a page that several share counts once.
        rss: resident: a page that several share counts for each of them, so forks make it too large.
        last: of the process and each of its children, by number, what it held that is no file's, when it was last seen.
            What a batch piles up is in there; candidates are not, and neither are the libraries that a process touches
            once more as it ends.
    """

    pss: float = 0.0
    rss: float = 0.0
    last: dict[int, float] = field(default_factory=dict)

    def see(self, pid: int) -> None:
        """Take `pid` and its descendants, as they are now, into account."""
        children = _children()
        family = _family(pid, children)
        self.pss = max(self.pss, sum(_proportional(each) for each in family))
        self.rss = max(self.rss, sum(_resident(each) for each in family))
        held = {each: _anonymous(each) for each in (pid, *children.get(pid, []))}
        self.last |= {each: size for each, size in held.items() if size}  # 0: it ended while we looked

    @property
    def graders_at_end(self) -> float:
        """What the process and its children held when each of them was last seen."""
        return sum(self.last.values())


@dataclass
class Started:
    """A command under way."""

    process: subprocess.Popen[bytes]
    log: Path
    started: float = field(default_factory=time.time)
    clock: float = field(default_factory=time.perf_counter)

    def finish(self) -> Ran:
        """Wait for its end; raises `CommandFailed`."""
        _, status, usage = os.wait4(self.process.pid, 0)
        wall = time.perf_counter() - self.clock
        self.process.returncode = os.waitstatus_to_exitcode(status)  # or Popen would wait for it once more
        said = self.log.read_text(errors="replace")
        if self.process.returncode:
            raise CommandFailed(f"{_shown(self.process)} ended with {self.process.returncode}:\n{said[-3000:]}")
        return Ran(self.started, wall, usage.ru_utime + usage.ru_stime, said)


def start(command: list[str], *, cwd: Path, log: Path) -> Started:
    """Start `command`; what it says goes to the file `log`. Raises `CommandFailed` if there is no such program."""
    with log.open("wb") as stream:
        try:
            process = subprocess.Popen(
                command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=stream, stderr=subprocess.STDOUT
            )
        except OSError as error:
            raise CommandFailed(f"{command[0]} cannot be started: {error.strerror}") from None
    return Started(process, log)


def run(command: list[str], *, cwd: Path, log: Path) -> Ran:
    """Run `command` to its end; raises `CommandFailed`."""
    return start(command, cwd=cwd, log=log).finish()


def measure_memory(command: list[str], *, cwd: Path, log: Path) -> Peak:
    """The peak of `command`, looked at ten times a second; raises `CommandFailed`."""
    peak, started, ended = Peak(), start(command, cwd=cwd, log=log), threading.Event()

    def watch() -> None:
        while not ended.wait(_SAMPLE_SECONDS):
            peak.see(started.process.pid)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        started.finish()
    finally:
        ended.set()
        watcher.join()
    return peak


def ends_within(command: list[str], seconds: float, *, cwd: Path, log: Path) -> bool:
    """Whether `command` ends by itself within `seconds`; if not, it is killed with all it started."""
    process = start(command, cwd=cwd, log=log).process
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        for pid in [*descendants(process.pid), process.pid]:  # a notebook kernel survives its parent
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        return False
    return True


def descendants(pid: int) -> list[int]:
    """The processes below `pid`, parents before children."""
    return _family(pid, _children())[1:]


def _family(pid: int, children: Mapping[int, Sequence[int]]) -> list[int]:
    found = [pid]
    for each in found:  # grows while it is walked
        found += children.get(each, [])
    return found


def _children() -> dict[int, list[int]]:
    """The children of every process that has some."""
    children: dict[int, list[int]] = {}
    for child, parent in _parents():
        children.setdefault(parent, []).append(child)
    return children


def _parents() -> Iterator[tuple[int, int]]:
    """(process, its parent) for all processes that are there."""
    for folder in PROC.glob("[0-9]*"):
        with suppress(OSError, IndexError):
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
            yield int(folder.name), int(fields[1])


def _resident(pid: int) -> float:
    with suppress(OSError):
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * _PAGE / MIB
    return 0.0  # it ended meanwhile


def _anonymous(pid: int) -> float:
    """Resident and no file's."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "status").read_text().splitlines():
            if line.startswith("RssAnon:"):
                return int(line.split()[1]) / 1024
    return 0.0


def _proportional(pid: int) -> float:
    """A candidate may not be looked into, not even by us: it counts in full."""
    with suppress(OSError):
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return _resident(pid)


def _shown(process: subprocess.Popen[bytes]) -> str:
    return " ".join(map(str, process.args)) if isinstance(process.args, list) else str(process.args)
