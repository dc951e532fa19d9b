"""What an attacker hands in: a function ``attempt`` that tries one deed and says how far it came."""

import os
import textwrap

from autograder.records import SourceFile
from autograder.sandbox.base import Bounds
from autograder.sandbox.confine.syscalls import NUMBERS

MARK = "left-by-an-attack"
KEY = 0x61747461  # of shared memory, message queues and semaphores
BOUNDS = Bounds(seconds=5, memory_mb=128, reply_mb=8)
COLUMN = {"x86_64": 0, "aarch64": 1}.get(os.uname().machine, 0)
CALLS = {name: pair[COLUMN] for name, pair in NUMBERS.items() if pair[COLUMN] is not None}
REFUSALS = {"EPERM", "EACCES", "ENOSYS", "EROFS"}
"""What a layer answers, or a mount that may not be written. Another error would say that the attack itself is wrong,
and prove nothing."""

PRELUDE = f"""
import ctypes, errno, fcntl, mmap, os, resource, signal, socket, subprocess, sys, threading, time
from pathlib import Path
from types import SimpleNamespace
libc = ctypes.CDLL(None, use_errno=True)
libc.mmap.restype = ctypes.c_void_p
MARK, KEY, CALLS = {MARK!r}, {KEY}, {CALLS!r}
def checked(result):
    if result is None or result < 0 or result == 2**64 - 1:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    return result
def passed(value):
    return value if isinstance(value, (bytes, ctypes._Pointer, ctypes.Array)) else ctypes.c_long(value)
libc.syscall.restype = ctypes.c_long
def syscall(call, *arguments):
    number = CALLS[call] if isinstance(call, str) else call
    return checked(libc.syscall(ctypes.c_long(number), *map(passed, arguments)))
def channel():
    "The descriptor by which this process answers."
    import stat
    return next(fd for fd in range(3, 64) if is_socket(fd))
def is_socket(fd):
    import stat
    try:
        return stat.S_ISSOCK(os.fstat(fd).st_mode)
    except OSError:
        return False
"""
ATTEMPT = """
def attempt(**known):
    try:
        return f"done: {deed(SimpleNamespace(**known))!r}"
    except OSError as error:
        return f"refused: {errno.errorcode.get(error.errno)}: {error}"
"""


def deed(code):
    """The source of a hand-in that does `code`; there, ``v`` is all that an attacker would have to find out."""
    return PRELUDE + "def deed(v):\n" + textwrap.indent(textwrap.dedent(code).strip("\n"), "    ") + "\n" + ATTEMPT


def hand_in(text):
    return {"work": SourceFile(module="work", origin="work.py", text=textwrap.dedent(text))}


def is_refused(answer):
    """Whether a layer said no to a deed; the failure of a candidate is another thing."""
    kind, _, rest = str(answer).partition(": ")
    return isinstance(answer, str) and kind == "refused" and rest.partition(":")[0] in REFUSALS
