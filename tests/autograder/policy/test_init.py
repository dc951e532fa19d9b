from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.assignment import Assignment, Course, Question
from autograder.extensions import Extension, Extensions
from autograder.late_table import Late
from autograder.policy import grade, grades_of_members, policy_of, with_grade
from autograder.policy.base import NoPenalty
from autograder.policy.steps import Steps
from autograder.records import (
    Check,
    CheckResult,
    Grade,
    Graded,
    HandIn,
    Isolation,
    Outcome,
    QuestionScore,
    Score,
    Student,
    Visibility,
)
from autograder.workspace import Workspace

PACIFIC = ZoneInfo("America/Los_Angeles")
COURSE = Course(name="Vision", timezone="America/Los_Angeles")
DUE = datetime(2026, 3, 7, 23, 59)
DUE_UTC = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)
STEPS = Late.model_validate({"steps": [{"until": "24 h", "keep": 0.85}, {"until": "48 h", "keep": 0.70}]})
SCORE = Score(questions=(QuestionScore(question="q", earned=85.0, possible=100.0),))


def assignment(late=STEPS):
    questions = (Question(name="q", points=100),)
    return Assignment(name="hw", title="Homework", files=("a.py",), due=DUE, questions=questions, late=late)


def graded(submitted_at, due_at=None, late=STEPS):
    student = Student(name="Ann", due_at=due_at)
    return grade(assignment(late), COURSE, HandIn(key="1", submitted_at=submitted_at, students=(student,)), SCORE)


def test_the_policy_is_the_one_in_the_file():
    day = timedelta(days=1)
    assert policy_of(STEPS) == Steps(steps=((day, 0.85), (2 * day, 0.70)))
    assert policy_of(None) == NoPenalty()


def test_an_evening_after_the_clocks_changed_is_still_within_24_hours():
    """23:59:30 on the next evening: 24 h 0 min 30 s by the clock on the wall, an hour less by a stopwatch."""
    got = graded(datetime(2026, 3, 8, 23, 59, 30, tzinfo=PACIFIC))
    assert got.points == 72.25
    assert got.explanation == "23 h 0 min 30 s late (at most 24 h): 85.00 × 0.85 = 72.25"


@pytest.mark.parametrize(
    ("late_by", "points"),
    [
        (timedelta(0), 85.0),
        (timedelta(hours=24), 72.25),
        (timedelta(hours=24, microseconds=1), 59.5),
        (timedelta(hours=48), 59.5),
        (timedelta(hours=48, microseconds=1), 0.0),
    ],
)
def test_the_boundaries(late_by, points):
    assert graded(DUE_UTC + late_by).points == points


def test_a_result_that_is_a_fault_of_ours_has_neither_score_nor_grade():
    check = Check(id="q/test", question="q", title="q", visibility=Visibility.HIDDEN)
    workspace = Workspace(assignment=assignment(), course=COURSE, exam=Path("tests/hw"))
    late = HandIn(key="1", submitted_at=DUE_UTC + timedelta(hours=1))

    def of(outcome, credit):
        result = CheckResult(check=check, outcome=outcome, credit=credit)
        before = Graded(hand_in=late, results=(result,), score=None, grade=None, isolation=Isolation(backend="none"))
        return with_grade(workspace, before)

    found = of(Outcome.PASSED, 1.0)
    assert (found.score.earned, found.grade.points, found.held) == (100.0, 85.0, False)
    assert (of(Outcome.FAULT, 0.0).score, of(Outcome.FAULT, 0.0).held) == (None, True)


@pytest.mark.parametrize("late", [STEPS, None])
def test_an_unknown_time_counts_as_on_time_and_says_so(late):
    explanation = "time of handing in unknown: graded as on time"
    assert graded(None, late=late) == Grade(points=85.0, late_by=None, explanation=explanation)


def test_without_a_late_table_late_counts_in_full():
    got = graded(DUE_UTC + timedelta(days=9), late=None)
    assert got.points == 85.0
    assert got.explanation == "216 h late, without a penalty: 85.00"


moments = st.datetimes(datetime(2026, 3, 5), datetime(2026, 3, 14), timezones=st.just(PACIFIC))


@given(moments, moments)
def test_later_never_pays(one, other):
    earlier, later = sorted((one, other), key=datetime.timestamp)
    assert graded(earlier).points >= graded(later).points


@given(moments, moments, moments)
def test_an_extension_never_hurts(submitted_at, one, other):
    before, extended = sorted((one, other), key=datetime.timestamp)
    assert graded(submitted_at, due_at=extended).points >= graded(submitted_at, due_at=before).points


@given(moments, moments)
def test_points_lie_between_zero_and_what_was_earned(submitted_at, due_at):
    assert 0 <= graded(submitted_at, due_at=due_at).points <= SCORE.earned


def test_an_own_deadline_is_told_in_the_zone_of_the_course():
    late = graded(DUE_UTC + timedelta(days=3, hours=2), due_at=DUE_UTC + timedelta(days=3))
    assert late.explanation == (
        "own deadline Wed 2026-03-11 00:59:00 PDT: 2 h late (at most 24 h): 85.00 × 0.85 = 72.25"
    )
    assert graded(DUE_UTC, due_at=DUE_UTC).explanation == "on time"


def test_each_member_of_a_group_may_be_graded_by_their_own_deadline():
    granted = Extensions(rows=(Extension(line=2, sid="007", email="", due=DUE_UTC + timedelta(days=1)),))
    students = (Student(name="Ann", sid="007"), Student(name="Bob", sid="7"))
    hand_in = HandIn(key="1", students=students, submitted_at=DUE_UTC + timedelta(hours=20))
    found = grades_of_members(assignment(), COURSE, hand_in, SCORE, granted)
    assert [(student.name, each.points) for student, each in found] == [("Ann", 85.0), ("Bob", 72.25)]
    assert grade(assignment(), COURSE, hand_in, SCORE, granted).points == 85.0
    assert grade(assignment(), COURSE, hand_in, SCORE).points == 72.25


rows = st.lists(st.tuples(st.sampled_from(("1", "2", "3")), moments), max_size=3).map(
    lambda them: Extensions(
        rows=tuple(Extension(line=n, sid=sid, email="", due=due.astimezone(UTC)) for n, (sid, due) in enumerate(them))
    )
)
members = st.lists(
    st.builds(lambda sid, due: Student(name=sid, sid=sid, due_at=due), st.sampled_from("123"), st.none() | moments),
    max_size=3,
)
OWN = STEPS.model_copy(update={"group": "own"})
rules = st.sampled_from((STEPS, STEPS.model_copy(update={"group": "earliest"}), OWN, None))


@given(moments, members, rows, rules)
def test_no_extension_hurts_a_group_or_any_of_its_members(submitted_at, students, granted, late):
    task, hand_in = assignment(late), HandIn(key="1", submitted_at=submitted_at, students=tuple(students))
    assert grade(task, COURSE, hand_in, SCORE, granted).points >= grade(task, COURSE, hand_in, SCORE).points
    with_them, without = (grades_of_members(task, COURSE, hand_in, SCORE, each) for each in (granted, Extensions()))
    assert all(one.points >= other.points for (_, one), (_, other) in zip(with_them, without, strict=True))


@given(moments, members, rows, rules, st.randoms())
def test_the_order_of_students_and_of_extensions_changes_nothing(submitted_at, students, granted, late, random):
    task, hand_in = assignment(late), HandIn(key="1", submitted_at=submitted_at, students=tuple(students))
    shuffled = HandIn(key="1", submitted_at=submitted_at, students=tuple(random.sample(students, len(students))))
    other = Extensions(rows=tuple(random.sample(granted.rows, len(granted.rows))))
    assert grade(task, COURSE, shuffled, SCORE, other) == grade(task, COURSE, hand_in, SCORE, granted)
    assert set(grades_of_members(task, COURSE, shuffled, SCORE, other)) == set(
        grades_of_members(task, COURSE, hand_in, SCORE, granted)
    )


@given(moments, members, rows, st.randoms())
def test_with_own_deadlines_each_member_gets_their_own_and_the_hand_in_has_the_most(
    submitted_at, students, granted, random
):
    hand_in = HandIn(key="1", submitted_at=submitted_at, students=tuple(students))
    found = with_own_deadlines(hand_in, granted)
    alone = grades_of_members(assignment(OWN), COURSE, hand_in, SCORE, granted)
    if found.members:
        assert found.members == tuple(each for _, each in alone)
        assert found.grade.points == max(each.points for each in found.members)
    else:
        assert {each for _, each in alone} <= {found.grade}
    shuffled = replace(hand_in, students=tuple(random.sample(students, len(students))))
    assert with_own_deadlines(shuffled, granted).grade == found.grade


def with_own_deadlines(hand_in, granted):
    """What a hand-in that earned `SCORE` is worth where ``group = "own"``."""
    task = assignment(OWN)
    results = [
        CheckResult(
            check=Check(id=each.name, question=each.name, title="", visibility=Visibility.PUBLIC),
            outcome=Outcome.FAILED,
            credit=0.85,
        )
        for each in task.questions
    ]
    graded = Graded(
        hand_in=hand_in, results=tuple(results), score=None, grade=None, isolation=Isolation(backend="none")
    )
    workspace = SimpleNamespace(assignment=task, course=COURSE, extensions=granted)
    return with_grade(workspace, graded)
