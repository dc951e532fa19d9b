from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.records import Outcome
from autograder.report.text import first_line
from autograder.report.why import why

from .builders import assignment, check, graded, result

SIX = (
    "output_size",
    "pad2d",
    "conv2d_forward",
    "conv2d_backward",
    "max_pool2d_forward",
    "max_pool2d_backward",
)
TASK = assignment(*SIX)
LOOP = (Outcome.NOT_ALLOWED, "for loop is not allowed (layers.py, line 12)")
TODO = (Outcome.CRASHED, "NotImplementedError: your code here\n  layers.py, line 3")
SYNTAX = (Outcome.CRASHED, "SyntaxError: invalid syntax (layers.py, line 3)")
SLOW = (Outcome.TIMED_OUT, "no answer after 2 s")
BIG = (Outcome.OUT_OF_MEMORY, "more than 512 MiB")


def line(failures, **more):
    """What is said when the named questions fail so and the others pass."""
    passed = [result(check(name, "other")) for name in SIX]
    ended = [result(check(name), *failures.get(name, (Outcome.PASSED,))) for name in SIX]
    return why(graded(TASK, *passed, *ended, **more))


@pytest.mark.parametrize(
    ("failures", "expected"),
    [
        ({}, "all checks passed"),
        ({"conv2d_forward": LOOP}, "conv2d_forward: for loop is not allowed (layers.py, line 12)"),
        (dict.fromkeys(SIX, TODO), "not implemented: 6 of 6 questions"),
        ({"pad2d": TODO}, "not implemented: 1 of 6 questions"),
        (
            {"max_pool2d_forward": SLOW, "max_pool2d_backward": SLOW},
            "max_pool2d_forward, max_pool2d_backward: timed out",
        ),
        ({"conv2d_backward": BIG}, "conv2d_backward: out of memory"),
        (dict.fromkeys(SIX, SYNTAX), "6 of 6 questions: SyntaxError: invalid syntax (layers.py, line 3)"),
        ({"pad2d": (Outcome.FAILED, "pad2d: expected 3, got 4\nmore")}, "pad2d: expected 3, got 4"),
        ({"pad2d": (Outcome.FAILED, "")}, "pad2d: failed"),
        (
            {"pad2d": (Outcome.FAILED, "a"), "output_size": (Outcome.FAILED, "b.")},
            "output_size: b; pad2d: failed",
        ),
        (
            {"pad2d": (Outcome.FAILED, "x"), "conv2d_backward": BIG, "output_size": LOOP},
            "output_size: not allowed; conv2d_backward: out of memory; pad2d: failed",
        ),
    ],
)
def test_why(failures, expected):
    assert line(failures) == expected


PIXELS = "tensor([[17, 4, 250, 3], [9, 8, 7, 6]])"


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (f"ValueError: {PIXELS}\n  layers.py, line 3", "pad2d: ValueError in a hidden check"),
        ("KeyError", "pad2d: KeyError in a hidden check"),
        ("pad: ended the process (killed)", "pad2d: crashed in a hidden check"),
        (f"of_17_4_250_Error: {PIXELS}", "pad2d: crashed in a hidden check"),
        (f"{PIXELS}Error: x", "pad2d: crashed in a hidden check"),
    ],
)
def test_what_an_answer_raises_in_a_hidden_check_shows_no_hidden_inputs(message, expected):
    task, asked = assignment("pad2d"), check("pad2d", hidden=True)
    assert why(graded(task, result(asked, Outcome.CRASHED, message))) == expected
    assert why(graded(task, result(asked, Outcome.FAILED, "expected 3, got 4"))) == "pad2d: expected 3, got 4"
    seen = result(check("pad2d"), Outcome.CRASHED, message)
    assert why(graded(task, seen)) == f"pad2d: {first_line(message)}"


def absent(files):
    """What is found where the files of these questions are missing."""
    return [
        result(check(name), Outcome.FAILED, f"{file} was not handed in", told=f"{file} was not handed in", ran=False)
        for name, file in files.items()
    ]


def test_files_that_were_not_handed_in_are_counted_with_what_they_cost():
    two = {"pad2d": "layers.py", "output_size": "layers.py", "conv2d_forward": "general.py"}
    passed = [result(check(name, "other")) for name in SIX]
    assert why(graded(TASK, *passed, *absent(two))) == "2 files not handed in: 3 questions"
    one = absent({"pad2d": "layers.py"})
    slow = result(check("conv2d_forward"), *SLOW)
    assert why(graded(TASK, *passed, *one)) == "layers.py was not handed in: 1 question"
    assert (
        why(graded(TASK, *passed, slow, *one)) == "layers.py was not handed in: 1 question; conv2d_forward: timed out"
    )


@pytest.mark.parametrize("turn", [1, -1])
def test_a_question_counts_under_its_most_telling_failure(turn):
    task = assignment("q")
    results = [result(check(name="a"), Outcome.FAILED, "wrong"), result(check(name="b"), *LOOP)]
    assert why(graded(task, *results[::turn])) == f"q: {LOOP[1]}"


def test_an_unreadable_hand_in():
    unreadable = line(dict.fromkeys(SIX, (Outcome.FAILED, "")), reason="expected layers.py,\nfound: a.py")
    assert unreadable == "expected layers.py, found: a.py"


def test_held():
    fault = (Outcome.FAULT, "\nZeroDivisionError: in the oracle\nTraceback")
    assert line({"pad2d": fault, "conv2d_forward": SLOW}) == (
        "held: grader fault in pad2d: ZeroDivisionError: in the oracle"
    )
    assert line({"pad2d": (Outcome.FAULT, "")}) == "held: grader fault in pad2d"


def test_only_the_questions_that_broke_are_named():
    broke = result(check("pad2d"), Outcome.FAULT, "KeyError: 2")
    waiting = result(check("output_size"), Outcome.FAULT, "this check was not run", ran=False)
    assert why(graded(TASK, waiting, broke)) == "held: grader fault in pad2d: KeyError: 2"
    assert why(graded(TASK, waiting)) == "held: grader fault in output_size: this check was not run"


def test_held_without_a_faulty_check():
    held = replace(graded(TASK, *[result(check(name)) for name in SIX]), grade=None)
    assert why(held) == "held: grader fault"
    assert why(replace(held, reason="no sandbox on this machine")) == "held: no sandbox on this machine"


def test_where_nothing_was_run_no_question_is_named():
    told = "tried 3 times: the autograder was replaced while this batch was running: grade once more"
    waiting = [result(check(name), Outcome.FAULT, told, ran=False) for name in SIX]
    assert why(replace(graded(TASK, *waiting), reason=told)) == f"held: {told}"


def test_no_checks():
    assert why(replace(graded(TASK, *[result(check(name)) for name in SIX]), results=())) == "no checks were run"


def test_a_long_fault_is_cut_with_all_that_is_said_of_it():
    assert len(line({SIX[0]: (Outcome.FAULT, "x" * 300)})) == 200


anything = st.text(st.characters(codec=None, exclude_categories=()))


@given(st.lists(st.tuples(st.sampled_from(Outcome), anything), min_size=6, max_size=6), anything)
def test_always_one_printable_line(drawn, reason):
    got = line(dict(zip(SIX, drawn, strict=True)), reason=reason)
    assert got.splitlines() == [got]
    assert len(got) <= 200
    got.encode()


def test_a_skeleton_beside_other_files_says_which_was_looked_at():
    note = "work.ipynb was not looked at, because layers.py is there"
    assert line(dict.fromkeys(SIX, TODO), notes=(note,)) == f"not implemented: 6 of 6 questions; {note}"
    assert line({"pad2d": SLOW}, notes=(note,)) == "pad2d: timed out"
