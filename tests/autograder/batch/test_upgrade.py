"""A batch that is begun with one version of the autograder or its libraries and ends with another: no mixture."""

import sys
from collections import Counter

import pytest

from autograder.batch import tries
from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.batch.plan import State
from autograder.gradebook import Keys, keys, read_examined, read_history

from .conftest import lasting, points

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


@pytest.fixture
def upgrade(monkeypatch):
    """A function after which another version is installed."""

    def upgrade(what):
        if what == "grader":
            monkeypatch.setattr(keys, "__version__", "next")
        else:
            monkeypatch.setattr(keys, "version", lambda _: "next")

    return upgrade


def examined(out, key):
    """What is stored of a hand-in, by the parts that an upgrade changes."""
    found = [read_examined(path).content.parts for path in (out / key).glob("examined-*")]
    return Counter((parts["grader"], parts["environment"]) for parts in found)


@pytest.mark.parametrize("what", ["grader", "environment"])
def test_what_was_examined_before_an_upgrade_is_examined_again(
    graded, few, toy_course, class_folder, tmp_path, upgrade, what
):
    course, out = toy_course(), tmp_path / "out"
    before = Keys.of(course).shared
    job = Job(workspace=course, source=class_folder, out=out, workers=1, only=frozenset({"half"}))
    with opened(job) as grading:  # begun, and interrupted after one
        grading.examine(lambda _: None)
        grading.giving("it was interrupted").give_new()
    upgrade(what)
    after = Keys.of(course).shared
    giving = graded(course=course)
    assert (giving.held, giving.changed, giving.reworded, points(out)) == ([], [], 1, few)
    old, new = ((parts["grader"], parts["environment"]) for parts in (before, after))
    assert [examined(out, key) for key in ("half", "right")] == [Counter([old, new]), Counter([new])]
    assert {given.derived.basis.content[what] for given in read_history(out).last.values()} == {after[what]}
    why = {"grader": "grader changed", "environment": "other libraries or device"}[what]
    assert [given.why for given in read_history(out).of("half")] == ["first grade", why]
    mixed = {name: data for name, data in lasting(out).items() if "half/examined-" not in name}
    out.rename(tmp_path / "other")
    graded(course=course)
    assert {name: data for name, data in lasting(out).items() if "half/examined-" not in name} == mixed


@pytest.mark.parametrize("what", ["grader", "environment"])
@pytest.mark.parametrize("when", ["before", "during"])
def test_an_upgrade_while_a_batch_runs_stores_nothing_of_either(
    toy_course, class_folder, few, tmp_path, upgrade, monkeypatch, what, when
):
    job = Job(workspace=toy_course(), source=class_folder, out=tmp_path / "out", workers=0)

    real, calls = tries.grade, []

    def counted(*arguments):
        calls.append(arguments)
        upgrade(what)
        return real(*arguments)

    monkeypatch.setattr(tries, "grade", counted)
    with opened(job) as grading:
        if when == "before":
            upgrade(what)
        grading.examine(lambda _: None)
        assert bool(calls) == (when == "during")
        half = grading.plan["half"]
        assert half.state is State.HELD
        assert "replaced while this batch was running: grade once more" in half.attempts.verdict()
        assert not list(half.folder.glob("examined-*"))
    with opened(job) as grading:
        assert grading.plan["half"].state is State.MISSING  # with what is there now it was never tried
        grading.examine(lambda _: None)
        assert grading.plan["half"].state is State.DONE
