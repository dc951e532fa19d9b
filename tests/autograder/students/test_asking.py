"""The process behind ``grader.check``: warm, fresh where it must be, and replaced when it is gone."""

import time

import pytest

from autograder.errors import AutograderError, GraderFault
from autograder.students.asking import Checks

from .conftest import TOY, unpack


@pytest.fixture(scope="module")
def process(tmp_path_factory):
    """One for all tests, as for all cells of a notebook."""
    folder = tmp_path_factory.mktemp("unpacked")
    asked = Checks(folder)
    yield asked, folder
    asked.close()


@pytest.fixture
def handout(process):
    return unpack(process[1])


@pytest.fixture
def checks(process, handout):
    return process[0]


def test_answers_are_those_of_autograder_check_over_the_files_on_disk(checks, handout):
    assert checks.ask("double").passed
    (handout / "toy.py").write_text(TOY.replace("2 *", "3 *"), encoding="utf-8")
    wrong = checks.ask("double")
    assert not wrong.passed
    assert wrong.text.startswith("✗ double (6 points)\n    failed: ")
    assert "expected 4, got 6" in wrong.text
    assert wrong.text.endswith("0 of 1 question passes its public checks. Hidden checks decide the points.")
    (handout / "toy.py").write_text("import sys\nsys.exit()\n", encoding="utf-8")
    assert not checks.ask("double").passed
    assert checks.ask("sextuple").passed
    assert checks.ask("secret").text == "Only hidden checks look at secret."


def test_one_process_answers_all_and_the_later_ones_at_once(checks, monkeypatch):
    checks.ask("double")
    process = checks._process
    began = time.perf_counter()
    assert checks.ask("sextuple").passed
    assert time.perf_counter() - began < 5  # some 0.1 s on a quiet machine
    assert checks._process is process


def test_a_wrong_name_is_told_and_costs_nothing(checks):
    with pytest.raises(AutograderError, match="there is no question 'doubel'; did you mean 'double'"):
        checks.ask("doubel")
    with pytest.raises(AutograderError, match="there is no question 'double triple'"):
        checks.ask("double\ntriple")
    assert checks.ask("double").passed


def test_new_checks_of_the_course_are_taken_up(checks, handout):
    assert checks.ask("double").passed
    path = next(handout.glob("test_public_toy*.py"))
    path.write_text(path.read_text().replace("double(2), 4", "double(2), 5"))
    assert "expected 5, got 4" in checks.ask("double").text
    settings = handout / "assignment.toml"
    whole = settings.read_text(encoding="utf-8")
    settings.write_text("name = 3", encoding="utf-8")
    with pytest.raises(AutograderError, match=r"assignment\.toml: name"):
        checks.ask("double")
    settings.write_text(whole, encoding="utf-8")
    assert "expected 5, got 4" in checks.ask("double").text


def test_what_checks_print_spoils_no_answer(checks, handout):
    path = next(handout.glob("test_public_toy*.py"))
    path.write_text(path.read_text().replace("    assert_equal", "    print('hello')\n    assert_equal"))
    (handout / "toy.py").write_text("print('hello')\n" + TOY, encoding="utf-8")
    assert checks.ask("double").passed


def test_a_process_that_died_says_why_and_is_replaced(checks, monkeypatch):
    checks.ask("double")
    checks._process.kill()
    checks._process.wait()
    assert checks.ask("double").passed
    monkeypatch.setattr("autograder.students.asking._SERVING", "autograder.nowhere")
    checks.close()
    with pytest.raises(GraderFault, match=r"the process that checks ended: .*No module named autograder\.nowhere"):
        checks.ask("double")


def test_after_an_interrupt_no_old_answer_is_taken_for_a_new_one(checks, monkeypatch):
    checks.ask("double")
    stdout = checks._process.stdout

    class Interrupted:
        close = stdout.close

        def readline(self):
            raise KeyboardInterrupt

    checks._process.stdout = Interrupted()
    with pytest.raises(KeyboardInterrupt):
        checks.ask("double")
    assert checks.ask("secret").text == "Only hidden checks look at secret."
