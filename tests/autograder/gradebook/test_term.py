"""A term: slip days go where they give the most points, and gates close what lacks its needed part."""

from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.assignment import load_course
from autograder.errors import ConfigError
from autograder.extensions import EXTENSIONS_FILE
from autograder.gradebook.gates import Gates
from autograder.gradebook.history import add
from autograder.gradebook.index import opened
from autograder.gradebook.reading import entries
from autograder.gradebook.standings import places
from autograder.gradebook.term import terms
from autograder.records import Grade, QuestionScore, Score, Student
from autograder.workspace import assignments_of, open_assignment
from tests.autograder.conftest import COURSE
from tests.autograder.gradebook.classroom import given, hand_in

DAY = timedelta(days=1)
ADA = Student(name="Ada", sid="001")
STEPS = 'steps = [{ until = "24 h", keep = 0.85 }, { until = "48 h", keep = 0.70 }]'
ASSIGNMENT = """
name = "{name}"
title = "{name}"
files = ["a.py"]
due = 2026-03-07T23:59:00
{more}
[[questions]]
name = "q"
points = 100
[late]
{late}
{gates}
"""


@pytest.fixture
def course(tmp_path):
    """A function that writes the course with `slip` and assignments, each with what differs from the others."""

    def write(slip="", **assignments):
        for name, differs in assignments.items():
            folder = tmp_path / "assignments" / name
            folder.mkdir(parents=True, exist_ok=True)
            text = ASSIGNMENT.format(name=name, **{"more": "", "late": STEPS, "gates": ""} | differs)
            (folder / "assignment.toml").write_text(text, encoding="ascii")
        (tmp_path / "assignments" / "course.toml").write_text(f"{COURSE}\n{slip}\n", encoding="ascii")

    return write


@pytest.fixture
def hand(tmp_path):
    """A function that hands in something that earned `earned` points, with what its lateness leaves of them."""

    def hand(name, earned, late_by=timedelta(0), points=None, key="1", student=ADA, held=False, status="graded"):
        out = tmp_path / "results" / name
        credits = (None,) if held else ()
        handed_in = hand_in(out, key, f"{name} {key}", *credits, students=(student,), late_by=late_by, assignment=name)
        if held:
            return
        score = Score(questions=(QuestionScore(question="q", earned=earned, possible=100.0),))
        grade = Grade(points=earned if points is None else points, late_by=late_by, explanation="as given")
        first = given(handed_in, 0.0)
        add(out, [replace(first, derived=replace(first.derived, score=score, grade=grade, status=status))])

    return hand


BOB = Student(name="Bob", sid="002")


@pytest.fixture
def term(tmp_path):
    """Ada's term."""

    def look(unread=()):
        names = assignments_of(tmp_path)
        workspaces = {name: open_assignment(name, tmp_path) for name in names}
        with opened(tmp_path / "gradebook.sqlite", making=True) as book:
            book.rebuild(list((tmp_path / "results").iterdir()))
            found = places(entries(book), workspaces)
        course = load_course(tmp_path / "assignments")
        gates = Gates.of(found, workspaces, unread)
        look.told = gates.open_for_all
        return next(each for each in terms(found, gates, course.slip, "course.toml") if each.student.name == "Ada")

    return look


def points(term):
    return {name: place.standing.grade and place.standing.grade.points for name, place in term.places.items()}


def test_without_slip_days_and_gates_what_was_given_stands(course, hand, term):
    course(hw1={}, hw2={})
    hand("hw1", 90.0)
    hand("hw2", 80.0, 5 * DAY, 0.0)
    found = term()
    assert (points(found), found.points, found.explanation) == ({"hw1": 90.0, "hw2": 0.0}, 90.0, "")


def test_slip_days_go_where_they_give_the_most_points(course, hand, term):
    course("[slip]\nbudget = 2", hw1={}, hw2={})
    hand("hw1", 90.0, DAY, 76.5)
    hand("hw2", 100.0, 3 * DAY, 0.0)
    found = term()
    assert points(found) == {"hw1": 76.5, "hw2": 85.0}
    assert found.points == 161.5
    assert found.explanation.startswith("2 of 2 slip days: 2 on hw2 (72 h late → 24 h late, 85.00 instead of 0.00)")
    assert found.places["hw2"].explanation == "72 h late, 2 slip days: 24 h late (at most 24 h): 100.00 × 0.85 = 85.00"
    assert found.places["hw1"].explanation == "as given"


def test_a_changed_score_spends_them_anew(course, hand, term):
    course("[slip]\nbudget = 1", hw1={}, hw2={})
    hand("hw1", 50.0, DAY, 42.5)
    hand("hw2", 40.0, DAY, 34.0)
    assert points(term()) == {"hw1": 50.0, "hw2": 34.0}
    hand("hw2", 100.0, DAY, 85.0)
    assert points(term()) == {"hw1": 42.5, "hw2": 100.0}


@pytest.mark.parametrize(
    ("slip", "expected"),
    [
        ("budget = 1", {"hw1": 90.0, "hw2": 68.0}),
        ('budget = 1\nnot_on = ["hw1"]', {"hw1": 76.5, "hw2": 80.0}),
        ("budget = 1\nweights = { hw2 = 3 }", {"hw1": 76.5, "hw2": 80.0}),
        ('budget = 24\nunit = "1 h"', {"hw1": 90.0, "hw2": 68.0}),
        ("budget = 2", {"hw1": 90.0, "hw2": 80.0}),
        ('budget = 48\nunit = "1 h"\nat_most = 10', {"hw1": 76.5, "hw2": 68.0}),
    ],
)
def test_the_budget_may_be_spent_as_the_course_says(course, hand, term, slip, expected):
    course(f"[slip]\n{slip}", hw1={}, hw2={})
    hand("hw1", 90.0, DAY, 76.5)
    hand("hw2", 80.0, DAY, 68.0)
    assert points(term()) == expected


def test_of_several_attempts_slip_days_may_serve_another_than_counted_without_them(course, hand, term):
    course("[slip]\nbudget = 3", hw1={"more": 'attempts = "best"'})
    hand("hw1", 60.0, key="1")
    hand("hw1", 100.0, 3 * DAY, 0.0, key="2")
    found = term()
    standing = found.places["hw1"].standing
    assert (standing.hand_in, standing.score.earned, standing.grade.points) == ("2", 100.0, 100.0)


def test_what_is_held_or_excused_takes_no_slip_day(course, hand, term, tmp_path):
    course("[slip]\nbudget = 9", hw1={}, hw2={}, hw3={})
    hand("hw1", 90.0, DAY, 76.5)
    hand("hw2", 0.0, 2 * DAY, held=True)
    hand("hw3", 90.0, 2 * DAY, 63.0, status="excused")
    (tmp_path / "assignments/hw3" / EXTENSIONS_FILE).write_text("sid,excused\n001,yes\n", encoding="ascii")
    found = term()
    assert points(found) == {"hw1": 90.0, "hw2": None, "hw3": None}
    assert found.explanation.startswith("1 of 9 slip days: 1 on hw1")


def test_each_student_has_a_budget_of_their_own(course, hand, term):
    course("[slip]\nbudget = 1", hw1={})
    hand("hw1", 90.0, DAY, 76.5)
    hand("hw1", 90.0, DAY, 76.5, key="2", student=BOB)
    assert points(term()) == {"hw1": 90.0}


NEEDS = {"gates": '[[gates]]\nneeds = "proposal"'}


def test_a_project_without_its_proposal_gets_nothing(course, hand, term):
    course(proposal={}, project=NEEDS)
    hand("proposal", 90.0, student=BOB)
    hand("project", 90.0)
    found = term()
    assert term.told == ()
    assert points(found) == {"project": 0.0}
    assert found.places["project"].explanation == (
        "not graded: proposal: nothing handed in, a hand-in is needed: 0 points"
    )


@pytest.mark.parametrize(("earned", "given_for_the_project"), [(5.0, 90.0), (4.0, 0.0)])
def test_a_gate_may_ask_for_points(course, hand, term, earned, given_for_the_project):
    course(proposal={}, project={"gates": NEEDS["gates"] + "\npoints = 5"})
    hand("proposal", earned)
    hand("project", 90.0)
    assert points(term()) == {"project": given_for_the_project, "proposal": earned}


def test_a_fault_of_ours_closes_no_gate(course, hand, term):
    course(proposal={}, project={"gates": NEEDS["gates"] + "\npoints = 5"})
    hand("proposal", 90.0, student=BOB, key="2")
    hand("proposal", 0.0, held=True)
    hand("project", 90.0)
    assert points(term()) == {"project": 90.0, "proposal": None}


@pytest.mark.parametrize("bobs", ["nothing", "held", "excused"])
@pytest.mark.parametrize("slip", ["", "[slip]\nbudget = 1"])
def test_a_gate_whose_assignment_nobody_was_graded_for_is_open_and_told(course, hand, term, bobs, slip):
    course(slip, proposal={}, project={"gates": NEEDS["gates"] + "\npoints = 5"})
    hand("project", 90.0, DAY, 76.5)
    if bobs != "nothing":
        hand("proposal", 1.0, student=BOB, held=bobs == "held", status=bobs)
    found = term()
    assert points(found) == {"project": 90.0 if slip else 76.5}
    place = found.places["project"]
    assert place.explanation.endswith("; the gate is open: proposal: nobody has a grade for it yet")
    assert place.standing.grade.explanation == place.explanation  # as exports have it
    assert term.told == (
        "the gate of project is open, and takes nobody's points: it needs proposal with 5.00 points or more, for which "
        "nobody has a grade here. Grade proposal, or name its folder of results, too",
    )


def test_before_anybody_has_a_grade_behind_it_nothing_is_told_of_a_gate(course, hand, term):
    course(proposal={}, project=NEEDS, hw1={})
    hand("hw1", 90.0)
    assert (term().places["hw1"].explanation, term.told) == ("as given", ())


def test_whose_proposal_may_be_among_what_cannot_be_read_is_not_kept_out(course, hand, term):
    course(proposal={}, project=NEEDS)
    hand("proposal", 90.0, student=BOB)
    hand("project", 90.0)
    assert points(term()) == {"project": 0.0}
    found = term(unread={"proposal"})
    assert points(found) == {"project": 90.0}
    assert found.places["project"].explanation.endswith("proposal: some of its hand-ins cannot be read")
    hand("proposal", 0.0, student=ADA, key="2")  # what was handed in and graded is known
    course(project={"gates": NEEDS["gates"] + "\npoints = 5"})
    assert points(term(unread={"proposal"})) == {"project": 0.0, "proposal": 0.0}


def test_a_gate_that_is_closed_is_not_called_open_by_another(course, hand, term):
    course(a={}, b={}, project={"gates": NEEDS["gates"].replace("proposal", "a") + '\n[[gates]]\nneeds = "b"'})
    hand("a", 90.0, student=BOB)
    hand("project", 90.0)
    found = term().places["project"]
    assert found.explanation == "not graded: a: nothing handed in, a hand-in is needed: 0 points"


def test_the_total_says_what_it_lacks(course, hand, term):
    course(hw1={}, hw2={})
    hand("hw1", 0.0, held=True)
    assert (term().points, term().held) == (None, ("hw1",))
    hand("hw2", 0.0)
    assert (term().points, term().held) == (0.0, ("hw1",))


def test_who_is_excused_from_everything_has_no_total(course, hand, term):
    course(hw1={})
    hand("hw1", 5.0, status="excused")
    assert (term().points, term().held) == (None, ())


def test_the_total_weighs_points_as_slip_days_do(course, hand, term):
    course("[slip]\nbudget = 0\nweights = { hw2 = 0.5 }", hw1={}, hw2={})
    hand("hw1", 90.0)
    hand("hw2", 80.0)
    assert term().points == 130.0


def test_who_is_excused_from_the_proposal_passes(course, hand, term, tmp_path):
    course(proposal={}, project=NEEDS)
    hand("proposal", 90.0, student=BOB, key="2")
    hand("proposal", 1.0, status="excused")
    hand("project", 90.0)
    (tmp_path / "assignments/proposal" / EXTENSIONS_FILE).write_text("sid,excused\n001,yes\n", encoding="ascii")
    assert points(term()) == {"project": 90.0, "proposal": None}


def test_who_is_excused_from_the_proposal_passes_without_handing_it_in(course, hand, term, tmp_path):
    course(proposal={}, project=NEEDS)
    hand("proposal", 90.0, student=BOB, key="2")
    hand("project", 90.0)
    (tmp_path / "assignments/proposal" / EXTENSIONS_FILE).write_text("sid,excused\n001,yes\n", encoding="ascii")
    assert points(term()) == {"project": 90.0}


def test_behind_a_closed_gate_no_slip_day_is_spent(course, hand, term):
    course("[slip]\nbudget = 1", proposal={}, project=NEEDS, hw1={})
    hand("proposal", 90.0, student=BOB)
    hand("project", 90.0, DAY, 76.5)
    hand("hw1", 20.0, DAY, 17.0)
    found = term()
    assert points(found) == {"project": 0.0, "hw1": 20.0}
    assert found.explanation.startswith("1 of 1 slip day: 1 on hw1")


@pytest.mark.parametrize(
    ("slip", "more", "told"),
    [
        ('[slip]\nbudget = 1\nnot_on = ["hw11"]', {}, r"course.toml: slip.not_on: .* 'hw11'; did you mean 'hw1'\?"),
        ("[slip]\nbudget = 1\nweights = { x = 2 }", {}, "course.toml: slip.weights: .* 'x'; this course has: hw1"),
        ("", {"gates": '[[gates]]\nneeds = "propsal"'}, "assignment.toml of hw1: gates: there is no assignment 'props"),
    ],
)
def test_an_assignment_that_does_not_exist_is_told(course, hand, term, slip, more, told):
    course(slip, hw1=more)
    hand("hw1", 90.0)
    with pytest.raises(ConfigError, match=told):
        term()
