"""A real Slurm on this machine, where its programs are installed; `make test-slurm` installs them."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from ..autograder.batch.conftest import *  # noqa: F403
from ..autograder.conftest import *  # noqa: F403

TESTBED = Path(__file__).with_name("testbed")
NODES = 3
_PROGRAMS = ("slurmctld", "slurmd", "slurmdbd", "munged", "mariadbd", "sbatch")


def missing():
    """What Slurm needs and is not here."""
    places = f"{os.environ['PATH']}:/usr/sbin:/sbin"
    return [name for name in _PROGRAMS if shutil.which(name, path=places) is None]


@pytest.fixture(scope="session")
def cluster(tmp_path_factory):
    """The environment in which Slurm's commands mean the cluster of the testbed, while it is up."""
    folder = Path("/tmp") / f"slurm-testbed-{os.getpid()}"
    ports = str(17000 + os.getpid() % 20 * 50)
    environment = {"SLURM_TESTBED": str(folder), "SLURM_TESTBED_PORT": ports}
    up = subprocess.run(
        [TESTBED, "up", str(NODES)],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    if up.returncode:
        subprocess.run([TESTBED, "down"], env=os.environ | environment, check=False)
        pytest.fail(f"the testbed does not come up:\n{up.stdout}{up.stderr}")
    yield {"SLURM_CONF": str(folder / "slurm.conf")}
    subprocess.run([TESTBED, "down"], env=os.environ | environment, check=True, timeout=60)


@pytest.fixture
def slurm(cluster, monkeypatch):
    """The commands of the cluster, in this process."""
    for name, value in cluster.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("PATH", f"{os.environ['PATH']}:/usr/sbin:/sbin")
