"""Holding an exam: every declared check exactly once, whatever the submission does."""

import os
import signal
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from autograder.errors import ConfigError, ExamFault
from autograder.exam import plugin
from autograder.exam.session import with_exam
from autograder.exam.verdict import not_run
from autograder.records import Outcome, Visibility
from autograder.sandbox.base import CandidateFailure
from autograder.sandbox.choose import for_checking

if sys.platform == "linux":
    from autograder.sandbox.linux import LinuxSandbox

from ..conftest import ASSIGNMENT, EXAM

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
IDS = ["double/test_two", "double/rules", "double/test_arrays", "triple/test_three"]


@pytest.fixture
def examine(toy_course, hand_in_of):
    """Results by check id of some sources, one after the other in one exam."""

    def examine(*sources, **parts):
        workspace = toy_course(**parts)

        def body(exam):
            with for_checking(("numpy",)) as sandbox:
                return [{r.check.id: r for r in exam.examine(hand_in_of(source), sandbox)} for source in sources]

        return with_exam(workspace, body)

    return examine


def outcomes(results):
    return {id: result.outcome for id, result in results.items()}


def test_a_right_answer_passes_every_check_in_the_order_of_the_assignment(examine):
    (results,) = examine(RIGHT)
    assert list(results) == IDS
    assert set(outcomes(results).values()) == {Outcome.PASSED}


def test_submissions_follow_each_other_without_a_trace(examine):
    wrong = "def double(x): return x\ndef triple(x): return 3 * x\n"
    first, second, third = examine(RIGHT, wrong, RIGHT)
    assert outcomes(first) == outcomes(third)
    assert second["double/test_two"].outcome is Outcome.FAILED
    assert second["double/test_two"].message == "result: expected 4, got 2"
    assert second["triple/test_three"].outcome is Outcome.PASSED


def test_the_case_that_failed_is_named(examine):
    (results,) = examine("def double(x): return 2 * x if isinstance(x, int) else x\n")
    assert "6 of 6 values differ" in results["double/test_arrays"].message
    assert "(with [[" in results["double/test_arrays"].message


def test_a_crash_names_the_call(examine):
    (results,) = examine("def double(x): return 1 / (4 - 2 * x)\ndef triple(x): return 3 * x\n")
    crash = results["double/test_two"]
    assert crash.outcome is Outcome.CRASHED
    assert crash.message.endswith("\n(with double(2))")
    assert results["double/test_arrays"].message.count("(with ") == 1  # which has cases, that say more


@pytest.mark.parametrize(
    ("source", "outcome"),
    [
        ("def triple(x): raise ValueError('no')", Outcome.CRASHED),
        ("def triple(x): import os; os._exit(0)", Outcome.CRASHED),
        ("def triple(x): raise SystemExit", Outcome.CRASHED),
        ("import numpy as np\ndef triple(x): return np.ones(10**11)", Outcome.OUT_OF_MEMORY),
        ("def triple(x):\n    while True: pass", Outcome.TIMED_OUT),
        ("def triple(x): return None", Outcome.FAILED),
        ("", Outcome.FAILED),
    ],
)
def test_a_failure_costs_only_its_own_check(examine, source, outcome):
    (results,) = examine("def double(x): return 2 * x\n" + source)
    found = outcomes(results)
    assert found.pop("triple/test_three") is outcome
    assert set(found.values()) == {Outcome.PASSED}


def test_a_broken_import_fails_every_check_that_runs_something(examine):
    (results,) = examine("def double(x):\n  return (")
    assert outcomes(results)["double/rules"] is Outcome.PASSED
    assert {r.outcome for id, r in results.items() if id != "double/rules"} == {Outcome.CRASHED}
    assert "toy.py, line 2" in results["double/test_two"].message


def test_a_rule_is_one_more_check(examine):
    (results,) = examine("def double(x): return sum(x for _ in (1, 2))\ndef triple(x): return 3 * x\n")
    assert results["double/rules"].outcome is Outcome.NOT_ALLOWED
    assert "toy.py, line 1" in results["double/rules"].message
    assert results["double/rules"].check.visibility is Visibility.PUBLIC
    assert {id for id, result in results.items() if not result.check.runs} == {"double/rules"}


def test_a_question_that_hangs_is_waited_for_once(examine):
    (results,) = examine("def double(x):\n    while True: pass\ndef triple(x): return 3 * x")
    assert results["double/test_two"].outcome is Outcome.TIMED_OUT
    assert results["double/test_arrays"].outcome is Outcome.TIMED_OUT
    assert results["double/test_arrays"].message.startswith("not run")
    assert results["double/rules"].outcome is Outcome.NOT_ALLOWED
    assert results["triple/test_three"].outcome is Outcome.PASSED


LAST_HAS_TWO = (
    EXAM
    + """
@question("triple")
@public
def test_four(submission):
    assert_equal(submission.toy.triple(4), 12)
"""
)


def test_whoever_comes_after_a_hanging_submission_loses_nothing(examine):
    hanging = "def double(x): return 2 * x\ndef triple(x):\n    while True: pass\n"
    first, second = examine(hanging, RIGHT, exam=LAST_HAS_TWO)
    assert first["triple/test_four"].message.startswith("not run")
    assert set(outcomes(second).values()) == {Outcome.PASSED}


def test_what_breaks_before_a_check_is_a_fault_even_if_it_looks_like_a_failed_one(examine):
    fixture = "import pytest\n@pytest.fixture\ndef broken():\n    assert False\n"
    exam = fixture + EXAM.replace("def test_three(submission):", "def test_three(broken, submission):")
    (results,) = examine(RIGHT, exam=exam)
    assert results["triple/test_three"].outcome is Outcome.FAULT


def test_where_checks_share_the_points_each_is_waited_for(examine):
    shared = ASSIGNMENT.replace("points = 6", 'points = 6\ncredit = "share"')
    source = "def double(x):\n    while isinstance(x, int): pass\n    return 2 * x\n"
    (results,) = examine(source, assignment=shared)
    assert results["double/test_two"].outcome is Outcome.TIMED_OUT
    assert results["double/test_arrays"].outcome is Outcome.PASSED


def test_a_check_that_breaks_by_itself_is_a_fault(examine):
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "submission.toy.triple(2).shape")
    (results,) = examine(RIGHT, exam=broken)
    assert results["triple/test_three"].outcome is Outcome.FAULT
    assert "AttributeError" in results["triple/test_three"].message
    assert "test_three" in results["triple/test_three"].detail
    assert "_pytest" not in results["triple/test_three"].detail


def test_a_skipped_check_is_a_fault(examine):
    skipping = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "__import__('pytest').skip('not today')")
    (results,) = examine(RIGHT, exam=skipping)
    assert results["triple/test_three"].outcome is Outcome.FAULT


def test_partial_credit_is_what_the_check_awards(examine):
    partial = EXAM.replace(
        "def test_three(submission):\n    assert_equal(submission.toy.triple(2), 6)",
        "def test_three(submission, award):\n    award(submission.toy.triple(2) / 12, 'half')",
    )
    first, second = examine(RIGHT, RIGHT.replace("3 * x", "6 * x"), exam=partial)
    assert (first["triple/test_three"].outcome, first["triple/test_three"].credit) == (Outcome.FAILED, 0.5)
    assert first["triple/test_three"].message == "half"
    assert (second["triple/test_three"].outcome, second["triple/test_three"].credit) == (Outcome.PASSED, 1.0)


def test_an_exam_that_cannot_be_imported_is_a_fault_with_the_reason(toy_course):
    with pytest.raises(ExamFault, match="no_such_module"):
        with_exam(toy_course(exam="import no_such_module\n"), lambda exam: exam)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('@question("triple")\n', "", "test_three belongs to no question"),
        ('@question("triple")', '@question("quadruple")', "has no question 'quadruple'"),
        ('@question("triple")\n@public', '@question("triple")', "must be either @public or @hidden"),
        ('@hidden(hint="Try an array.")', '@hidden(hint="")', "@hidden wants a text, found ''"),
        ('@question("triple")', '@question("double")', "question 'triple' has no check"),
    ],
)
def test_an_exam_that_is_not_made_as_one_is_named(toy_course, old, new, message, capfd):
    assert old in EXAM
    with pytest.raises(ConfigError, match=message):
        with_exam(toy_course(exam=EXAM.replace(old, new)), lambda exam: exam)
    assert capfd.readouterr().err == ""


def test_an_empty_exam_is_an_error(toy_course):
    with pytest.raises(ConfigError, match="there is no check in it"):
        with_exam(toy_course(exam=""), lambda exam: exam)


def test_what_the_body_raises_comes_out(toy_course):
    def body(exam):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        with_exam(toy_course(), body)


def test_an_interrupt_while_the_exam_is_collected_is_one(toy_course):
    workspace = toy_course(exam="raise KeyboardInterrupt\n" + EXAM)
    with pytest.raises(KeyboardInterrupt):
        with_exam(workspace, lambda exam: None)


def test_an_exam_that_leaves_pytest_is_a_fault(toy_course):
    workspace = toy_course(exam="import pytest\npytest.exit('enough')\n" + EXAM)
    with pytest.raises(ExamFault, match="enough"):
        with_exam(workspace, lambda exam: None)


def test_one_question_can_be_examined_alone(toy_course):
    checks = with_exam(toy_course(), lambda exam: exam.checks, question="triple")
    assert [check.id for check in checks] == ["triple/test_three"]


def test_options_in_the_environment_drop_no_check(toy_course, monkeypatch):
    monkeypatch.setenv("PYTEST_ADDOPTS", "-k three")
    assert [check.id for check in with_exam(toy_course(), lambda exam: exam.checks)] == IDS


@pytest.fixture
def held(toy_course, hand_in_of):
    """What a function makes of the toy exam, a sandbox and a submission that does nothing right."""

    def hold(use):
        def body(exam):
            with for_checking(("numpy",)) as sandbox:
                return use(exam, sandbox, hand_in_of("def double(x): return x\ndef triple(x): return x\n"))

        return with_exam(toy_course(), body)

    return hold


def test_an_exam_about_some_questions_has_only_their_checks(held):
    results = held(lambda exam, sandbox, wrong: exam.about({"triple"}).examine(wrong, sandbox))
    assert [result.check.id for result in results] == ["triple/test_three"]


def test_what_is_known_already_does_not_run_and_stands(held):
    def use(exam, sandbox, wrong):
        known = [replace(not_run(check, "known"), outcome=Outcome.PASSED, credit=1.0) for check in exam.checks[:3]]
        knowing = exam.knowing(known)
        return known, knowing.open_questions, knowing.examine(wrong, sandbox), exam.open_questions

    known, still_open, results, before = held(use)
    assert list(results[:3]) == known
    assert results[3].outcome is Outcome.FAILED
    assert (before, still_open) == ({"double", "triple"}, {"triple"})


def test_with_another_secret_only_hidden_cases_differ(held):
    def use(exam, sandbox, wrong):
        exams = [exam, exam.with_secret(b"another secret than this course's"), exam]
        return exam.secret_checks, [[r.message for r in each.examine(wrong, sandbox)] for each in exams]

    depend, (own, other, again) = held(use)
    assert depend == {"double/test_arrays"}
    assert own == again
    assert [id for id, mine, theirs in zip(IDS, own, other, strict=True) if mine != theirs] == ["double/test_arrays"]


TWO_FILES = """
name = "toy"
title = "Two files"
files = ["toy.py", "more.py"]
[rules]
imports = ["numpy"]
[[questions]]
name = "double"
points = 6
[[questions]]
name = "triple"
file = "more.py"
points = 4
credit = "share"
"""
TWO_MODULES = EXAM.replace(
    "@public\ndef test_three(submission):\n    assert_equal(submission.toy.triple(2), 6)",
    "@hidden(hint='Try it.')\n@cases(lambda rng: [2])\n"
    "def test_three(submission, case):\n    assert_equal(submission.more.triple(case), 6)",
)


@pytest.mark.parametrize("source", [RIGHT, "from more import triple\ndef double(x): return triple(x) - x"])
def test_a_missing_file_fails_each_check_of_its_questions_without_running_any(toy_course, hand_in_of, source):
    why = "more.py was not handed in"
    partial = replace(hand_in_of(source), missing={"more": why})

    def body(exam):
        with for_checking(("numpy",)) as sandbox:
            return {result.check.id: result for result in exam.examine(partial, sandbox)}

    results = with_exam(toy_course(assignment=TWO_FILES, exam=TWO_MODULES), body)
    lost = [result for id, result in results.items() if id.startswith("triple/")]
    assert [(result.outcome, result.message, result.credit) for result in lost] == [(Outcome.FAILED, why, 0.0)] * 2
    assert [(result.told, result.ran) for result in lost] == [(why, False)] * 2
    assert results["double/test_two"].ran
    assert results["double/rules"].outcome is Outcome.PASSED
    assert results["double/test_two"].outcome is (Outcome.PASSED if source is RIGHT else Outcome.CRASHED)


@pytest.mark.skipif(sys.platform != "linux", reason="needs the Linux sandbox")
@pytest.mark.parametrize(
    ("kills", "outcome", "started"),
    [(0, Outcome.PASSED, 3), (1, Outcome.PASSED, 4), (2, Outcome.OUT_OF_MEMORY, 4)],
)
def test_a_candidate_that_is_killed_from_outside_costs_nothing_unless_it_is_again(
    toy_course, hand_in_of, kills, outcome, started
):
    pids = []

    def body(exam):
        with LinuxSandbox(("numpy",)) as sandbox:
            honest = sandbox.start

            def start(*arguments):
                candidate = honest(*arguments)
                pids.append(candidate._process._pid)
                if len(pids) <= kills:
                    os.kill(pids[-1], signal.SIGKILL)
                return candidate

            sandbox.start = start
            return {result.check.id: result for result in exam.examine(hand_in_of(RIGHT), sandbox)}

    results = with_exam(toy_course(), body)
    assert results.pop("double/test_two").outcome is outcome
    assert {result.outcome for result in results.values()} == {Outcome.PASSED}
    assert len(pids) == started


@pytest.mark.skipif(sys.platform != "linux", reason="needs the Linux sandbox")
def test_a_network_whose_candidate_was_killed_is_run_again(toy_course, hand_in_of, monkeypatch):
    """It is run once for all checks: what came of it when it was killed must be forgotten, too."""
    exam = EXAM.replace("def test_two(submission):", "def test_two(submission, evaluation):\n    evaluation.value")
    workspace, ran = toy_course(exam=exam), []

    def body(exam):
        with LinuxSandbox(("numpy",)) as sandbox:

            def evaluation(desk, images, check):
                return desk.evaluated.once("key", None, None, desk.submission, sandbox, "cpu")

            def evaluate(*_):
                ran.append(1)
                if len(ran) == 1:
                    sandbox._shelf.killed += 1
                    raise CandidateFailure(Outcome.OUT_OF_MEMORY, "killed")
                return SimpleNamespace(value=1)

            monkeypatch.setattr(plugin, "the_only", lambda _: None)
            monkeypatch.setattr("autograder.exam.desk.Desk.evaluation", evaluation)
            monkeypatch.setattr("autograder.exam.evaluated._evaluate", evaluate)
            return [result.outcome for result in exam.examine(hand_in_of(RIGHT), sandbox)]

    assert set(with_exam(workspace, body)) == {Outcome.PASSED}
    assert len(ran) == 2
