import pytest

from autograder.gradescope_table import Leader
from autograder.records import Evidence, Outcome
from autograder.report.leaderboard import leaderboard
from autograder.report.results_json import results
from autograder.report.validate import problems

from .builders import assignment, check, graded, result

SEEN = Evidence(facts={"network": "roads", "mean_iou": 0.5, "parameters": 1000, "nme": None, "iou_per_class": {"a": 1}})
OTHER = Evidence(facts={"network": "cats", "mean_iou": 0.7})
TASK = assignment()


def entry(leader, *evidence):
    return leaderboard(graded(TASK, result(check()), evidence=evidence), [leader])


def test_an_entry_has_a_name_a_number_and_an_order():
    wanted = {"name": "mean_iou", "value": 0.5, "order": "desc"}
    assert entry(Leader(measure="mean_iou"), SEEN, OTHER) == [wanted]
    named = Leader(measure="parameters", name="Size", order="asc")
    assert entry(named, SEEN) == [{"name": "Size", "value": 1000, "order": "asc"}]


def test_it_is_that_of_the_network_which_was_named():
    assert entry(Leader(measure="mean_iou", network="cats"), SEEN, OTHER)[0]["value"] == 0.7


@pytest.mark.parametrize("measure", ["nme", "iou_per_class", "network", "nothing"])
def test_what_is_no_number_is_left_out(measure):
    assert entry(Leader(measure=measure), SEEN) == []


def test_a_network_that_did_not_run_is_left_out():
    assert entry(Leader(measure="mean_iou")) == []


def test_a_document_has_it_where_it_is_wanted_and_something_is_given():
    leaders = (Leader(measure="mean_iou"),)
    task = TASK.model_copy(update={"gradescope": TASK.gradescope.model_copy(update={"leaderboard": leaders})})
    document = results(graded(task, result(check()), evidence=(SEEN,)), task)
    assert document["leaderboard"] == [{"name": "mean_iou", "value": 0.5, "order": "desc"}]
    assert problems(document) == []
    held = graded(task, result(check(), Outcome.FAULT), evidence=(SEEN,))
    assert "leaderboard" not in results(held, task)
    assert "leaderboard" not in results(graded(TASK, result(check()), evidence=(SEEN,)), TASK)
