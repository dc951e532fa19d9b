"""A clock that is set back or far forward in the middle of a batch: nothing depends on it but what tells the time."""

import ast
import os
import random
import re
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import autograder
from autograder.batch import attempts, giving, lock, tries
from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.batch.plan import State
from autograder.batch.progress import Tally
from autograder.gradebook import opened as opened_gradebook
from autograder.gradebook import read_history, read_took
from autograder.gradebook.reading import entries, history
from tests.autograder.batch.test_progress import hand_in

from ..conftest import ASSIGNMENT
from .conftest import lasting, points

linux = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
JUMPS = [timedelta(days=365 * years) for years in (-40, 400, -20, 100, -2)]
NEGATIVE = re.compile(r"(?<![\de])-\d")
PACKAGE = Path(autograder.__file__).parent
TELL_THE_TIME = {
    "authoring/qualify/record.py",  # when an exam was qualified
    "batch/attempts.py",  # when a try was begun, for people
    "batch/giving.py",  # when a grade was given: `when` of the history
    "batch/lock.py",  # since when somebody grades into a folder, for people
    "batch/tries.py",  # when it was examined: `when` of took-KEY.json
    "cli/check.py",  # how long a student has left
}


def test_the_wall_clock_is_read_only_where_the_time_is_told():
    """Whoever reads it anywhere else has to show here that no grade depends on it."""
    found = {path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py") if _reads_the_clock(path)}
    assert found == TELL_THE_TIME


_CLOCK = {"datetime.now", "time.time", "time.time_ns", "time.ctime", "time.localtime", "time.gmtime"}


def _reads_the_clock(path):
    names = (ast.unparse(node) for node in ast.walk(ast.parse(path.read_bytes())) if isinstance(node, ast.Attribute))
    return any(name in _CLOCK or name.endswith((".utcnow", ".today")) for name in names)


@pytest.fixture
def jumping(monkeypatch):
    """The clock is set at every reading, back and forth over centuries; in workers, too."""
    chosen = random.Random(0)  # no cycle, or each run would see the same time
    jumps = iter(lambda: chosen.choice(JUMPS), None)

    class Jumping(datetime):
        @classmethod
        def now(cls, tz=None):
            return datetime.now(tz) + next(jumps)

    for module in (attempts, giving, lock, tries):
        monkeypatch.setattr(module, "datetime", Jumping)
    monkeypatch.setattr(time, "time", lambda: datetime.now(UTC).timestamp() + next(jumps).total_seconds())


@linux
@pytest.mark.parametrize("workers", [0, 2])
def test_a_clock_that_is_set_in_the_middle_changes_nothing(
    graded, few, toy_course, class_folder, tmp_path, workers, request
):
    course = toy_course()
    graded(course=course, workers=workers)
    steady, times = lasting(tmp_path / "out"), _times(tmp_path / "out")
    (tmp_path / "out").rename(tmp_path / "steady")
    request.getfixturevalue("jumping")
    job = Job(workspace=course, source=class_folder, out=tmp_path / "out", workers=workers, only=frozenset({"half"}))
    with opened(job) as grading:  # interrupted after one
        grading.examine(lambda _: None)
        grading.giving("it was interrupted").give_new()
    told = []
    giving = graded(course=course, workers=workers, told=told)
    assert (giving.changed, giving.reworded, giving.held, points(tmp_path / "out")) == ([], 0, [], few)
    assert lasting(tmp_path / "out") == steady
    assert not any(NEGATIVE.search(progress.note) for progress in told)
    apart = [abs(one - other) for one, other in zip(times, _times(tmp_path / "out"), strict=True)]
    assert max(apart) > timedelta(days=365)


def _times(out):
    return sorted(given.when for given in read_history(out).lines.values())


@linux
def test_the_grade_that_was_given_last_stands_whatever_its_time(graded, few, toy_course, tmp_path, jumping):
    graded()
    for each in (3, 2, 1):
        giving = graded(course=toy_course(assignment=ASSIGNMENT.replace("points = 4", f"points = {each}")))
        giving.replace_all()
    out = tmp_path / "out"
    whens = [given.when for given in read_history(out).of("right")]
    assert whens != sorted(whens)
    with opened_gradebook(tmp_path / "gradebook.sqlite", making=True) as book:
        book.keep(out)
        (right,) = [entry for entry in entries(book) if entry.handed_in.hand_in.key == "right"]
        assert right.given.derived.grade.points == 7
        assert [given.derived.grade.points for given in history(book, out, "right")] == [10, 9, 8, 7]


@linux
def test_files_of_the_past_and_of_the_future_are_read_all_the_same(graded, few, toy_course, class_folder, tmp_path):
    course = toy_course()
    graded(course=course)
    out, source = tmp_path / "out", class_folder / "half" / "toy.py"
    before = lasting(out)
    with opened_gradebook(tmp_path / "gradebook.sqlite", making=True) as book:
        book.keep(out)
        path = out / "half" / "hand-in.json"
        facts = path.stat()
        text = path.read_bytes()
        path.with_suffix(".new").write_bytes(text.replace(b'half",\n   "sid', b'HALF",\n   "sid'))
        os.replace(path.with_suffix(".new"), path)
        os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))  # as after a clock that was set back
        book.keep(out)
        assert "HALF" in {entry.handed_in.hand_in.label for entry in entries(book)}
    path.write_bytes(text)
    for when in (0, 2**33):
        for path in [source, *out.rglob("*")]:
            os.utime(path, (when, when))
        graded(course=course)
        assert lasting(out) == before


@given(st.lists(st.floats(-1e12, 1e12), min_size=2, max_size=6))
def test_whatever_the_clock_says_no_pace_is_negative(moments):
    clock = iter([moments[0], *moments, *moments])
    plan = [hand_in(str(number)) for number in range(len(moments) + 1)]
    tally = Tally(plan, lambda: next(clock))
    for planned in plan[:-1]:
        planned.state = State.DONE
        tally.see(planned)
        assert not NEGATIVE.search(tally.progress("Grading").note)


def test_when_it_was_examined_is_kept_whatever_that_was(graded, few, tmp_path, jumping):
    giving = graded()
    whens = [read_took(planned.folder, planned.content).when for planned in giving.plan.values()]
    assert all(when is not None for when in whens)
