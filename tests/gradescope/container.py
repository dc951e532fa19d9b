"""Run a command as in a container: ``python -m tests.gradescope.container ROOT [OPTION…] -- COMMAND …``.

As Docker does it, and so Gradescope: namespaces of its own for mounts, processes, names and messages; ``/proc``, a few
devices and ``/sys`` without control groups; root with Docker's default capabilities, so without SYS_ADMIN, behind
Docker's default filter of system calls. The network is the machine's. Needs root.

Options: ``--without-landlock``, ``--without-proc``, and ``--full-tmp``: nothing more can be written to ``/tmp``.
"""

import contextlib
import errno
import os
import signal
import sys
from pathlib import Path

from tests.attacks import docker_filter
from tests.attacks.environments import MS_BIND, MS_PRIVATE, MS_RDONLY, MS_REC, MS_REMOUNT, checked, docker, libc, mount

NAMESPACES = 0x00020000 | 0x04000000 | 0x08000000 | 0x20000000  # mounts, names, messages, processes
DEVICES = ("null", "zero", "full", "random", "urandom", "tty")
LANDLOCK = (444, 445, 446)  # on every architecture
MS_NOSUID, MS_NODEV, MS_NOEXEC = 2, 4, 8


def main(root, command, *, landlock, proc, full_tmp):
    checked(libc.unshare(NAMESPACES))
    child = os.fork()
    if child:
        signal.signal(signal.SIGTERM, lambda *_: os.kill(child, signal.SIGKILL))
        sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
    mount(None, "/", MS_REC | MS_PRIVATE)
    _furnish(root, proc=proc)
    if full_tmp:
        _fill(root / "tmp")
    os.chroot(root)
    os.chdir("/autograder")
    if not landlock:
        _hide_landlock()
    docker()
    os.execvpe(command[0], command, os.environ)


def _furnish(root, *, proc):
    """Mount what Docker mounts."""
    if proc:
        checked(libc.mount(b"proc", os.fsencode(root / "proc"), b"proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, None))
    checked(libc.mount(b"tmpfs", os.fsencode(root / "dev"), b"tmpfs", MS_NOSUID, b"mode=755,size=65536k"))
    for name in DEVICES:
        (root / "dev" / name).touch()
        mount(f"/dev/{name}", root / "dev" / name, MS_BIND)
    (root / "dev/shm").mkdir()
    checked(libc.mount(b"tmpfs", os.fsencode(root / "dev/shm"), b"tmpfs", MS_NOSUID | MS_NODEV, b"size=65536k"))
    mount("/sys", root / "sys", MS_BIND)  # not what is mounted in it
    mount(None, root / "sys", MS_BIND | MS_REMOUNT | MS_RDONLY)


def _fill(folder):
    checked(libc.mount(b"tmpfs", os.fsencode(folder), b"tmpfs", MS_NOSUID | MS_NODEV, b"size=64k,mode=1777"))
    with contextlib.suppress(OSError), (folder / "full").open("wb", buffering=0) as file:
        while file.write(bytes(4096)):
            pass


def _hide_landlock():
    """As a kernel that was built without it answers; needs CAP_SYS_ADMIN."""
    _, architecture, number = docker_filter.MACHINES[os.uname().machine]
    error = (docker_filter.RETURN, 0, 0, docker_filter.ERROR | errno.ENOSYS)
    steps = [(docker_filter.LOAD, 0, 0, 4), (docker_filter.JUMP_EQUAL, 1, 0, architecture), docker_filter.PASS]
    steps += [(docker_filter.LOAD, 0, 0, 0)]
    for call in LANDLOCK:
        steps += [(docker_filter.JUMP_EQUAL, 0, 1, call), error]
    docker_filter.put_on([*steps, docker_filter.PASS], number)


if __name__ == "__main__":
    separator = sys.argv.index("--")
    options = sys.argv[2:separator]
    main(
        Path(sys.argv[1]),
        sys.argv[separator + 1 :],
        landlock="--without-landlock" not in options,
        proc="--without-proc" not in options,
        full_tmp="--full-tmp" in options,
    )
