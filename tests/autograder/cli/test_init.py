"""The command as a whole: how it starts, and how fast it says what it can do."""

import subprocess
import sys

from autograder import __version__

from .conftest import run


def test_the_version_is_told(tmp_path):
    assert run("--version", cwd=tmp_path).stdout.strip() == f"cv-autograder {__version__}"


def test_the_help_lists_every_command(tmp_path):
    told = run("--help", cwd=tmp_path).stdout
    assert all(name in told for name in ("grade", "check", "doctor", "new", "build", "sample", "data", "late"))


def test_the_help_waits_for_no_library_that_a_command_needs():
    loaded = "import autograder.cli, sys; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", loaded], capture_output=True, text=True, check=True).stdout.split()
    assert not {"torch", "numpy", "pytest", "pydantic", "nbformat", "rich.progress"} & set(told)
    ours = {name.split(".")[1] for name in told if name.startswith("autograder.")}
    assert ours == {"cli", "errors", "records"}
