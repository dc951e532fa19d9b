"""The same attacks against graders in other places: root in Docker, and an ordinary user."""

import os
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import pytest

from .environments import ENVIRONMENTS, ROOT
from .test_memory import ONLY_A_GROUP, SMALL
from .test_reading import NO_READ_PROTECTION
from .test_talking import KNOWN

ALLOWED_TO_SKIP = {
    ONLY_A_GROUP,
    SMALL,
    "in machine code of x86_64",
    NO_READ_PROTECTION,
    "could not import 'torch': No module named 'torch'",
    KNOWN,
}
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


@pytest.fixture(scope="module")
def running():
    """The attacks in each environment, all at once."""
    with tempfile.TemporaryDirectory(prefix="attacks-") as folder:
        started = {name: Running(name, Path(folder)) for name in ENVIRONMENTS}
        yield started
        for each in started.values():
            each.process.kill()
            each.process.wait()


class Running:
    """The attacks in one environment."""

    def __init__(self, name, folder):
        folder.chmod(0o777)  # tmp_path is private
        self.report, self.output = folder / f"{name}.xml", folder / f"{name}.txt"
        command = pytest_command(f"--junit-xml={self.report}", f"--basetemp={folder / name}")
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.attacks.environments", name, "--", *command],
                cwd=ROOT, env={**os.environ, GUARD: name}, stdout=output, stderr=subprocess.STDOUT,
            )  # fmt: skip


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_no_attack_succeeds_elsewhere(attacks, running, name):
    status = running[name].process.wait(timeout=600)
    assert status == 0, f"in {name}:\n{running[name].output.read_text()[-12_000:]}"
    suite = next(ElementTree.parse(running[name].report).iter("testsuite"))
    assert int(suite.get("tests")) == attacks > 700
    skipped = {each.get("message") for each in suite.iter("skipped")}
    assert skipped <= ALLOWED_TO_SKIP, skipped
