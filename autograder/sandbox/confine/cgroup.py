"""A control group around the warm process and its candidates: all memory that they hold, whatever it is.

Limits of a process count addresses. A library that is mapped already can be made writable and filled without one more,
files in memory are nobody's, and page tables are the kernel's: only a group counts these. After ``cgroups(7)`` and the
kernel's ``cgroup-v2`` and ``cgroup-v1/memory``. Needs root and a writable ``/sys/fs/cgroup``, which containers lack.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from autograder.sandbox.confine import limits

_MIB = 1 << 20
_SLACK = 64 * _MIB  # of a candidate: page tables, buffers of pipes and sockets, what the kernel keeps for it
_PREFIX = "autograder-"
_CONTROLLERS = frozenset({"memory", "pids"})
_LIMIT = {1: "memory.limit_in_bytes", 2: "memory.max"}
_WITHOUT_SWAP = {1: "memory.swappiness", 2: "memory.swap.max"}  # either is 0; not every kernel has them
_NEVER = -1000  # of oom_score_adj
_PROOF = 16 * _MIB
_ATTEMPTS = 20
_SWEPT_AWAY = (errno.ENOENT, errno.ENODEV, errno.EEXIST)


@dataclass(frozen=True)
class Place:
    """A folder in which groups can be made.

    Attributes:
        version: of the hierarchy, 1 or 2.
        controllers: what can be limited there: ``memory``, ``pids``.
    """

    folder: Path
    version: int
    controllers: frozenset[str]


class Group:
    """The group that this process has moved to.

    What the process held before is counted elsewhere and stays there: the group begins empty, and what comes into it is
    a candidate's, copies of what the process holds included (its own copies, of pages that it writes to while it shares
    them, are some 2 MiB after many candidates). Its files are opened at once: later, in a root of its own, the process
    cannot find them any more.

    Attributes:
        least: bytes that the group is allowed in any case.
    """

    def __init__(self, places: list[Place]) -> None:
        self._to_copy = _memory("RssAnon")  # a candidate may come to write to all that it shares with this process
        self.least = 0
        self._files: dict[str, int] = {}
        for place in places:
            folder = place.folder / f"{_PREFIX}{os.getpid()}"
            _join(folder)
            if "memory" in place.controllers:
                with contextlib.suppress(OSError):
                    _write(folder / _WITHOUT_SWAP[place.version], 0)
                self._files["memory"] = os.open(folder / _LIMIT[place.version], os.O_WRONLY | os.O_CLOEXEC)
            if "pids" in place.controllers:
                self._files["pids"] = os.open(folder / "pids.max", os.O_WRONLY | os.O_CLOEXEC)

    def allow(self, memory_mb: list[int]) -> None:
        """Set the limits for candidates, of which each may take so many MiB; raises OSError."""
        each = self._to_copy + _SLACK
        self._set("memory", max(self.least, sum(mb * _MIB + each for mb in memory_mb)))
        self._set("pids", 1 + len(memory_mb) * (1 + limits.MAX_THREADS))

    def _set(self, what: str, value: int) -> None:
        if what in self._files:
            os.pwrite(self._files[what], str(value).encode(), 0)


def enter() -> Group:
    """Move this process, and so its later children, into a group of its own.

    Raises:
        OSError: no group can be made here, or none that limits memory.
    """
    group = Group(_chosen())
    if not _spared():
        group.least = _memory("RssFile") + _SLACK
    return group


def _spared() -> bool:
    """See to it that the kernel does not end this process where a group is full; whether it may be asked for that.

    The kernel ends whoever has the most pages, and reckons a candidate as many more as the group allows. That is less
    than the libraries which this process has mapped where these are large and the group is small: unless this process
    is spared, for which root needs CAP_SYS_RESOURCE, the group must allow as much as they take. Children inherit this,
    so whoever forks has to set it for them; see `Turn`.
    """
    try:
        _write(Path("/proc/self/oom_score_adj"), _NEVER)
    except OSError:  # not even root may everywhere
        return False
    return True


def prove() -> None:
    """See a child killed that takes more memory than its group allows; raises AssertionError if it is not."""
    enter()._set("memory", _PROOF)
    turn = limits.Turn()
    turn.first()
    child = os.fork()
    if child == 0:
        memory = bytearray(4 * _PROOF)
        for start in range(0, len(memory), os.sysconf("SC_PAGE_SIZE")):
            memory[start] = 1
        os._exit(0)
    turn.second()
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) or os.WTERMSIG(status) != signal.SIGKILL:
        raise AssertionError("memory beyond the limit was given")


def remove(pid: int, seconds: float = 2.0) -> None:
    """Remove the group that process `pid`, which has ended, had made; what was in it may take a moment to end too."""
    deadline = time.monotonic() + seconds
    for place in _places():
        folder = place.folder / f"{_PREFIX}{pid}"
        while folder.is_dir():
            try:
                folder.rmdir()
            except OSError:
                if time.monotonic() > deadline:
                    break
                time.sleep(0.002)


def sweep() -> None:
    """Remove the groups with no process in them: of graders that were killed."""
    for place in _places():
        for folder in place.folder.glob(f"{_PREFIX}[0-9]*"):
            with contextlib.suppress(OSError):  # somebody is in it
                folder.rmdir()


def clear() -> None:
    """End what is left in the groups of warm processes that are gone, and remove all groups without a process."""
    for place in _places():
        for folder in place.folder.glob(f"{_PREFIX}[0-9]*"):
            maker = folder.name.removeprefix(_PREFIX)
            if not Path(f"/proc/{maker}").exists():
                _end_all(folder)
    sweep()


def _end_all(folder: Path) -> None:
    """End the processes in a group; those of another namespace are told as 0, and are not ours to end."""
    with contextlib.suppress(OSError):
        for pid in filter(None, map(int, (folder / "cgroup.procs").read_text().split())):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
    deadline = time.monotonic() + 2.0
    while time.monotonic() < deadline and _is_peopled(folder):
        time.sleep(0.002)


def _is_peopled(folder: Path) -> bool:
    try:
        return bool((folder / "cgroup.procs").read_text().strip())
    except OSError:
        return False


def _join(folder: Path) -> None:
    """Make a group and move to it; another grader may sweep it away in between, so more than once."""
    for _ in range(_ATTEMPTS):
        try:
            folder.mkdir(exist_ok=True)
            _write(folder / "cgroup.procs", os.getpid())
            return
        except OSError as error:
            if error.errno not in _SWEPT_AWAY:
                raise
    raise OSError(f"{folder} does not stay")


def _chosen() -> list[Place]:
    """The first writable place for each controller; memory is a must."""
    chosen: list[Place] = []
    wanted = set(_CONTROLLERS)
    for place in _places():
        if wanted & place.controllers and os.access(place.folder, os.W_OK):
            chosen.append(place)
            wanted -= place.controllers
    if "memory" in wanted:
        raise OSError("no writable control group that limits memory")
    return chosen


def _places() -> list[Place]:
    """None where the kernel knows no groups, or does not tell."""
    try:
        return list(places(Path("/proc/self/mountinfo").read_text(), Path("/proc/self/cgroup").read_text()))
    except OSError:
        return []


def places(mounts: str, own: str) -> Iterator[Place]:
    """Where groups might be made: in the own group, then at the top, of each hierarchy that is mounted.

    Args:
        mounts: as in ``/proc/PID/mountinfo``.
        own: as in ``/proc/PID/cgroup``.
    """
    paths = _paths(own)
    for line in mounts.splitlines():
        mounted, kind, options = _parts(line)
        limited = _CONTROLLERS & set(options)
        if kind == "cgroup2":
            for folder in _folders(mounted, paths.get("", "/")):
                yield Place(folder, 2, _CONTROLLERS & _handed_on(folder))
        elif kind == "cgroup" and limited:
            for folder in _folders(mounted, paths.get(min(limited), "/")):
                yield Place(folder, 1, frozenset(limited))


def _parts(line: str) -> tuple[Path, str, list[str]]:
    """Of a line of mountinfo: the folder, what is mounted there, and the options of that."""
    before, _, after = line.partition(" - ")
    kind, _, options = after.split(" ")  # the source may be empty; a blank in a name is escaped
    return Path(before.split(" ")[4].replace(r"\040", " ")), kind, options.split(",")


def _paths(own: str) -> dict[str, str]:
    """Controller → path of the own group; that of version 2 under an empty name."""
    lines = (line.split(":", 2) for line in own.splitlines())
    return {name: path for _, names, path in lines for name in names.split(",")}


def _folders(mounted: Path, own: str) -> tuple[Path, ...]:
    """The own group and the topmost one, as far as they are in sight."""
    inner = () if ".." in own.split("/") else (mounted / own.strip("/"),)
    return tuple(dict.fromkeys((*inner, mounted)))


def _handed_on(folder: Path) -> set[str]:
    """What groups in a folder of version 2 may limit: for those without processes and the topmost to decide."""
    try:
        return set((folder / "cgroup.subtree_control").read_text().split())
    except OSError:
        return set()


def _memory(kind: str) -> int:
    """Bytes that this process has: ``RssAnon``, its own, which are copied where children write; ``RssFile``, mapped."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(f"{kind}:")) << 10


def _write(path: Path, value: int) -> None:
    with path.open("wb", buffering=0) as stream:
        stream.write(str(value).encode())
