"""Grades follow from what is stored, by the policy and the extensions of today, and no code is run."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from autograder.errors import StoredError
from autograder.extensions import EXTENSIONS_FILE
from autograder.gradebook.derive import basis_of, derive, derived_of
from autograder.gradebook.examined import Examined
from autograder.gradebook.hand_in import HandedIn
from autograder.records import Check, CheckResult, HandIn, Isolation, Outcome, Student, Visibility
from autograder.workspace import open_assignment
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.making import CONTENT

ADA = Student(name="Ada", sid="0012", email="ada@example.edu")
LATE = HandIn(key="1", students=(ADA,), submitted_at=datetime(2026, 3, 8, 8, 0, tzinfo=UTC))  # by a minute
DUE = "2026-03-07T23:59:00"


def result(question, credit, **more):
    check = Check(id=f"{question}/test", question=question, title=question, visibility=Visibility.HIDDEN)
    outcome = Outcome.PASSED if credit == 1 else Outcome.FAILED
    return CheckResult(check=check, outcome=outcome, credit=credit, **more)


def examined(*results, **more):
    found = results or (result("double", 1.0), result("triple", 0.0))
    return Examined(content=CONTENT, results=found, isolation=Isolation(backend="linux"), **more)


def handed_in(hand_in=LATE):
    return HandedIn(hand_in=hand_in, assignment="toy", content=CONTENT.key, notes=("a note",))


@pytest.fixture
def derived(toy_course):
    def make(assignment=ASSIGNMENT, extensions="", found=None, hand_in=LATE):
        workspace = toy_course(assignment=assignment)
        if extensions:
            folder = workspace.secret.parent / "toy"
            (folder / EXTENSIONS_FILE).write_text(f"sid,due\n{extensions}\n", encoding="ascii")
            workspace = open_assignment("toy", folder)
        graded = derive(workspace, handed_in(hand_in), found or examined(), 1.5)
        return derived_of(workspace, graded, CONTENT)

    return make


def test_a_grade_follows_from_results_and_times(toy_course):
    graded = derive(toy_course(), handed_in(), examined(), 1.5)
    assert (graded.score.earned, graded.score.possible, graded.grade.points) == (6, 10, 3)
    assert (graded.notes, graded.seconds, graded.hand_in) == (("a note",), 1.5, LATE)


def test_other_points_another_policy_another_deadline_give_another_grade(derived):
    assert derived().grade.points == 3
    assert derived(ASSIGNMENT.replace("points = 6", "points = 8")).grade.points == 4
    assert derived(ASSIGNMENT.replace("keep = 0.5", "keep = 0.75")).grade.points == 4.5
    assert derived(ASSIGNMENT.replace(DUE, "2026-03-08T23:59:00")).grade.points == 6
    assert derived(extensions="0012,2026-03-09 23:59").grade.points == 6
    assert derived(extensions="0013,2026-03-09 23:59").grade.points == 3
    assert derived(found=examined(result("double", 0.5), result("triple", 1.0))).grade.points == 3.5


def test_what_could_not_be_read_has_a_grade_and_a_status_of_its_own(derived):
    found = derived(found=examined(result("double", 0.0), result("triple", 0.0), reason="damaged"))
    assert (found.status, found.grade.points) == ("unreadable", 0)


def test_an_examination_with_other_questions_is_told(toy_course):
    with pytest.raises(StoredError, match=r"1: it was examined with another exam \(triple/test: .*\); grade it again"):
        derive(toy_course(assignment=ASSIGNMENT.replace("triple", "quadruple")), handed_in(), examined())


def test_what_is_held_is_not_compared(toy_course):
    workspace = toy_course()
    graded = replace(derive(workspace, handed_in(), examined()), score=None, grade=None)
    with pytest.raises(ValueError, match="1 is held"):
        derived_of(workspace, graded, CONTENT)


def test_the_basis_has_what_the_grade_follows_from(derived):
    basis = derived().basis
    assert basis.content == CONTENT.parts
    assert basis.submitted_at == LATE.submitted_at
    assert basis.own_due is None
    assert derived(extensions="0012,2026-03-09 23:59").basis.own_due == datetime(2026, 3, 10, 6, 59, tzinfo=UTC)
    assert derived(hand_in=HandIn(key="1")).basis.submitted_at is None


@pytest.mark.parametrize(
    "change",
    [
        ("points = 6", "points = 8"),
        ("keep = 0.5", "keep = 0.75"),
        (DUE, "2026-03-08T23:59:00"),
        ("\n[late]", "\n[late]\ncap = 0.5"),
    ],
)
def test_the_policy_of_a_basis_changes_with_what_decides_about_points(derived, change):
    assert change[0] in ASSIGNMENT
    assert derived(ASSIGNMENT.replace(*change)).basis.policy != derived().basis.policy


@pytest.mark.parametrize("change", [("Doubling", "Twice"), ("seconds = 1.0", "seconds = 2.0")])
def test_and_with_nothing_else(derived, change):
    assert change[0] in ASSIGNMENT
    assert derived(ASSIGNMENT.replace(*change)).basis == derived().basis


def test_another_zone_is_another_policy(toy_course, tmp_path):
    zones = []
    for zone in ("America/Los_Angeles", "Asia/Shanghai"):
        workspace = toy_course()
        course = workspace.course.model_copy(update={"timezone": zone})
        zones.append(basis_of(replace(workspace, course=course), LATE, CONTENT.parts))
    assert zones[0].policy != zones[1].policy
    assert zones[0].own_due is zones[1].own_due is None


def test_worth_the_same_is_the_same_points_for_every_question(derived):
    one = derived()
    assert one.is_worth_the_same(replace(one, who="Ada L.", grade=replace(one.grade, explanation="other words")))
    assert not one.is_worth_the_same(replace(one, grade=replace(one.grade, points=2.0)))
    assert not one.is_worth_the_same(replace(one, status="unreadable"))
    swapped = derived(found=examined(result("double", 1 / 3), result("triple", 1.0)))
    assert swapped.score.earned == 6
    assert swapped.grade.points == one.grade.points
    assert not one.is_worth_the_same(swapped)
