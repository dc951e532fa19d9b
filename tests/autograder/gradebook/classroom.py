"""Folders of results as a batch would leave them, for gradebooks to be made of."""

from datetime import UTC, datetime, timedelta

from autograder.gradebook.derive import Basis, Derived
from autograder.gradebook.examined import Examined, encoded, path_of
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HandedIn, write_hand_in
from autograder.gradebook.history import add
from autograder.gradebook.keys import Content, digest
from autograder.records import (
    Check,
    CheckResult,
    Grade,
    HandIn,
    Isolation,
    Outcome,
    QuestionScore,
    Score,
    Student,
    Visibility,
)
from tests.autograder.gradebook.making import CONTENT

NOON = datetime(2026, 3, 8, 20, tzinfo=UTC)
CHECKS = tuple(
    Check(id=f"{question}/test", question=question, title=question, visibility=Visibility.HIDDEN, hint="Look.")
    for question in ("double", "triple")
)


def content(seed):
    return Content(CONTENT.parts | {"submission": digest(seed)})


def examined(seed, *credits):
    results = [
        CheckResult(
            check=check,
            outcome=Outcome.PASSED if credit == 1 else Outcome.FAILED,
            credit=credit,
            message="" if credit == 1 else f"expected 4, got {seed} \ud800",  # half a character, as strangers write
        )
        for check, credit in zip(CHECKS, credits or (1.0, 0.0), strict=True)
    ]
    isolation = Isolation(backend="linux", layers=("landlock", "seccomp"), missing={"uid": "not root"})
    return Examined(content=content(seed), results=tuple(results), isolation=isolation, networks=({"miou": 0.5},))


def hand_in(out, key, seed, *credits, students=None, late_by=timedelta(0), assignment="toy"):
    """Put a hand-in and, unless `credits` is (None,), its examination into `out`."""
    folder = out / key
    folder.mkdir(parents=True, exist_ok=True)
    students = (Student(name=f"Student {key}", sid=f"00{key}"),) if students is None else students
    due = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)  # that of the toy course
    handed_in = HandedIn(
        hand_in=HandIn(key=key, students=students, submitted_at=due + late_by),
        assignment=assignment,
        content=content(seed).key,
        notes=(f"note of {seed}",),
    )
    write_hand_in(folder, handed_in)
    if credits != (None,):
        found = examined(seed, *credits)
        path_of(folder, found.content).write_bytes(encoded(found))
    return handed_in


def given(handed_in, points, *, earned=None, when=NOON, status="graded", members=(), **more):
    score = Score(
        questions=(
            QuestionScore(question="double", earned=points if earned is None else earned, possible=6.0),
            QuestionScore(question="triple", earned=0.0, possible=4.0),
        )
    )
    derived = Derived(
        key=handed_in.hand_in.key,
        who=handed_in.hand_in.label,
        assignment=handed_in.assignment,
        status=status,
        score=score,
        grade=Grade(points=points, late_by=timedelta(hours=1, microseconds=1), explanation=f"all {points}"),
        basis=Basis(content=CONTENT.parts, policy="p", submitted_at=handed_in.hand_in.submitted_at),
        members=members,
    )
    return Given(derived=derived, when=when, **more)


def give(out, handed_in, points, **more):
    add(out, [given(handed_in, points, **more)])


def small_class(out, count=3):
    """`count` hand-ins, examined and given."""
    for number in range(1, count + 1):
        give(out, hand_in(out, str(number), f"seed {number}"), 6.0)
