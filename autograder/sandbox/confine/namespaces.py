"""Namespaces for the warm process and all its candidates: no network, no IPC with others, and a root of few files.

The other files are not forbidden but absent: not even their names can be guessed at. Needs root with SYS_ADMIN, which
containers do not have. After ``mount_namespaces(7)`` and ``pivot_root(2)``.
"""

from __future__ import annotations

import ctypes
import os
import platform
import stat
from collections.abc import Iterable
from pathlib import Path

from autograder.sandbox.confine.libc import syscall

_COLUMN = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
_MOUNT, _UMOUNT, _PIVOT_ROOT, _UNSHARE = (165, 40), (166, 39), (155, 41), (272, 97)
_NEW_MOUNTS, _NEW_HOST_NAME, _NEW_IPC, _NEW_NETWORK = 0x00020000, 0x04000000, 0x08000000, 0x40000000
_READ_ONLY, _NO_SUID, _REMOUNT, _BIND, _RECURSIVE, _PRIVATE = 1, 2, 32, 4096, 16384, 1 << 18
_DETACH = 2
_SCAFFOLD = "/tmp"  # where the new root is put together: any folder, for nobody else sees it
_WRITTEN = ("/proc", "/dev/null")  # as far as other layers allow


def enter(readable: Iterable[Path], devices: Iterable[Path] = ()) -> None:
    """Move this process there, for good; raises OSError.

    Args:
        readable: files and folders that the new root holds, read-only, at their places; those that do not exist are
            passed over. ``/proc`` and ``/dev/null`` are there too, as they were.
        devices: files that stay writable.
    """
    if _COLUMN is None:
        raise OSError(f"no system call numbers for {platform.machine()}")
    syscall(_UNSHARE[_COLUMN], _NEW_MOUNTS | _NEW_HOST_NAME | _NEW_IPC | _NEW_NETWORK)
    _mount(None, "/", None, _RECURSIVE | _PRIVATE)  # nothing from here on is seen outside
    written = [*map(Path, _WRITTEN), *devices]
    paths = [path for path in _outermost([*readable, *written]) if path.exists()]
    sources = {path: os.open(path, os.O_PATH) for path in paths}  # the scaffold may hide some
    _mount("tmpfs", _SCAFFOLD, "tmpfs", _NO_SUID, b"mode=755,size=1m")
    for path, source in sources.items():
        _bind(source, Path(f"{_SCAFFOLD}{path}"), read_only=path not in written)
        os.close(source)
    Path(f"{_SCAFFOLD}/tmp").mkdir(exist_ok=True)  # that there is none confuses more than that it cannot be written to
    _mount(None, _SCAFFOLD, None, _REMOUNT | _READ_ONLY | _NO_SUID)
    os.chdir(_SCAFFOLD)
    syscall(_PIVOT_ROOT[_COLUMN], b".", b".")  # the old root now lies on top of the new one
    syscall(_UMOUNT[_COLUMN], b".", _DETACH)
    os.chdir("/")


def _outermost(paths: Iterable[Path]) -> list[Path]:
    """Without those that lie in another: they come with it."""
    outer: list[Path] = []
    for path in sorted(set(paths)):
        if not any(path.is_relative_to(other) for other in outer):
            outer.append(path)
    return outer


def _bind(source: int, target: Path, *, read_only: bool) -> None:
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    if stat.S_ISDIR(os.fstat(source).st_mode):
        target.mkdir(mode=0o755, exist_ok=True)
    else:
        target.touch(mode=0o644)
    _mount(f"/proc/self/fd/{source}", str(target), None, _BIND | _RECURSIVE)
    if read_only:
        _mount(None, str(target), None, _BIND | _REMOUNT | _READ_ONLY | _NO_SUID)


def _mount(source: str | None, target: str, kind: str | None, flags: int, data: bytes | None = None) -> None:
    assert _COLUMN is not None
    words = [word.encode() if word is not None else None for word in (source, target, kind)]
    syscall(_MOUNT[_COLUMN], *map(ctypes.c_char_p, words), flags, ctypes.c_char_p(data))
