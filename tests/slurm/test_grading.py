"""Batches on a real Slurm of several nodes: what comes of them is what comes of them here."""

import pytest

from autograder.batch.profile import Profile
from autograder.batch.slurm import Slurm

from ..autograder.batch.conftest import POINTS, lasting, points
from .conftest import missing

pytestmark = pytest.mark.skipif(bool(missing()), reason=f"no Slurm here: {', '.join(missing())} (make test-slurm)")


@pytest.fixture
def launcher(slurm):
    return Slurm(Profile(look_seconds=0.5, memory_gb=1, chunk="1 min"))


def test_the_files_are_those_of_a_batch_here(graded, toy_course, tmp_path, launcher):
    workspace = toy_course()
    graded(course=workspace)
    here = lasting(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "here")
    giving = graded(launcher, course=workspace)
    assert giving.held == []
    assert points(tmp_path / "out") == POINTS
    assert lasting(tmp_path / "out") == here
