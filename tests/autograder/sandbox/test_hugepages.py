"""Huge pages change the speed of a fork, never what is in memory."""

import sys

import pytest

from tests.autograder.sandbox.helpers import in_python

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox import hugepages


def test_memory_is_what_it_was_and_on_huge_pages():
    told = in_python(
        """
        from pathlib import Path
        from autograder.sandbox import hugepages
        def huge():
            lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
            return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages"))
        data = [bytes([i % 256]) * 1000 for i in range(40_000)]
        before = huge()
        hugepages.collapse()
        assert all(piece == bytes([i % 256]) * 1000 for i, piece in enumerate(data))
        print(huge() - before)
        """
    )
    if int(told) == 0:
        pytest.skip("this kernel has no huge pages to give")
    assert int(told) >= 10 << 10  # KiB


def test_where_the_kernel_cannot_nothing_happens(monkeypatch):
    asked = []

    def refuse(start, size, advice):
        asked.append((start, size))
        raise OSError("no")

    monkeypatch.setattr(hugepages, "madvise", refuse)
    hugepages.collapse()
    assert asked
    assert all(start % (2 << 20) == 0 and size % (2 << 20) == 0 for start, size in asked)
