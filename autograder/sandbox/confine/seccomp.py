"""seccomp: system calls that a candidate has no use for. No fork means no daemon and no bomb.

A filter costs time for each candidate, so the warm process takes one on itself, which its children inherit: what
neither it nor putting on the layers needs. A candidate adds the rest.

Allows by default, denies a list, answers unknown calls with ENOSYS and kills on a foreign architecture. The filter is
classic BPF over ``struct seccomp_data``: number at 0, architecture at 4, arguments at 16 + 8·i (low word first).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Collection

from autograder.sandbox.confine import gpu
from autograder.sandbox.confine.libc import make, of_syscall
from autograder.sandbox.confine.syscalls import NEWEST, NUMBERS

_SECCOMP, _SET_MODE_FILTER = (317, 277), 1
_KILL_PROCESS, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _AND, _RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
_NUMBER, _ARCHITECTURE = 0, 4

_MACHINE = platform.machine()
_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_COLUMN, _AUDIT_ARCHITECTURE = _ARCHITECTURES.get(_MACHINE, (0, 0))
_NUMBERS = {name: number for name, pair in NUMBERS.items() if (number := pair[_COLUMN]) is not None}
_STEP, _WORD = struct.Struct("=HBBI"), 4  # bytes

_CLONE_THREAD = 0x00010000
_SHARED_ANONYMOUS, _GROWS_DOWN = 0x21, 0x100  # memory that no limit counts, or none but that on addresses
_OPEN_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TYPING = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: into someone's terminal
_SIGNAL_BY_IOCTL = (0x5452, 0x8901, 0x8902)  # FIOASYNC, FIOSETOWN, SIOCSPGRP: the kernel sends it to anyone
_OF_FILE_SYSTEMS = (0x58, 0x66, 0x76, 0x94)  # types of ioctl that change a file its owner has only open for reading
_FCNTL = (0, 1, 2, 3, 4, 1030, 1032, 1033, 1034)  # duplicate, flags, size of a pipe, seals; no locks, leases, hints
_KEPT_BY_US = (1, 4)  # PR_SET_PDEATHSIG, PR_SET_DUMPABLE

_ONLY_ON_ITSELF = {  # process → further values of the first argument that stand for the caller
    "kill": (),
    "tgkill": (),
    "prlimit64": (0,),
    "sched_setaffinity": (0,),
    "sched_setattr": (0,),
    "sched_setparam": (0,),
    "sched_setscheduler": (0,),
}
_ITSELF = 0x7E57ED1D  # stands for the process's number until it is known; no number is that great
_CHAPTER = 14  # rules
_Instruction = tuple[int, int, int, int]

_LATE = frozenset(_ONLY_ON_ITSELF) | {
    "clone", "fork", "open", "openat", "prctl", "setsid", "setresgid", "setresuid", "capset",
}  # fmt: skip
"""What starting and ending candidates takes, and putting on their layers."""


def prepare(*, for_gpu: bool = False) -> None:
    """Refuse the calling thread and its children all that takes no part in starting, confining or ending one.

    Needs `no_new_privs`; raises OSError.

    Args:
        for_gpu: allow what CUDA needs.
    """
    make([Filter(program(_NUMBERS.keys() - _LATE, for_gpu=for_gpu)).call])


def rest(*, deny_opening_to_write: bool) -> Filter:
    """What `prepare` leaves allowed, for a child to give up last.

    Args:
        deny_opening_to_write: also refuse to open any file for writing; for where Landlock does not.
    """
    return Filter(program(_LATE, deny_opening_to_write=deny_opening_to_write))


class _Program(ctypes.Structure):
    """``struct sock_fprog``."""

    _fields_ = (("steps", ctypes.c_ushort), ("words", ctypes.POINTER(ctypes.c_uint32)))


class Filter:
    """A program that is ready for the kernel.

    Attributes:
        call: puts it on the calling thread and what that starts, for good; needs `no_new_privs`.
    """

    def __init__(self, code: bytes) -> None:
        if _MACHINE not in _ARCHITECTURES:
            raise OSError(f"no table of system calls for {_MACHINE}")
        self._words = (ctypes.c_uint32 * (len(code) // _WORD)).from_buffer_copy(code)
        self._places = [place for place, word in enumerate(self._words) if word == _ITSELF]
        described = _Program(len(code) // _STEP.size, ctypes.cast(self._words, ctypes.POINTER(ctypes.c_uint32)))
        self.call = of_syscall(_SECCOMP[_COLUMN], _SET_MODE_FILTER, 0, ctypes.byref(described))

    def aim(self, pid: int) -> None:
        """Say which process may do what only concerns itself."""
        for place in self._places:
            self._words[place] = pid


def program(names: Collection[str], *, deny_opening_to_write: bool = False, for_gpu: bool = False) -> bytes:
    """The filter for these calls and any process, with `_ITSELF` where its number belongs.

    Its rules are in chapters that a greater number jumps over: no call has to pass them all, and the kernel, which
    tries every number when it takes a filter, is done in a third of the time.
    """
    steps = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, _AUDIT_ARCHITECTURE),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_ABOVE, 0, 1, NEWEST),  # and the numbers of x32
        _refuse(errno.ENOSYS),
    ]
    denied = {
        name: number for name, number in _NUMBERS.items() if name in names and not (for_gpu and name in gpu.CALLS)
    }
    rules = sorted((number, _rule(name, number, deny_opening_to_write)) for name, number in denied.items())
    for start in range(0, len(rules), _CHAPTER):
        chapter = rules[start : start + _CHAPTER]
        inner = [step for _, rule in chapter for step in rule] + [_PASS]
        steps += [(_JUMP_ABOVE, len(inner), 0, chapter[-1][0]), *inner]
    return b"".join(_STEP.pack(*step) for step in [*steps, _PASS])


def _rule(name: str, number: int, deny_opening_to_write: bool) -> list[_Instruction]:
    """Steps that run with the number loaded and leave it loaded when they fall through."""
    if name in _ONLY_ON_ITSELF:
        return _when(number, _unless_one_of(0, (*_ONLY_ON_ITSELF[name], _ITSELF)))
    match name:
        case "clone":
            return _when(number, _unless_bits(0, _CLONE_THREAD))
        case "clone3" | "openat2":  # arguments in memory cannot be inspected: the C library then uses the older call
            return _when(number, [_refuse(errno.ENOSYS)])
        case "preadv2" | "pwritev2":  # tell what is in the page cache, a message from who was here before
            return _when(number, [_refuse(errno.ENOSYS)])
        case "open" | "openat":
            flags = 1 if name == "open" else 2
            return _when(number, _if_any_bit(flags, _OPEN_TO_WRITE, errno.EACCES)) if deny_opening_to_write else []
        case "mmap":
            return _when(number, [*_if_all_bits(3, _GROWS_DOWN)[:-1], *_if_all_bits(3, _SHARED_ANONYMOUS)])
        case "prctl":
            return _when(number, _if_one_of(0, _KEPT_BY_US))
        case "ioctl":
            return _when(number, [*_if_type(1, _OF_FILE_SYSTEMS), *_if_one_of(1, _TYPING + _SIGNAL_BY_IOCTL)])
        case "fcntl":
            return _when(number, _unless_one_of(1, _FCNTL))
        case _:
            return _when(number, [_refuse(errno.EPERM)])


def _when(number: int, steps: list[_Instruction]) -> list[_Instruction]:
    return [(_JUMP_EQUAL, 0, len(steps), number), *steps]


def _refuse(code: int) -> _Instruction:
    return (_RETURN, 0, 0, _ERRNO | code)


_PASS: _Instruction = (_RETURN, 0, 0, _ALLOW)


def _argument(index: int) -> _Instruction:
    return (_LOAD, 0, 0, 16 + 8 * index)


def _unless_bits(index: int, bits: int) -> list[_Instruction]:
    return [_argument(index), (_AND, 0, 0, bits), (_JUMP_EQUAL, 1, 0, bits), _refuse(errno.EPERM), _PASS]


def _if_all_bits(index: int, bits: int) -> list[_Instruction]:
    return [_argument(index), (_AND, 0, 0, bits), (_JUMP_EQUAL, 0, 1, bits), _refuse(errno.EPERM), _PASS]


def _if_any_bit(index: int, bits: int, code: int) -> list[_Instruction]:
    return [_argument(index), (_AND, 0, 0, bits), (_JUMP_EQUAL, 1, 0, 0), _refuse(code), _PASS]


def _if_type(index: int, types: tuple[int, ...]) -> list[_Instruction]:
    steps = [_argument(index), (_AND, 0, 0, 0xFF00)]
    for kind in types:
        steps += [(_JUMP_EQUAL, 0, 1, kind << 8), _refuse(errno.EPERM)]
    return steps


def _if_one_of(index: int, values: tuple[int, ...]) -> list[_Instruction]:
    steps = [_argument(index)]
    for value in values:
        steps += [(_JUMP_EQUAL, 0, 1, value), _refuse(errno.EPERM)]
    return [*steps, _PASS]


def _unless_one_of(index: int, values: tuple[int, ...]) -> list[_Instruction]:
    steps = [_argument(index)]
    for value in values:
        steps += [(_JUMP_EQUAL, 0, 1, value), _PASS]
    return [*steps, _refuse(errno.EPERM)]
