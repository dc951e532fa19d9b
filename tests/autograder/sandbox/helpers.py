"""Hand-ins in one line, and eyes on the process table."""

import os
import subprocess
import sys
import textwrap
import time

import pytest

from autograder.records import SourceFile
from autograder.sandbox.base import Bounds, CandidateFailure

BOUNDS = Bounds(seconds=20, memory_mb=256, reply_mb=8)


def module(name, text, origin=None, **fields):
    text = textwrap.dedent(text).lstrip("\n")
    return SourceFile(module=name, origin=origin or f"{name.replace('.', '/')}.py", text=text, **fields)


def hand_in(text="", **others):
    """Sources by module name; `text` is the module ``work``."""
    return {name: module(name, body) for name, body in {"work": text, **others}.items()}


def ask(candidate, function, *arguments, **options):
    """Call a function of the module ``work``."""
    return candidate.call(f"work.{function}", arguments, options)


def failure(candidate, function, *arguments):
    """How a call fails; the test fails if it does not."""
    with pytest.raises(CandidateFailure) as caught:
        ask(candidate, function, *arguments)
    return caught.value


def is_alive(pid):
    """Whether there is such a process that has not ended."""
    if sys.platform == "linux":
        try:
            with open(f"/proc/{pid}/stat") as stat:
                return stat.read().rpartition(")")[2].split()[0] not in "ZX"
        except FileNotFoundError:
            return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def ends(pid, within=5.0):
    """Whether the process is gone, sooner or later."""
    deadline = time.monotonic() + within
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def in_python(code, *arguments, **options):
    """What a Python process of its own prints; for what cannot be undone in this one."""
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False, **options)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
