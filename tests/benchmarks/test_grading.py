"""The benchmark against otter-grader still fits our exam; that it runs takes minutes, and `make bench` shows it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
BOTH = """
import json, sys
from pathlib import Path
sys.path.insert(0, "benchmarks")
from bench import QUESTION
from cases import stored_cases
from ours import ASSIGNMENT, SECRET, make_course, tests_of_ours
from peer import tests_of_otter
make_course(Path(sys.argv[1]), QUESTION)
sides = [sorted(tests_of_ours(QUESTION)), sorted(tests_of_otter(QUESTION))]
print(json.dumps([*sides, len(stored_cases(SECRET, ASSIGNMENT, QUESTION))]))
"""
EXAM = """
import json
from pathlib import Path
from autograder.exam.session import with_exam
from autograder.workspace import open_assignment
checks = with_exam(open_assignment("conv", Path.cwd()), lambda exam: [check.question for check in exam.checks])
print(json.dumps(sorted(set(checks))))
"""


def run(script, *arguments, cwd):
    command = [sys.executable, "-c", script, *arguments]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.skipif(sys.platform != "linux", reason="benchmarks grade in the Linux sandbox")
def test_both_sides_hold_the_same_checks_of_one_question(tmp_path):
    ours, otters, cases = run(BOTH, tmp_path, cwd=ROOT)
    assert ours == otters
    assert cases > 100
    assert run(EXAM, cwd=tmp_path) == ["conv2d_forward"]
