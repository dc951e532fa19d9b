"""What only staff see: in summary.csv, in the terminal, and in what of results.json Gradescope does not show."""

import json

from autograder.records import Outcome
from autograder.report.entries import entries, line
from autograder.report.flags import flags
from autograder.report.results_json import results
from autograder.report.summary import line as summary_line
from autograder.report.terminal import row

from .builders import assignment, check, graded, result

TASK = assignment("a", "b", "c")
SLOW = "12 times the processor time"


def flagged(**more):
    a, b, c = check("a", "rules", **more), check("b", "rules", **more), check("c", "rules", **more)
    return graded(TASK, result(a, flag=SLOW), result(b, flag=SLOW), result(c, flag="nothing\x1b[2J\nwas seen"))


def test_questions_with_the_same_flag_are_named_together():
    assert flags(flagged()) == f"a, b: {SLOW}; c: nothing was seen"


def test_without_flags_there_is_nothing():
    assert flags(graded(assignment("a"), result(check("a"), Outcome.FAILED))) == ""


def test_staff_see_flags_and_points_do_not_depend_on_them():
    assert summary_line(flagged()).flags == flags(flagged())
    assert row(flagged()).why == f"all checks passed ⚑ {flags(flagged())}"
    document = results(flagged(), TASK)
    assert document["extra_data"]["flags"] == {"a/rules": SLOW, "b/rules": SLOW, "c/rules": "nothing\nwas seen"}
    assert document["score"] == 30


def test_no_student_sees_a_flag():
    for more in ({}, {"hidden": True}, {"runs": False}):
        document = results(flagged(**more), TASK)
        shown = {key: value for key, value in document.items() if key != "extra_data"}
        assert "processor" not in json.dumps(shown)
    assert "processor" not in json.dumps(entries(TASK, [line(each) for each in flagged().results], None, None))
