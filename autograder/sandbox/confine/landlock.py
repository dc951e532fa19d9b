"""Landlock: which files may be read, none written, no TCP, no signals or abstract sockets to the outside.

After the kernel's documentation, ``userspace-api/landlock.rst``. What it does not cover (chmod, xattr, stat, UDP) is
left to seccomp.
"""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from autograder.sandbox.confine.libc import Call, of, of_syscall, syscall

# Numbers are the same on every architecture.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 0, 1 << 1, 1 << 2, 1 << 3
_CONTROL_DEVICE = 1 << 15  # ABI 5
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}  # ABI → how many rights on files it knows
_TCP_BIND_CONNECT = 0b11  # ABI 4
_SCOPE_SOCKET_SIGNAL = 0b11  # ABI 6


@cache  # by the warm process, for its children
def abi() -> int:
    """The version that the kernel offers, 0 for none."""
    try:
        return syscall(_CREATE_RULESET, 0, 0, _VERSION)
    except OSError:
        return 0


def ruleset(readable: Iterable[Path], devices: Iterable[Path] = ()) -> int | None:
    """A ruleset, as a descriptor that children inherit: made once, put on by each. None where there is no Landlock.

    Args:
        readable: folders and files that may be read; those that do not exist are passed over.
        devices: files that may be written to and controlled.
    """
    version = abi()
    if not version:
        return None
    rights = (1 << max(count for least, count in _FILE_RIGHTS.items() if least <= version)) - 1
    network = _TCP_BIND_CONNECT if version >= 4 else 0
    scope = _SCOPE_SOCKET_SIGNAL if version >= 6 else 0
    size = 24 if version >= 6 else 16 if version >= 4 else 8
    attributes = struct.pack("=QQQ", rights, network, scope)[:size]
    descriptor = syscall(_CREATE_RULESET, attributes, size, 0)
    for path in readable:
        _allow(descriptor, path, _EXECUTE | _READ_FILE | _READ_DIR)
    _allow(descriptor, Path("/dev/null"), _READ_FILE | _WRITE_FILE)
    for path in devices:
        _allow(descriptor, path, (_READ_FILE | _WRITE_FILE | _CONTROL_DEVICE) & rights)
    return descriptor


def allow_names_of_threads(descriptor: int) -> None:
    """Let this process name its threads, as CUDA does and dies without."""
    _allow(descriptor, Path("/proc/self/task"), _READ_FILE | _READ_DIR | _WRITE_FILE)


def of_restricting(descriptor: int | None) -> tuple[Call, ...]:
    """Confine the calling thread to a `ruleset` for good, and close it. Needs `no_new_privs`.

    Raises:
        OSError: there is none.
    """
    if descriptor is None:
        raise OSError("the kernel has no Landlock")
    return of_syscall(_RESTRICT_SELF, descriptor, 0), of("close", descriptor)


def _allow(descriptor: int, path: Path, rights: int) -> None:
    try:
        beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(beneath).st_mode):
            rights &= ~_READ_DIR
        syscall(_ADD_RULE, descriptor, _PATH_BENEATH, struct.pack("=Qi", rights, beneath), 0)
    finally:
        os.close(beneath)
