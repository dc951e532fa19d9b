"""The few C calls that Python has no function for."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Callable, Iterable
from typing import NamedTuple

_libc = ctypes.CDLL(None, use_errno=True)
_libc.syscall.restype = ctypes.c_long

PR_SET_PDEATHSIG = 1
PR_SET_DUMPABLE = 4
PR_SET_KEEPCAPS = 8
PR_CAPBSET_DROP = 24
PR_SET_CHILD_SUBREAPER = 36
PR_SET_NO_NEW_PRIVS = 38


class Call(NamedTuple):
    """A call into C that is ready to be made.

    A child pays for every page of memory that it is the first to touch, a new process mostly for that. To make the
    arguments of a call touches more pages than the call, so the parent makes them.

    Attributes:
        name: for the error.
        function: returns less than 0 where it fails.
        arguments: what can change later is a ctypes object.
    """

    name: str
    function: Callable[..., int]
    arguments: tuple[object, ...]


def make(calls: Iterable[Call]) -> int:
    """Make them one after the other; the result of the last. Raises OSError at the first that fails."""
    result = 0
    for name, function, arguments in calls:
        result = function(*arguments)
        if result < 0:
            code = ctypes.get_errno()
            raise OSError(code, f"{name}: {os.strerror(code)}")
    return result


def of(name: str, *arguments: object) -> Call:
    """The C library's function of that name that returns an ``int``."""
    return Call(name, getattr(_libc, name), arguments)


def of_prctl(option: int, *arguments: int) -> Call:
    """``prctl(2)`` with integer arguments."""
    padded = (*arguments, 0, 0, 0, 0)[:4]
    return Call(f"prctl({option})", _libc.prctl, (ctypes.c_int(option), *map(ctypes.c_ulong, padded)))


def of_syscall(number: int, *arguments: object) -> Call:
    """``syscall(2)``; integers go as 64 bits, anything else as ctypes takes it."""
    passed = (ctypes.c_ulong(value) if isinstance(value, int) else value for value in arguments)
    return Call(f"system call {number}", _libc.syscall, (ctypes.c_long(number), *passed))


def prctl(option: int, *arguments: int) -> None:
    """Make an `of_prctl` at once."""
    make([of_prctl(option, *arguments)])


def syscall(number: int, *arguments: object) -> int:
    """Make an `of_syscall` at once."""
    return make([of_syscall(number, *arguments)])


def madvise(start: int, size: int, advice: int) -> None:
    """``madvise(2)``; raises OSError."""
    make([of("madvise", ctypes.c_void_p(start), ctypes.c_size_t(size), advice)])


def mallopt(parameter: int, value: int) -> bool:
    """``mallopt(3)``; False where the C library has no such function or refuses the value."""
    function = getattr(_libc, "mallopt", None)
    return function is not None and function(parameter, value) == 1
