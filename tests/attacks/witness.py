"""Eyes outside of the sandbox: what an attack may have changed."""

import contextlib
import os
import resource
import site
import sysconfig
import tempfile
from pathlib import Path

import autograder

from .attacker import KEY, MARK

PLACES = (
    "/", "/dev", "/dev/shm", "/run", "/run/lock", "/run/shm", "/tmp", "/usr/lib", "/var/crash", "/var/lock", "/var/tmp",
    tempfile.gettempdir(), Path.home(), Path.cwd(), Path(autograder.__file__).parent,
    Path(autograder.__file__).parent / "sandbox" / "__pycache__", sysconfig.get_path("stdlib"), *site.getsitepackages(),
)  # fmt: skip
"""Where something left behind would be."""


def look(victim):
    """All that must be the same after an attack as before."""
    return {
        "the course": {str(path): described(path) for path in (victim.course, *sorted(victim.course.rglob("*")))},
        "things left behind": left_behind(),
        "the grader": process(os.getpid()) | {"folder": Path.cwd(), "mask": umask(), "name": comm(os.getpid())},
        "the warm process": process(victim.warm) | {"state": state(victim.warm), "name": comm(victim.warm)},
        "its children": children(victim.warm),
    }


def left_behind():
    found = [str(path) for place in PLACES for path in names(place) if MARK in path.name]
    for kind in ("shm", "msg", "sem"):
        for line in lines(f"/proc/sysvipc/{kind}"):
            if str(KEY) in line.split():
                found.append(f"{kind}: {line}")
    found += [line for line in lines("/proc/keys") if MARK in line]
    return found + [line for line in lines("/proc/net/unix") if MARK in line]


def names(place):
    with contextlib.suppress(OSError):
        yield from Path(place).iterdir()


def lines(path):
    with contextlib.suppress(OSError):
        return Path(path).read_text().splitlines()
    return []


def described(path):
    about = path.lstat()
    attributes = {name: os.getxattr(path, name) for name in os.listxattr(path, follow_symlinks=False)}
    content = path.read_bytes() if path.is_file() else b""
    return about.st_mode, about.st_uid, about.st_gid, about.st_mtime_ns, about.st_nlink, content, attributes


def process(pid):
    """What one process could change about another."""
    return {
        "cores": os.sched_getaffinity(pid),
        "priority": os.getpriority(os.PRIO_PROCESS, pid),
        "policy": os.sched_getscheduler(pid),
        "files": resource.prlimit(pid, resource.RLIMIT_NOFILE),
        "memory": resource.prlimit(pid, resource.RLIMIT_AS),
        "core dump": resource.prlimit(pid, resource.RLIMIT_CORE),
    }


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


def comm(pid):
    return Path(f"/proc/{pid}/comm").read_text()


def state(pid):
    """Whether it lives; stopped or traced is not living."""
    letter = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    return "lives" if letter in "SRD" else letter


def children(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(stat.parent.name))
    return found


class Growth:
    """How much larger this process was at most than at the beginning, in MiB."""

    def __init__(self):
        Path("/proc/self/clear_refs").write_text("5")  # forget the peak so far
        self._before = self._status("VmRSS")

    def mb(self):
        return self._status("VmHWM") - self._before >> 10

    def _status(self, name):
        return next(int(line.split()[1]) for line in lines("/proc/self/status") if line.startswith(name))
