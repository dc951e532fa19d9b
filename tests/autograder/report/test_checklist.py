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


def result(question, outcome, message="", detail="", title="By hand", runs=True):
    check = Check(id=f"{question}/x", question=question, title=title, visibility=Visibility.PUBLIC, runs=runs)
    credit = 1.0 if outcome is Outcome.PASSED else 0.0
    return CheckResult(check=check, outcome=outcome, message=message, detail=detail, credit=credit)


def shown(*results, asked=()):
    return "\n".join(line.plain for line in checklist(ASSIGNMENT, results, asked))


def test_passed_and_failed_questions_are_marked_and_counted():
    text = shown(result("double", Outcome.PASSED), result("triple", Outcome.FAILED, "expected 6, got 2"))
    assert "✓ double (6 points)" in text
    assert "✗ triple (4.5 points)\n    failed: By hand\n    expected 6, got 2" in text
    assert "1 of 2 questions pass their public checks" in text


def test_questions_that_were_not_asked_for_are_not_shown():
    assert "triple" not in shown(result("double", Outcome.PASSED))


def test_questions_with_hidden_checks_only_are_named():
    text = shown(result("double", Outcome.PASSED), asked=("double", "triple"))
    assert "Only hidden checks look at triple." in text
    assert "Only hidden" not in shown(result("double", Outcome.PASSED), asked=("double",))


def test_nothing_is_counted_where_only_hidden_checks_look():
    assert shown(asked=("triple",)) == "\nOnly hidden checks look at triple."
    kept = result("triple", Outcome.PASSED, runs=False)
    assert shown(kept, asked=("triple",)) == "\nOnly hidden checks look at triple."


def test_one_failed_check_fails_its_question():
    text = shown(result("double", Outcome.PASSED), result("double", Outcome.TIMED_OUT, "no answer within 2 s"))
    assert "✗ double" in text
    assert "0 of 1 question passes its public checks" in text


def test_what_a_check_measured_is_told_when_it_passes_too():
    text = shown(result("double", Outcome.PASSED, "mean IoU 0.812"), result("triple", Outcome.PASSED))
    assert text.startswith("✓ double (6 points)\n    mean IoU 0.812\n✓ triple (4.5 points)\n\n2 of 2")


def test_what_the_student_printed_is_shown_and_cannot_paint_the_terminal():
    text = shown(result("double", Outcome.FAILED, "wrong", "printed:\n\x1b[31mred\x1b[2J"))
    assert "red" in text
    assert "\x1b" not in text


SYNTAX = "SyntaxError: invalid syntax (toy.py, line 1)\n    def f(:"


def test_what_stops_several_checks_is_said_once_at_the_top():
    text = shown(
        result("double", Outcome.CRASHED, SYNTAX, "printed:\nhello"),
        result("double", Outcome.CRASHED, f"{SYNTAX}\n(with x of shape (2, 3))", "printed:\nhello", title="Other"),
        result("triple", Outcome.CRASHED, SYNTAX, "printed:\nbye"),
    )
    top, rest = text.split("✗ double")
    syntax = "    SyntaxError: invalid syntax (toy.py, line 1)\n        def f(:\n"
    assert top == f"✗ 3 checks stop here:\n{syntax}    printed:\n    hello\n"
    assert rest.startswith(
        " (6 points)\n    crashed, as said at the top: By hand\n    crashed, as said at the top: Other\n✗ triple"
    )
    assert text.count("SyntaxError") == text.count("hello") == text.count("bye") == 1


def test_a_crash_of_one_check_is_said_where_it_is():
    text = shown(result("double", Outcome.CRASHED, SYNTAX), result("triple", Outcome.FAILED, SYNTAX))
    assert "stop here" not in text
    assert text.count("SyntaxError") == 2


def test_what_is_not_written_yet_is_said_once_a_question():
    text = shown(*[result("double", Outcome.CRASHED, "NotImplementedError: double")] * 3)
    assert text.count("not implemented yet") == 1
    assert "stop here" not in text


def test_a_rule_that_cannot_be_looked_at_yet_is_not_called_broken():
    text = shown(result("double", Outcome.CRASHED, "NotImplementedError: double", runs=False))
    assert "✗ double (6 points)\n    not implemented yet\n" in text


def test_a_rule_that_is_kept_makes_no_question_pass():
    kept = result("double", Outcome.PASSED, runs=False)
    assert shown(kept, result("triple", Outcome.PASSED)).startswith("✓ triple")
    assert "0 of 1 question passes its public checks" in shown(
        kept, result("double", Outcome.CRASHED, "NotImplementedError: double")
    )
    broken = shown(result("double", Outcome.NOT_ALLOWED, "toy.py, line 2: a for loop", runs=False))
    assert "✗ double" in broken
    assert "a for loop" in broken
