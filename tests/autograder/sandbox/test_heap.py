"""What a candidate frees it finds again, without the kernel clearing it anew."""

import ctypes
import sys

import pytest

from autograder.sandbox import heap
from autograder.sandbox.confine import libc
from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

FREED = """
import os
from pathlib import Path
from autograder.sandbox import heap
def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20
if {keep}:
    heap.keep()
data = bytearray(64 << 20)
data[::4096] = b"x" * len(data[::4096])
before = resident()
del data
print(before - resident())
"""


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "mallopt"), reason="this C library has no mallopt")
def test_a_large_array_stays_when_it_is_freed():
    assert int(in_python(FREED.format(keep=False))) >= 60
    assert int(in_python(FREED.format(keep=True))) <= 1


def test_without_the_setting_nothing_happens(monkeypatch):
    monkeypatch.setattr(libc, "_libc", object())
    assert not libc.mallopt(-4, 0)
    heap.keep()
