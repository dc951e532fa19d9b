"""One driver for a folder of results: who holds the lock writes there, and a second one is told who does.

The system frees the lock with the last process that holds it, however that ends: a file that lies there locks nothing.
"""

from __future__ import annotations

import errno
import json
import os
import socket
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from autograder.errors import ConfigError
from autograder.report.files import write_whole

LOCK_FILE = "run.lock"
GITIGNORE = ".gitignore"

_PATIENCE_SECONDS = 3.0  # the workers of a driver that was killed hold the lock until they have ended, too
_TAKEN = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)
_FAR = 1 << 30  # on Windows a byte is locked, which nobody can read meanwhile: one behind the text


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of `folder`, which is made where there is none, for its owner only.

    Raises:
        ConfigError: somebody else holds it, or nothing can be written there.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not any(folder.iterdir()) or (folder / LOCK_FILE).exists():  # a folder of results, and not a whole course
            _keep_out_of_git(folder)
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise ConfigError(f"{folder}: results cannot be written there ({error.strerror})") from None
    try:
        _take(descriptor, folder)
        _sign(descriptor)
        yield
    finally:
        os.close(descriptor)


def _keep_out_of_git(folder: Path) -> None:
    """Names and grades are nobody else's, wherever in a course the folder is; what somebody wrote there stays."""
    path = folder / GITIGNORE
    if not path.exists():
        write_whole(path, b"*\n")


def _take(descriptor: int, folder: Path) -> None:
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while not _taken(descriptor, folder):
        if time.monotonic() > deadline:
            raise ConfigError(
                f"{folder}: {_holder(descriptor)} is grading into this folder. Wait until it is done, or stop it: "
                "what it has finished is not lost"
            )
        time.sleep(0.05)


def _taken(descriptor: int, folder: Path) -> bool:
    """Whether the lock is ours now; raises `ConfigError` on a file system without locks."""
    try:
        _lock(descriptor)
    except OSError as error:
        if error.errno in _TAKEN:
            return False
        raise ConfigError(
            f"{folder}: no lock can be had there ({error.strerror}), so two gradings could not be kept apart. "
            "Choose a folder on another file system"
        ) from None
    return True


def _lock(descriptor: int) -> None:
    """Take it at once; raises OSError if somebody else has it."""
    if sys.platform == "win32":
        import msvcrt

        os.lseek(descriptor, _FAR, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _sign(descriptor: int) -> None:
    """Write who holds it, for whoever comes next."""
    who = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now().astimezone().isoformat()}
    os.ftruncate(descriptor, 0)
    os.lseek(descriptor, 0, os.SEEK_SET)
    os.write(descriptor, f"{json.dumps(who)}\n".encode())


def _holder(descriptor: int) -> str:
    """Who holds it, by what is written there."""
    os.lseek(descriptor, 0, os.SEEK_SET)
    try:
        who = json.loads(os.read(descriptor, 1000))
        since = datetime.fromisoformat(who["since"])
        return f"process {int(who['pid'])} on {who['host']}, since {since:%Y-%m-%d %H:%M:%S},"
    except (ValueError, TypeError, KeyError):
        return "another process"
