"""Run a command where graders run in real life: ``python -m tests.attacks.environments docker -- COMMAND …``.

``docker``: root with the capabilities and the system calls of Docker's default. ``unprivileged``: an ordinary user.
Both need root to get there. What the command needs (Python, the packages, the checkout) stays where it is; folders
above it that are closed to others, as ``/root`` mostly is, are replaced, for the command only, by open ones with
nothing else in them.
"""

import ctypes
import os
import stat
import struct
import sys
from pathlib import Path

from autograder.sandbox.confine import identity
from autograder.sandbox.confine.libc import PR_CAPBSET_DROP, prctl, syscall

from . import docker_filter

ROOT = Path(__file__).resolve().parents[2]
UID = identity.FIRST_UID - 1  # next to those of candidates, and nobody's
DOCKER = (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31)
"""chown, dac_override, fowner, fsetid, kill, setgid, setuid, setpcap, net_bind_service, net_raw, sys_chroot, mknod,
audit_write, setfcap."""
CAPSET = {"x86_64": 126, "aarch64": 91}
CLONE_NEWNS, MS_RDONLY, MS_REMOUNT, MS_BIND, MS_REC, MS_PRIVATE = 0x00020000, 1, 32, 4096, 16384, 1 << 18
libc = ctypes.CDLL(None, use_errno=True)


def main(name, command):
    open_the_way()
    ENVIRONMENTS[name]()
    os.execvpe(command[0], command, {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "LOGNAME": "grader"})


def docker():
    hide_control_groups()
    for capability in set(range(64)) - set(DOCKER):
        try:
            prctl(PR_CAPBSET_DROP, capability)
        except OSError:  # past the last one that the kernel knows
            break
    docker_filter.load()
    mask = sum(1 << capability for capability in DOCKER)
    header, low, high = struct.pack("=Ii", 0x20080522, 0), mask & 0xFFFFFFFF, mask >> 32
    syscall(CAPSET[os.uname().machine], header, struct.pack("=6I", low, low, 0, high, high, 0))


def hide_control_groups():
    """A container may look at them, not make any; where there is no /proc, there are none."""
    mounts = Path("/proc/self/mountinfo")
    for line in mounts.read_text().splitlines() if mounts.exists() else ():
        if " - cgroup" in line:
            mount(None, line.split()[4], MS_BIND | MS_REMOUNT | MS_RDONLY)


def unprivileged():
    os.setgroups([])
    os.setresgid(UID, UID, UID)
    os.setresuid(UID, UID, UID)
    for path in needed():
        os.listdir(path)  # rather a clear error here than an odd one later


ENVIRONMENTS = {"docker": docker, "unprivileged": unprivileged}


def needed():
    """Folders that the command must reach."""
    return {Path(place) for place in (sys.prefix, sys.base_prefix, ROOT)}


def open_the_way():
    """In mounts of our own, make the folders above what is needed passable for everyone."""
    checked(libc.unshare(CLONE_NEWNS))
    mount(None, "/", MS_REC | MS_PRIVATE)
    places = {path: os.open(path, os.O_PATH) for path in needed()}
    closed = {outermost for path in places if (outermost := next(filter(is_closed, reversed(path.parents)), None))}
    for folder in closed:
        checked(libc.mount(b"none", os.fsencode(folder), b"tmpfs", 0, b"mode=755"))
    for path, descriptor in places.items():
        if closed & set(path.parents):
            path.mkdir(parents=True, exist_ok=True)
            mount(f"/proc/self/fd/{descriptor}", path, MS_BIND | MS_REC)
        os.close(descriptor)


def is_closed(folder):
    return not folder.stat().st_mode & stat.S_IXOTH


def mount(source, target, flags):
    checked(libc.mount(source and os.fsencode(source), os.fsencode(target), None, flags, None))


def checked(result):
    if result:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


if __name__ == "__main__":
    separator = sys.argv.index("--")
    main(sys.argv[1], sys.argv[separator + 1 :])
