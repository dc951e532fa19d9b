from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.records import Grade, Outcome, QuestionScore, Score
from autograder.report.entries import entries, line, not_run, veiled

from .builders import assignment, check, result

SCORE = Score(questions=(QuestionScore(question="a", earned=10.0, possible=10.0),))
LATE = Grade(points=8.5, late_by=timedelta(hours=1), explanation="1 h late (at most 24 h): 10.00 × 0.85 = 8.50")
SECRET = "the answer is 42"


def listed(task, *results, score=None, grade=None):
    return entries(task, [line(each) for each in results], score, grade)


def outlook(task, *results, **given):
    return [(entry["number"], entry["visibility"]) for entry in listed(task, *results, **given)]


def test_a_heading_for_each_question_and_an_entry_for_each_check():
    task = assignment("b", "a")
    results = [
        result(check("a", "one")),
        result(check("b", "two"), Outcome.FAILED, "wrong"),
        result(check("a", "three")),
    ]
    got = [(each["number"], each["name"], each["status"]) for each in listed(task, *results)]
    assert got == [
        ("1", "b", "failed"),
        ("1.1", "two", "failed"),
        ("2", "a", "passed"),
        ("2.1", "one", "passed"),
        ("2.2", "three", "passed"),
    ]


def test_points_stand_in_the_headings_alone():
    first, second = listed(assignment("a"), result(check("a")), score=SCORE, grade=LATE)
    assert (first["score"], first["max_score"]) == (10.0, 10.0)
    assert not {"score", "max_score"} & set(second)


def test_without_a_grade_no_entry_has_a_number():
    for entry in listed(assignment("a"), result(check("a")), score=SCORE, grade=None):
        assert not {"score", "max_score"} & set(entry)


def test_a_question_is_shown_by_its_title():
    assert listed(assignment("a", title="Padding"), result(check("a")))[0]["name"] == "Padding"


def test_a_check_without_a_title_is_shown_by_its_id():
    assert listed(assignment("a"), result(check("a", "")))[1]["name"] == "a/"


def test_a_name_is_one_short_line():
    name = listed(assignment("a"), result(check("a", "two\nlines " + "x" * 1000)))[1]["name"]
    assert name.startswith("two lines xxx")
    assert len(name) == 200


@pytest.mark.parametrize("hidden_checks", ["hidden", "after_due_date", "after_published"])
def test_a_heading_is_as_veiled_as_its_checks(hidden_checks):
    task = assignment("a", "b", hidden_checks=hidden_checks)
    got = outlook(task, result(check("a", hidden=True)), result(check("a", "two")), result(check("b")))
    assert got == [
        ("0", "visible"),
        ("1", hidden_checks),
        ("1.1", hidden_checks),
        ("1.2", "visible"),
        ("2", "visible"),
        ("2.1", "visible"),
    ]


def test_the_arithmetic_of_the_grade_is_as_veiled_as_the_hidden_checks():
    *_, last = listed(assignment("a"), result(check("a", hidden=True)), score=SCORE, grade=LATE)
    assert (last["number"], last["visibility"], last["status"]) == ("2", "after_published", "passed")
    assert last["output"] == (
        "Points before lateness: 10.00 of 10.00\nLateness: 1 h late (at most 24 h): 10.00 × 0.85 = 8.50"
    )


def test_where_hidden_checks_are_visible_nothing_is_veiled_and_only_hints_are_shown():
    task = assignment("a", hidden_checks="visible")
    hidden = check("a", hidden=True, hint="Try a wide input.")
    heading, entry = listed(task, result(hidden, Outcome.FAILED, SECRET), score=SCORE, grade=LATE)
    assert heading["visibility"] == entry["visibility"] == "visible"
    assert entry["output"] == "Try a wide input."


@pytest.mark.parametrize(
    ("hidden_checks", "words"),
    [
        ("hidden", "shown to staff only"),
        ("after_due_date", "shown after the due date"),
        ("after_published", "shown when grades are published"),
    ],
)
def test_the_summary(hidden_checks, words):
    task = assignment("a", hidden_checks=hidden_checks)
    results = [
        result(check("a", "one")),
        result(check("a", "two"), Outcome.FAILED),
        result(check("a", hidden=True)),
    ]
    summary = listed(task, *results, score=SCORE, grade=LATE)[0]
    assert summary == {
        "number": "0",
        "name": "Summary",
        "status": "failed",
        "visibility": "visible",
        "output": f"1 of 2 public checks passed.\nThe hidden checks are {words}.\nHanded in: 1 h late.",
    }


def everything_visible(task, results):
    return [each for each in listed(task, *results, score=SCORE, grade=LATE) if each["visibility"] == "visible"]


@given(st.sampled_from(Outcome), st.sampled_from(["hidden", "after_due_date", "after_published"]))
def test_what_students_see_does_not_depend_on_hidden_checks(outcome, hidden_checks):
    """The law behind all of the above."""
    task = assignment("a", "b", hidden_checks=hidden_checks)
    public = [result(check("a")), result(check("b"), Outcome.FAILED, "wrong")]
    hidden = check("a", "deep", hidden=True, hint="Try a wide input.")
    passed = everything_visible(task, [*public, result(hidden)])
    assert everything_visible(task, [*public, result(hidden, outcome, SECRET)]) == passed


@given(st.sampled_from(Outcome), st.sampled_from(["visible", "hidden", "after_due_date", "after_published"]))
def test_of_a_hidden_check_nothing_but_the_hint_is_ever_written(outcome, hidden_checks):
    hidden = check("a", hidden=True, hint="Try a wide input.")
    got = listed(assignment("a", hidden_checks=hidden_checks), result(hidden, outcome, SECRET, SECRET))
    assert SECRET not in str(got)
    assert ("Try a wide input." in str(got)) == (outcome not in (Outcome.PASSED, Outcome.FAULT))


def test_the_detail_of_a_public_check_is_for_staff():
    assert SECRET not in str(listed(assignment("a"), result(check("a"), Outcome.FAILED, "wrong", SECRET)))


def test_our_fault_is_not_shown_as_the_students():
    _, entry = listed(assignment("a"), result(check("a"), Outcome.FAULT, SECRET))
    assert entry["status"] == "failed"
    assert entry["output"] == "This check could not be run, through no fault of yours. Staff will look at it."


@pytest.mark.parametrize(
    ("outcome", "message", "output"),
    [
        (Outcome.FAILED, "expected 3, got 4", "expected 3, got 4"),
        (Outcome.TIMED_OUT, "", "timed out"),
        (Outcome.PASSED, "", ""),
        (Outcome.PASSED, "in 3 ms", "in 3 ms"),
    ],
)
def test_the_output_of_a_public_check(outcome, message, output):
    assert listed(assignment("a"), result(check("a"), outcome, message))[1]["output"] == output


@pytest.mark.parametrize(
    ("credit", "outcome", "verdict"),
    [
        ("all", Outcome.PASSED, "2 of 2 checks passed."),
        ("all", Outcome.FAILED, "1 of 2 checks passed. The points are for passing all of them."),
        (
            "completion",
            Outcome.FAILED,
            "1 of 2 checks passed. The points are for having done it: one check that gives any credit is enough.",
        ),
        ("share", Outcome.FAILED, "1 of 2 checks passed."),
        ("all", Outcome.NOT_ALLOWED, "A rule of the assignment is broken, so this question gets no points."),
    ],
)
def test_a_heading_says_why_it_has_its_points(credit, outcome, verdict):
    task = assignment("a", credit=credit)
    heading = listed(task, result(check("a", "one")), result(check("a", "two"), outcome))[0]
    assert heading["output"] == verdict


def test_a_check_of_an_unknown_question_is_not_lost():
    got = outlook(assignment("a"), result(check("a")), result(check("typo")))
    assert [number for number, _ in got] == ["1", "1.1", "2", "2.1"]


def test_not_run():
    entry = entries(assignment("a"), [not_run(check("a", hidden=True), "the power went")], None, None)[-1]
    assert (entry["status"], entry["output"]) == ("failed", "Not run: the power went.")


def test_veiled():
    hidden, public = line(result(check(hidden=True))), line(result(check()))
    assert veiled(assignment(), [public, hidden])
    assert not veiled(assignment(), [public])
    assert not veiled(assignment(hidden_checks="visible"), [hidden])


@given(st.lists(st.tuples(st.sampled_from(Outcome), st.booleans()), min_size=1, max_size=5))
def test_what_is_counted_is_what_stands_below(drawn):
    """Every row counts, that of the rules too."""
    results = [result(check("a", f"{i}", runs=runs), outcome) for i, (outcome, runs) in enumerate(drawn)]
    hidden = check("z", hidden=True)
    summary, heading, *rows = listed(assignment("a", "z"), *results, result(hidden))
    rows = rows[: len(results)]
    told = f"{sum(row['status'] == 'passed' for row in rows)} of {len(rows)} "
    assert summary["output"].startswith(told)
    if Outcome.NOT_ALLOWED not in {outcome for outcome, _ in drawn}:
        assert heading["output"].startswith(told)


def test_that_keeping_the_rules_is_not_having_done_it_is_said_where_there_are_rules():
    task = assignment("a", credit="completion")
    heading = listed(task, result(check("a", "rules", runs=False)), result(check("a"), Outcome.FAILED))[0]
    assert heading["output"].startswith("1 of 2 checks passed.")
    assert heading["output"].endswith("one check besides the rules that gives any credit is enough.")


def test_a_rule_that_is_broken_is_in_the_summary():
    broken = result(check("a", "rules", runs=False), Outcome.NOT_ALLOWED, "a for loop")
    summary = listed(assignment("a"), broken, result(check("a", "one")), result(check("a", hidden=True)))[0]
    assert summary["output"].startswith("1 of 2 public checks passed.\nA rule of the assignment is broken in a.\n")
    assert summary["status"] == "failed"


HINT = "Does your function write into the array that it is given?"


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome.CRASHED, "Your code ended in an error.\n"),
        (Outcome.TIMED_OUT, "Your code did not answer in time.\n"),
        (Outcome.OUT_OF_MEMORY, "Your code needed more memory than it may have.\n"),
        (Outcome.NOT_ALLOWED, "Your code did something that is not allowed.\n"),
        (Outcome.FAILED, ""),
    ],
)
def test_how_a_hidden_check_ended_is_said_before_its_hint_without_a_word_of_the_hand_in(outcome, words):
    ended = result(check(hidden=True, hint=HINT), outcome, f"Saw{SECRET}Error: {SECRET}", SECRET)
    assert line(ended).output == words + HINT


TODO = "NotImplementedError: pad2d\n  layers.py, line 3"


def test_what_is_not_implemented_reads_so_and_nothing_is_made_of_it():
    hidden = check(hidden=True, hint=HINT)
    assert line(result(hidden, Outcome.CRASHED, TODO)).output == "Not implemented yet."
    rules = line(result(check("a", "rules", runs=False), Outcome.CRASHED, TODO))
    assert (rules.output, rules.broke_rule) == ("Not implemented yet.", False)
    assert line(result(check(), Outcome.CRASHED, TODO)).output == f"Not implemented yet.\n{TODO}"
    assert line(result(check(), Outcome.FAULT, TODO)).output.startswith("This check could not be run")


def test_no_hint_accuses_where_nothing_was_looked_at():
    why = "layers.py was not handed in"
    assert line(result(check(hidden=True, hint=HINT), Outcome.FAILED, why, told=why, ran=False)).output == why


def test_what_is_told_of_a_hidden_check_is_read_before_its_hint():
    hidden = check(hidden=True, hint="Try other images.")
    told = "mean IoU 0.52: 11 of 20 points"
    assert line(result(hidden, Outcome.FAILED, SECRET, told=told)).output == f"{told}\nTry other images."
    assert line(result(hidden, message=SECRET, told=told)).output == told
    assert line(result(hidden, Outcome.FAULT, SECRET, told=told)).output.startswith("This check could not be run")
