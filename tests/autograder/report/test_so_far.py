"""What a student reads of points, of where to look, and of the time; the clock is given."""

from datetime import UTC, datetime, timedelta

import pytest

from autograder.assignment import Assignment, Course
from autograder.late_table import Late
from autograder.records import CheckResult, Outcome
from autograder.report.so_far import handed_in_now, look_first, points_so_far, score_so_far
from autograder.tables import as_table
from autograder.term_table import Slip

from .builders import check

DUE = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)  # 23:59 of the day before in Los Angeles
COURSE = Course(name="Toy", timezone="America/Los_Angeles")
LATE = {"steps": [{"until": "24 h", "keep": 0.5}]}
QUESTIONS = [{"name": "a", "points": 6}, {"name": "b", "points": 3}, {"name": "c", "points": 1}]
UNWRITTEN = "NotImplementedError: b: not implemented yet"


def assignment(questions=QUESTIONS, late=LATE, due=datetime(2026, 3, 7, 23, 59)):
    return Assignment.model_validate(
        {
            "name": "toy",
            "title": "Toy",
            "files": ["toy.py"],
            "questions": questions,
            "due": due,
            "late": as_table(late, "here", Late) if late else None,
        }
    )


def result(question, outcome=Outcome.PASSED, message="", credit=None):
    given = credit if credit is not None else float(outcome is Outcome.PASSED)
    return CheckResult(check=check(question), outcome=outcome, message=message, credit=given)


def test_what_is_wrong_is_looked_at_before_what_is_not_written_in_the_order_of_the_assignment():
    a, b = result("a", Outcome.CRASHED, UNWRITTEN), result("b", Outcome.FAILED, "expected 4, got 2\nmore")
    c = result("c", Outcome.FAILED, "expected 1, got 0")
    assert look_first(assignment(), [c, b, a]) == "Look first at b: expected 4, got 2"
    assert look_first(assignment(), [a, result("b"), result("c")]) == "Next: a (6 points) is not written yet."
    assert look_first(assignment(), [result("a"), result("b")]) == ""


def test_points_so_far_are_those_of_questions_whose_public_checks_pass():
    results = [result("a"), result("a", Outcome.FAILED), result("b")]
    results[1] = CheckResult(check=check("a", "other"), outcome=Outcome.FAILED)
    score = score_so_far(assignment(), results)
    assert (score.earned, score.possible) == (3, 9)
    told = points_so_far(assignment(), score, ["a", "b", "c"])
    assert told == (
        "So far public checks speak for 3 of 9 points. Hidden checks alone give 1 point: c. "
        "Hidden checks try other inputs: of these points 3 count only if they pass too."
    )
    assert "of 9 points of what was checked." in points_so_far(assignment(), score, ["a", "b"])


def test_what_hidden_checks_are_worth_depends_on_the_credit():
    questions = [{"name": "a", "points": 6, "credit": "share"}, {"name": "b", "points": 3}]
    score = score_so_far(assignment(questions), [result("a", Outcome.FAILED, credit=0.5), result("b")])
    assert points_so_far(assignment(questions), score, ["a", "b"]).endswith(
        "of these points 3 count only if they pass too, 3 shrink with each that fails."
    )
    nothing = score_so_far(assignment(), [result("a", Outcome.FAILED)])
    assert points_so_far(assignment(), nothing, ["a"]).endswith("Hidden checks try other inputs.")


def test_after_a_fault_of_ours_or_without_results_there_are_no_points():
    assert score_so_far(assignment(), [result("a", Outcome.FAULT)]) is None
    assert score_so_far(assignment(), []) is None


def lines(now, earned=("a",), **more):
    task = assignment(**more)
    score = score_so_far(task, [result(name) for name in earned])
    return " ".join(handed_in_now(task, COURSE, score, now))


@pytest.mark.parametrize(
    ("left", "words"),
    [
        (timedelta(days=3, hours=4, minutes=50), "3 days 4 h left"),
        (timedelta(days=1), "1 day left"),
        (timedelta(hours=5, minutes=12, seconds=59), "5 h 12 min left"),
        (timedelta(hours=2), "2 h left"),
        (timedelta(minutes=7), "7 min left"),
        (timedelta(seconds=1), "less than a minute left"),
        (timedelta(0), "less than a minute left"),  # exactly on the boundary is on time
    ],
)
def test_on_time_it_says_how_long_there_is_and_whose_clock_that_is(left, words):
    told = lines(DUE - left)
    assert told == f"Due Sat 2026-03-07 23:59:00 PST: {words} by this computer's clock. On time, nothing is lost."


@pytest.mark.parametrize("now", [DUE, DUE + timedelta(hours=30)])
def test_on_time_and_late_slip_days_are_told(now):
    course = COURSE.model_copy(update={"slip": Slip(budget=3)})
    *before, told = handed_in_now(assignment(), course, None, now)
    assert before == [*handed_in_now(assignment(), COURSE, None, now)]
    assert told.startswith("Each student has 3 slip days over the term")


def test_late_it_says_what_would_stay_of_the_points_so_far():
    told = lines(DUE + timedelta(hours=2))
    assert "by this computer's clock, handing in now would be 2 h late." in told
    assert "Of your 6 points, 3 would stay: 2 h late (at most 24 h): 6.00 x 0.50 = 3.00." in told.replace("×", "x")
    assert "What counts is when it arrives" in told
    assert "Of your 6 points, 0 would stay" in lines(DUE + timedelta(hours=25))
    assert "a minute" in lines(DUE + timedelta(microseconds=1))


def test_with_nothing_earned_yet_it_says_what_all_points_would_become():
    task = assignment()
    nothing = score_so_far(task, [result("a", Outcome.FAILED)])
    for score in (None, nothing):
        told = " ".join(handed_in_now(task, COURSE, score, DUE + timedelta(hours=2)))
        assert "Of all 10 points, 5 would stay" in told


def test_without_a_deadline_or_a_policy():
    assert lines(DUE + timedelta(days=3), due=None) == ""
    assert "Of your 6 points, 6 would stay: 72 h late, without a penalty: 6.00" in lines(
        DUE + timedelta(days=3), late=None
    )
