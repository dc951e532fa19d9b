"""Whoever is killed, whenever: nothing that is finished is lost, and in the end the bytes are the same."""

import os
import sys

import pytest

from .chaos import same_as_undisturbed, write_class

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="needs the Linux sandbox, and /proc")


def test_a_batch_that_is_killed_a_few_times_ends_with_the_same_bytes(toy_course, tmp_path):
    write_class(tmp_path / "class", 6)
    chaos = same_as_undisturbed(toy_course(), tmp_path / "class", tmp_path, kills=3, seed=os.urandom(8).hex())
    print(chaos.runs, chaos.killed)


@pytest.mark.chaos
def test_a_batch_that_is_killed_fifty_times_ends_with_the_same_bytes(toy_course, tmp_path):
    write_class(tmp_path / "class", 60)
    chaos = same_as_undisturbed(toy_course(), tmp_path / "class", tmp_path, kills=50, seed=os.urandom(8).hex())
    print(chaos.runs, chaos.killed)
    assert len(chaos.killed) == 4, "somebody of each kind was met"
