"""What a student sees of their own checks."""

from autograder.assignment import Assignment
from autograder.records import Check, CheckResult, Outcome, Visibility
from autograder.report.checklist import checklist

ASSIGNMENT = Assignment.model_validate(
    {
        "name": "toy",
        "title": "Toy",
        "files": ["toy.py"],
        "questions": [{"name": "double", "points": 6}, {"name": "triple", "points": 4.5}],
    }
)


def result(question, outcome, message="", detail=""):
    check = Check(id=f"{question}/test_a", question=question, title="By hand", visibility=Visibility.PUBLIC)
    credit = 1.0 if outcome is Outcome.PASSED else 0.0
    return CheckResult(check=check, outcome=outcome, message=message, detail=detail, credit=credit)


def shown(*results):
    return "\n".join(line.plain for line in checklist(ASSIGNMENT, results))


def test_passed_and_failed_questions_are_marked_and_counted():
    text = shown(result("double", Outcome.PASSED), result("triple", Outcome.FAILED, "expected 6, got 2"))
    assert "✓ double (6 points)" in text
    assert "✗ triple (4.5 points)\n    By hand: failed\n    expected 6, got 2" in text
    assert "1 of 2 questions pass their public checks" in text


def test_questions_that_were_not_asked_for_are_not_shown():
    assert "triple" not in shown(result("double", Outcome.PASSED))


def test_one_failed_check_fails_its_question():
    text = shown(result("double", Outcome.PASSED), result("double", Outcome.TIMED_OUT, "no answer within 2 s"))
    assert "✗ double" in text
    assert "0 of 1 questions" in text


def test_what_the_student_printed_is_shown_and_cannot_paint_the_terminal():
    text = shown(result("double", Outcome.FAILED, "wrong", "printed:\n\x1b[31mred\x1b[2J"))
    assert "red" in text
    assert "\x1b" not in text
