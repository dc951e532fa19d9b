"""C calls that fail say why."""

import sys

import pytest

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox.confine.libc import madvise, make, of_prctl, of_syscall, prctl, syscall


def test_calls_into_c_raise_what_went_wrong():
    with pytest.raises(OSError, match=r"prctl\(9999\): Invalid argument"):
        prctl(9999)
    with pytest.raises(OSError, match="system call 100000: Function not implemented"):
        syscall(100_000)
    with pytest.raises(OSError, match="madvise: Invalid argument"):
        madvise(1, 1, 9999)


def test_prepared_calls_are_made_in_order_and_none_after_one_that_failed():
    set_keepcaps, get_keepcaps, wrong = of_prctl(8, 1), of_prctl(7), of_syscall(100_000)
    try:
        assert make([get_keepcaps]) == 0
        with pytest.raises(OSError, match="system call 100000"):
            make([wrong, set_keepcaps])
        assert make([get_keepcaps]) == 0
        assert make([set_keepcaps, get_keepcaps]) == 1
    finally:
        prctl(8, 0)
