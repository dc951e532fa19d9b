"""pytest by hand: the reference by default, a hand-in with --submission, other tests untouched."""

import subprocess
import sys

import pytest

from autograder.exam import plugin
from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure

from ..conftest import EXAM

WRONG = "def double(x): return 2 * x\ndef triple(x): return x\n"


@pytest.fixture
def by_hand(toy_course):
    """Run pytest in a course as an instructor would; its exit status and output."""

    def run(*arguments, exam=EXAM, reference=None):
        workspace = toy_course(exam=exam) if reference is None else toy_course(exam=exam, reference=reference)
        command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(workspace.exam), *arguments]
        done = subprocess.run(command, cwd=workspace.exam.parents[1], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr

    return run


def test_plain_pytest_examines_the_reference(by_hand):
    status, printed = by_hand()
    assert status == 0, printed
    assert "4 passed" in printed  # three checks and the rules of one question


def test_a_reference_that_is_wrong_fails(by_hand):
    status, printed = by_hand(reference=WRONG)
    assert status == 1
    assert "result: expected 6, got 2" in printed


def test_a_hand_in_is_examined_by_its_path(by_hand, tmp_path):
    (tmp_path / "hand-in").mkdir()
    (tmp_path / "hand-in" / "toy.py").write_text(WRONG, encoding="utf-8")
    status, printed = by_hand("--submission", str(tmp_path / "hand-in"), "--unsafe")
    assert status == 1
    assert "1 failed, 3 passed" in printed
    assert "result: expected 6, got 2" in printed


def test_the_students_own_line_is_shown_instead_of_our_stack(by_hand, tmp_path):
    (tmp_path / "toy.py").write_text("def double(x):\n    return x.shape\n", encoding="utf-8")
    status, printed = by_hand("--submission", str(tmp_path / "toy.py"), "--unsafe")
    assert status == 1
    assert "toy.py, line 2, in double" in printed
    assert "_pytest" not in printed


def test_a_hand_in_that_cannot_be_read_is_told(by_hand, tmp_path):
    (tmp_path / "empty").mkdir()
    status, printed = by_hand("--submission", str(tmp_path / "empty"))
    assert status == 4
    assert "no files were handed in" in printed


def test_a_check_can_be_chosen_as_in_any_suite(by_hand):
    status, printed = by_hand("-k", "three")
    assert status == 0, printed
    assert "1 passed" in printed


def test_a_test_that_is_no_check_is_refused_with_its_name(by_hand):
    status, printed = by_hand(exam=EXAM + "\ndef test_nothing(submission):\n    pass\n")
    assert status == 4
    assert "test_nothing belongs to no question" in printed


def test_tests_of_no_assignment_are_left_alone(tmp_path):
    (tmp_path / "test_plain.py").write_text("def test_it():\n    assert True\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "1 passed" in done.stdout


def test_the_fixture_outside_of_an_exam_says_where_it_belongs(tmp_path):
    (tmp_path / "test_plain.py").write_text("def test_it(submission):\n    pass\n", encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-q", str(tmp_path)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert "the fixture `submission` is for exams" in done.stdout


def test_cases_are_the_same_every_time_and_public_ones_do_not_know_the_secret(by_hand):
    exam = EXAM.replace(
        "def test_arrays(submission, case):", "def test_arrays(submission, case):\n    print('case', case)"
    )
    runs = [by_hand("-s", "-k", "arrays", exam=exam)[1] for _ in range(2)]
    cases = [[line for line in printed.splitlines() if "case" in line] for printed in runs]
    assert cases[0] == cases[1] != []


def test_what_may_be_told_of_a_failure_stays_where_its_call_is_named():
    failure = plugin._failure_with(
        "f(1)", CandidateFailure(Outcome.CRASHED, "f: ValueError", "the weights are too large")
    )
    assert (failure.outcome, failure.message) == (Outcome.CRASHED, "f: ValueError\n(with f(1))")
    assert failure.told == "the weights are too large"
