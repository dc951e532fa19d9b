"""results.json follows the history, also where a kill came between the two."""

import os
import signal
import sys

import pytest

from autograder.batch import giving as module
from autograder.gradebook import read_history
from autograder.report.results_json import RESULTS_FILE

from ..conftest import ASSIGNMENT, EXAM
from .conftest import RIGHT, document, lasting, summary

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


def costs(points):
    return ASSIGNMENT.replace("points = 4", f"points = {points}")


def killed(monkeypatch, action):
    """Do `action` in a process that is killed when `module` is about to write the first file of what is given."""
    child = os.fork()
    if child == 0:
        monkeypatch.setattr(module, "put", lambda *_: os.kill(os.getpid(), signal.SIGKILL))
        action()
        os._exit(0)
    assert os.WIFSIGNALED(os.waitpid(child, 0)[1])


def last(out, key):
    return read_history(out).last[key].derived.grade.points


@pytest.fixture
def behind(graded, few, toy_course, tmp_path, monkeypatch):
    """Results of which one history line is ahead of results.json: 9 of 9 instead of 10 of 10."""
    graded()
    giving = graded(course=toy_course(assignment=costs(3)))
    killed(monkeypatch, giving.replace_all)
    out = tmp_path / "out"
    assert (last(out, "right"), document(out, "right")["score"]) == (9, 10)
    return out


def test_where_the_policy_changes_again_results_json_gives_the_grade_that_stands(behind, graded, toy_course):
    course = toy_course(assignment=costs(2))
    giving = graded(course=course)
    assert [(change.old.grade.points, change.new.grade.points) for change in giving.changed][-1] == (9, 8)
    written = document(behind, "right")
    assert (written["score"], written["extra_data"]["score_before_lateness"]) == (9, 9)
    assert (last(behind, "right"), summary(behind)["right"]["grade"], giving.notes) == (9, "9", [])
    before = lasting(behind)
    graded(course=course)
    assert lasting(behind) == before


def test_where_it_is_the_first_grade_that_was_killed_it_is_given_too(graded, few, toy_course, tmp_path, monkeypatch):
    killed(monkeypatch, graded)
    out = tmp_path / "out"
    assert (last(out, "right"), "score" in document(out, "right")) == (10, False)
    graded(course=toy_course(assignment=costs(3)))
    assert document(out, "right")["score"] == 10


def test_where_it_would_be_held_now_it_is_what_stands(behind, graded, toy_course):
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "1 / (submission.toy.triple(2) - 2)")
    giving = graded(course=toy_course(exam=broken, assignment=costs(3)))
    assert "half" in giving.held
    assert document(behind, "right")["score"] == last(behind, "right") == 9


def test_it_is_the_examination_of_the_bytes_that_the_grade_is_for(behind, graded, toy_course, class_folder):
    (class_folder / "right/toy.py").write_text(RIGHT.replace("3 * x", "4 * x"), encoding="utf-8")
    graded(course=toy_course(assignment=costs(3)))
    written = document(behind, "right")
    assert written["score"] == 9
    assert all(test.get("status") != "failed" for test in written["tests"])


def test_where_that_examination_is_gone_it_is_told(behind, graded, toy_course, class_folder):
    for path in (behind / "right").glob("examined-*"):
        path.unlink()
    (class_folder / "right/toy.py").write_text(RIGHT.replace("3 * x", "4 * x"), encoding="utf-8")
    giving = graded(course=toy_course(assignment=costs(3)))
    assert document(behind, "right")["score"] == 10
    path = behind / "right" / RESULTS_FILE
    told = f"{path} is from before the grade that stands, 9, whose examination is no longer there"
    assert told in giving.notes
