import json

import pytest

from autograder.gradescope.ending import say, seed
from autograder.gradescope.place import Place
from autograder.gradescope.supervise import Ending
from autograder.report.results_json import interrupted, write_results
from autograder.report.validate import problems

from ..report.builders import assignment, check, result

TOO_EARLY = [Ending("late"), Ending("killed", 9), Ending("failed"), Ending("stopped", 15)]


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def document(place):
    found = json.loads(place.results.read_text(encoding="utf-8"))
    assert problems(found) == []
    return found


def test_what_stands_while_nothing_is_known_is_no_zero(place):
    seed(place)
    assert "score" not in document(place)
    assert "It is not a zero" in document(place)["output"]
    assert document(place)["tests"] == []
    assert place.results.parent.stat().st_mode & 0o077 == 0


def test_what_was_being_written_when_the_work_was_ended_goes(place):
    seed(place)
    (place.results.parent / ".results.json.abc.tmp").write_text("{")
    say(place, Ending("killed", 9), 9.0)
    assert [path.name for path in place.results.parent.iterdir()] == ["results.json"]


@pytest.mark.parametrize("ending", TOO_EARLY)
def test_what_was_found_stays_and_why_it_is_no_more_is_said(place, ending):
    checks = [check(), check(name="other")]
    seed(place)
    write_results(place.results, interrupted(assignment(), checks, [result(checks[0])]))
    before = document(place)
    assert say(place, ending, 9.0)
    after = document(place)
    assert after["tests"] == before["tests"]
    assert after["output"] != before["output"]
    assert "It is not a zero" in after["output"]
    assert after["extra_data"]["ended"] == ending.kind


def test_each_ending_has_its_own_words(place):
    told = set()
    for ending in TOO_EARLY:
        seed(place)
        say(place, ending, 9.0)
        told.add(document(place)["output"])
    assert len(told) == len(TOO_EARLY)
    assert any("longer than 9 minutes" in text for text in told)


@pytest.mark.parametrize("ending", [Ending("done"), *TOO_EARLY])
def test_a_result_that_is_complete_stays_as_it_is(place, ending):
    complete = {"score": 3.0, "extra_data": {"held": False}, "tests": []}
    seed(place)
    write_results(place.results, complete)
    assert not say(place, ending, 9.0)
    assert document(place) == complete


def test_a_grading_that_came_to_its_end_may_be_held_all_the_same(place):
    seed(place)
    before = document(place)
    assert say(place, Ending("done"), 9.0)
    assert document(place) == before
