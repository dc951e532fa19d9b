"""The same attacks against graders in other places: root in Docker, and an ordinary user."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from .environments import ENVIRONMENTS, ROOT

GUARD = "AUTOGRADER_ATTACKED_IN"
HERE = Path(__file__).resolve().parent
NOT_THERE = ("test_everywhere.py", "test_possible.py")  # this, and what needs root to show that attacks are ones
CALM = ("-q", "-p", "no:cacheprovider", "-p", "no:hypothesispytest", "--no-header", "--tb=short")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(GUARD in os.environ, reason=f"this is {os.environ.get(GUARD)}"),
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can go elsewhere; the other tests have run unprivileged"),
]


def pytest_command(*arguments):
    ignored = [f"--ignore={HERE / name}" for name in NOT_THERE]
    return [sys.executable, "-m", "pytest", *CALM, *ignored, *arguments, str(HERE)]


@pytest.fixture(scope="module")
def attacks():
    """How many there are."""
    listed = subprocess.run(pytest_command("--collect-only"), cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert listed.returncode == 0, listed.stdout
    return int(re.findall(r"^(\d+) tests collected", listed.stdout, re.MULTILINE)[0])


@pytest.fixture
def open_folder():
    """A folder for everyone; tmp_path is private."""
    folder = Path(tempfile.mkdtemp(prefix="attacks-"))
    folder.chmod(0o777)
    yield folder
    shutil.rmtree(folder)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_attack_succeeds_elsewhere(attacks, open_folder, name):
    report = open_folder / "report.xml"
    command = pytest_command(f"--junit-xml={report}", f"--basetemp={open_folder / 'temporary'}")
    launched = [sys.executable, "-m", "tests.attacks.environments", name, "--", *command]
    environment = {**os.environ, GUARD: name}
    done = subprocess.run(launched, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600)
    assert done.returncode == 0, f"in {name}:\n{done.stdout[-8000:]}\n{done.stderr[-4000:]}"
    suite = next(ElementTree.parse(report).iter("testsuite"))
    assert int(suite.get("tests")) == attacks > 300
    skipped = {each.get("message") for each in suite.iter("skipped")}
    assert skipped <= ALLOWED_TO_SKIP, skipped


ALLOWED_TO_SKIP = {
    "in machine code of x86_64",
    "could not import 'torch': No module named 'torch'",
    "a file system that keeps no times of reading",
}
