"""seccomp: system calls that a candidate has no use for. No fork means no daemon and no bomb.

Allows by default, denies a list, answers unknown calls with ENOSYS and kills on a foreign architecture. The filter is
classic BPF over ``struct seccomp_data``: number at 0, architecture at 4, arguments at 16 + 8·i (low word first).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct

from autograder.sandbox.confine.libc import PR_SET_SECCOMP, prctl
from autograder.sandbox.confine.syscalls import NEWEST, NUMBERS

_MODE_FILTER = 2
_KILL_PROCESS, _ERRNO, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_LOAD, _JUMP_EQUAL, _JUMP_ABOVE, _AND, _RETURN = 0x20, 0x15, 0x25, 0x54, 0x06
_NUMBER, _ARCHITECTURE = 0, 4

_ARCHITECTURES = {"x86_64": (0, 0xC000003E), "aarch64": (1, 0xC00000B7)}
_X32_BIT = 0x40000000

_CLONE_THREAD = 0x00010000
_SHARED_ANONYMOUS = 0x21  # memory that no limit counts
_OPEN_TO_WRITE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_TERMINAL_INPUT = (0x5412, 0x541C)  # TIOCSTI, TIOCLINUX: typing into someone's terminal
_KEPT_BY_US = (1, 4)  # PR_SET_PDEATHSIG, PR_SET_DUMPABLE

_HANDLED_APART = frozenset(
    "clone clone3 open openat openat2 kill tgkill prlimit64 prctl ioctl mmap "
    "sched_setaffinity sched_setscheduler sched_setparam sched_setattr".split()
)
_Instruction = tuple[int, int, int, int]


def restrict(*, deny_opening_to_write: bool) -> None:
    """Confine the calling thread and what it starts, for good. Needs `no_new_privs`; raises OSError.

    Args:
        deny_opening_to_write: also refuse to open any file for writing; for where Landlock does not.
    """
    program = _program(os.getpid(), deny_opening_to_write)
    code = ctypes.create_string_buffer(b"".join(struct.pack("=HBBI", *step) for step in program))
    fprog = ctypes.create_string_buffer(struct.pack("@HP", len(program), ctypes.addressof(code)))
    prctl(PR_SET_SECCOMP, _MODE_FILTER, ctypes.addressof(fprog))


def supported() -> bool:
    """Whether the filter knows this machine's architecture."""
    return platform.machine() in _ARCHITECTURES


def _program(pid: int, deny_opening_to_write: bool) -> list[_Instruction]:
    try:
        column, architecture = _ARCHITECTURES[platform.machine()]
    except KeyError:
        raise OSError(f"no table of system calls for {platform.machine()}") from None
    numbers = {name: pair[column] for name, pair in NUMBERS.items() if pair[column] is not None}
    program = [
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_JUMP_EQUAL, 1, 0, architecture),
        (_RETURN, 0, 0, _KILL_PROCESS),
        (_LOAD, 0, 0, _NUMBER),
        (_JUMP_ABOVE, 0, 1, _X32_BIT - 1),
        _refuse(errno.ENOSYS),
        (_JUMP_ABOVE, 0, 1, NEWEST),
        _refuse(errno.ENOSYS),
    ]
    for name, number in numbers.items():
        program += _rule(name, number or 0, pid, deny_opening_to_write)
    return [*program, (_RETURN, 0, 0, _ALLOW)]


def _rule(name: str, number: int, pid: int, deny_opening_to_write: bool) -> list[_Instruction]:
    """Steps that run with the number loaded and leave it loaded when they fall through."""
    if name not in _HANDLED_APART:
        return _when(number, [_refuse(errno.EPERM)])
    match name:
        case "clone":
            return _when(number, _unless_bits(0, _CLONE_THREAD))
        case "clone3" | "openat2":  # arguments in memory cannot be inspected: the C library then uses the older call
            return _when(number, [_refuse(errno.ENOSYS)])
        case "open" | "openat":
            flags = 1 if name == "open" else 2
            return _when(number, _if_any_bit(flags, _OPEN_TO_WRITE, errno.EACCES)) if deny_opening_to_write else []
        case "mmap":
            return _when(number, _if_all_bits(3, _SHARED_ANONYMOUS))
        case "prctl":
            return _when(number, _if_one_of(0, _KEPT_BY_US))
        case "ioctl":
            return _when(number, _if_one_of(1, _TERMINAL_INPUT))
        case "kill" | "tgkill":
            return _when(number, _unless_one_of(0, (pid,)))
        case _:
            return _when(number, _unless_one_of(0, (0, pid)))


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
