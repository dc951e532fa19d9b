"""An exam that Gradescope would cut off is told of before it is uploaded."""

import json

import pytest

from autograder.assignment import Assignment
from autograder.authoring.qualify.pace import SLOWER, too_slow
from autograder.authoring.qualify.record import known, write_record
from autograder.tables import parse_table

from ...conftest import ASSIGNMENT


def assignment(minutes=9.0):
    return parse_table(f"{ASSIGNMENT}\n[gradescope]\nminutes = {minutes}\n", "x.toml", Assignment)


@pytest.mark.parametrize("seconds", [None, 0.0, 9 * 60 / SLOWER])
def test_what_is_quick_or_unknown_needs_no_word(seconds):
    assert too_slow(assignment(), seconds) == ""


def test_both_numbers_and_what_to_change_are_told():
    told = too_slow(assignment(), 401)
    assert told.startswith("The checks of toy take 6.7 min for the reference here, and perhaps 13.4 min in a container")
    assert "grading there stops after 9 min, and results are held" in told
    assert "minutes in [gradescope] of assignment.toml (at most 39.5) and a longer timeout in Gradescope's" in told
    assert too_slow(assignment(20), 401) == ""


def test_what_cannot_be_allowed_more_is_to_be_made_quicker():
    assert too_slow(assignment(39.5), 3600).endswith("Choose more CPU there, or make the checks quicker.")


def test_the_record_keeps_what_the_reference_took(variant_course):
    workspace = variant_course()
    write_record(workspace, "of something else", holds=True, seconds=401.23)
    assert known(workspace).seconds == 401.2
    path = workspace.exam.parents[1] / ".autograder/qualified/toy.json"
    path.write_text(json.dumps({**json.loads(path.read_text()), "reference_seconds": "long"}))
    assert known(workspace).seconds is None
