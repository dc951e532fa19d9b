"""The few C calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long
_libc.prctl.restype = ctypes.c_int

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


def prctl(option: int, *arguments: int) -> None:
    """``prctl(2)`` with integer arguments; raises OSError."""
    padded = [ctypes.c_ulong(value) for value in (*arguments, 0, 0, 0, 0)[:4]]
    if _libc.prctl(option, *padded) != 0:
        _raise(f"prctl({option})")


def madvise(start: int, size: int, advice: int) -> None:
    """``madvise(2)``; raises OSError."""
    if _libc.madvise(ctypes.c_void_p(start), ctypes.c_size_t(size), advice) != 0:
        _raise("madvise")


def syscall(number: int, *arguments: object) -> int:
    """``syscall(2)``; integers go as 64 bits, anything else as ctypes takes it. Raises OSError."""
    passed = [ctypes.c_ulong(value) if isinstance(value, int) else value for value in arguments]
    result: int = _libc.syscall(ctypes.c_long(number), *passed)
    if result < 0:
        _raise(f"system call {number}")
    return result


def _raise(what: str) -> None:
    code = ctypes.get_errno()
    raise OSError(code, f"{what}: {os.strerror(code)}")
