"""One container for all tests, made once."""

import os
import shutil

import pytest

from autograder.exam.seeds import course_secret
from autograder.packaging.gradescope import PROGRAMS, gradescope_files
from autograder.packaging.scaffold import new_assignment, new_course
from autograder.packaging.wheel import students_wheel
from autograder.workspace import open_assignment

from .replica import ROOT, Replica, why_not

WANTED = "AUTOGRADER_REPLICA"  # it takes minutes, and asks a package index for torch


def pytest_collection_modifyitems(items):
    why = "takes minutes: `make test-gradescope` runs it" if WANTED not in os.environ else why_not()
    for item in items:
        if why and item.path.parent == ROOT / "tests/gradescope":
            item.add_marker(pytest.mark.skip(reason=why))


@pytest.fixture(scope="package")
def wheel():
    return students_wheel()


@pytest.fixture(scope="package")
def workspace():
    return open_assignment("conv", ROOT)


@pytest.fixture(scope="package")
def files(workspace, wheel):
    return gradescope_files(workspace, wheel, course_secret(workspace.secret))


@pytest.fixture(scope="package")
def made(files, tmp_path_factory):
    """The container, and what setup.sh said; it takes a GB or more, so it goes afterwards."""
    replica = Replica(tmp_path_factory.mktemp("replica") / "root")
    yield replica, replica.make(files, PROGRAMS)
    shutil.rmtree(replica.root)


@pytest.fixture
def replica(made, files):
    """With the assignment `conv`."""
    replica, _ = made
    replica.unpack(files, PROGRAMS)
    return replica


@pytest.fixture(scope="package")
def small(wheel, tmp_path_factory):
    """The zip of an assignment with one question, as `autograder new` makes it; late keeps 85 %."""
    root = tmp_path_factory.mktemp("course") / "vision"
    new_course(root, "Vision", "UTC")
    new_assignment(root, "grey")
    toml = root / "assignments/grey/assignment.toml"
    toml.write_text(toml.read_text() + '\n[late]\nsteps = [{ until = "24 h", keep = 0.85 }]\n')
    workspace = open_assignment("grey", root)
    return gradescope_files(workspace, wheel, course_secret(workspace.secret))


@pytest.fixture
def grey(made, small):
    """With that small assignment: runs take seconds."""
    replica, _ = made
    replica.unpack(small, PROGRAMS)
    return replica
