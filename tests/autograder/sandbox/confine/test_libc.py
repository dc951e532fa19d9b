"""C calls that fail say why."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine.libc import madvise, prctl, syscall


def test_calls_into_c_raise_what_went_wrong():
    with pytest.raises(OSError, match=r"prctl\(9999\): Invalid argument"):
        prctl(9999)
    with pytest.raises(OSError, match="system call 100000: Function not implemented"):
        syscall(100_000)
    with pytest.raises(OSError, match="madvise: Invalid argument"):
        madvise(1, 1, 9999)
