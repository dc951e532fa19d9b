"""What the commands about grades reckon over a term, and say of what nobody can decide."""

import contextlib
import csv
import shutil
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.gradebook.hand_in import HAND_IN_FILE
from autograder.records import Student
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.classroom import give, hand_in

ADA = Student(name="Ada Lovelace", sid="00123")
BOB = Student(name="Bob", sid="00456")
GATE = '[[gates]]\nneeds = "proposal"\n'
OPEN = (
    "warning: the gate of toy is open, and takes nobody's points: it needs proposal, for which nobody has a grade here."
)


@pytest.fixture
def root(toy_course, tmp_path):
    """A course whose toy needs a proposal, which nobody has been graded for."""
    toy_course(assignment=ASSIGNMENT + GATE)
    folder = tmp_path / "assignments/proposal"
    folder.mkdir()
    (folder / "assignment.toml").write_text(ASSIGNMENT.replace('name = "toy"', 'name = "proposal"'), encoding="ascii")
    for key, student in (("1", ADA), ("2", BOB)):
        give(tmp_path / "toy", hand_in(tmp_path / "toy", key, key, students=(student,)), 6.0)
    return tmp_path


def propose(root, student, key="1", out="proposal", points=5.0):
    handed_in = hand_in(root / out, key, f"{out} {key}", students=(student,), assignment="proposal")
    if points is not None:
        give(root / out, handed_in, points)


def run(root, *arguments, status=0):
    with contextlib.chdir(root):
        done = CliRunner().invoke(app, ["gradebook", *map(str, arguments)])
    assert done.exit_code == status, done.stderr
    return done


def table(done):
    """The cells of each line of a table, without those that are sentences."""
    return [line.split() for line in done.stdout.splitlines()]


def exported(root, *arguments, status=0):
    done = run(root, "export", *arguments, "--term", "-a", "toy", "--to", "grades.csv", status=status)
    with (root / "grades.csv").open(encoding="utf-8-sig", newline="") as file:
        return done, {row["name"]: row["grade"] for row in csv.DictReader(file)}


def test_nobody_loses_points_at_a_gate_that_nobody_can_decide(root):
    run(root, "rebuild", "toy")
    shown = run(root, "show", "--term")
    assert OPEN in " ".join(shown.stderr.split())
    assert ["Ada", "Lovelace", "00123", "6", "6"] in table(shown)
    done, grades = exported(root)
    assert OPEN in " ".join(done.stderr.split())
    assert grades == {"Ada Lovelace": "6", "Bob": "6"}
    assert "all 6.0; the gate is open: proposal: nobody has a grade for it yet" in run(
        root, "show", "Ada", "--term"
    ).stdout.replace("\n", " ")


def test_the_gate_is_closed_once_somebody_has_a_grade(root):
    propose(root, BOB)
    run(root, "rebuild", "toy", "proposal")
    done, grades = exported(root)
    assert (done.stderr, grades) == ("", {"Ada Lovelace": "0", "Bob": "6"})
    alone = run(root, "show", "Ada", "--term")  # that others have a grade counts here, too
    assert "not graded: proposal: nothing handed in" in alone.stdout
    assert alone.stdout.endswith("Total: 0.00\n")
    one, grades = exported(root, "toy")  # of the folders that are named only
    assert OPEN in " ".join(one.stderr.split())
    assert grades == {"Ada Lovelace": "6", "Bob": "6"}


@pytest.mark.parametrize("lost", ["damaged", "gone"])
def test_whose_proposal_cannot_be_read_keeps_their_points(root, lost):
    propose(root, BOB)
    propose(root, ADA, out="later")
    run(root, "rebuild", "toy", "proposal", "later")
    if lost == "gone":
        shutil.rmtree(root / "later")
    else:
        propose(root, BOB, key="2", out="later")
        (root / "later/1" / HAND_IN_FILE).write_text("{", encoding="ascii")
        run(root, "rebuild", status=1)
    done, grades = exported(root, status=1)
    assert grades == {"Ada Lovelace": "6", "Bob": "6"}
    assert "later" in done.stderr


def test_one_assignment_is_shown_after_the_term(root):
    with (root / "assignments/course.toml").open("a", encoding="ascii") as file:
        file.write("[slip]\nbudget = 3\n")
    late = hand_in(root / "toy", "1", "1", students=(ADA,), late_by=timedelta(hours=1))
    give(root / "toy", late, 3.0, earned=6.0)
    propose(root, ADA)
    propose(root, BOB, key="2", points=None)
    run(root, "rebuild", "toy", "proposal")
    shown = run(root, "show", "--term", "-a", "toy")
    assert ["Ada", "Lovelace", "00123", "6/10", "6"] in [cells[:5] for cells in table(shown)]
    assert " late, 1 slip day: on time" in shown.stdout
    alone = run(root, "show", "Ada", "--term", "-a", "toy").stdout.splitlines()
    assert alone[2] == "toy  6.00 of 10.00"
    assert alone[-1].startswith("2 of 3 slip days: 1 on proposal")  # and no total
    wrong = run(root, "show", "--term", "-a", "prposal", status=2)
    assert "there is no assignment 'prposal'; did you mean 'proposal'?" in wrong.stderr


def test_what_is_held_is_no_zero_in_the_total(root):
    propose(root, ADA, points=None)
    propose(root, BOB, key="2")
    propose(root, Student(name="Cy", sid="7"), key="3", points=None)
    (root / "assignments/proposal/extensions.csv").write_text("sid,excused\n8,yes\n", encoding="ascii")
    excused = hand_in(root / "proposal", "4", "4", students=(Student(name="Di", sid="8"),), assignment="proposal")
    give(root / "proposal", excused, 5.0, status="excused")
    run(root, "rebuild", "toy", "proposal")
    rows = {cells[0]: cells for cells in table(run(root, "show", "--term")) if cells}
    assert rows["Ada"][3:] == ["held", "6", "6", "+", "held"]
    assert rows["Bob"][2:] == ["5", "6", "11"]
    assert rows["Cy"][2:] == ["held", "–", "held"]
    assert rows["Di"][2:] == ["excused", "–", "–"]
    totals = {who: run(root, "show", who, "--term").stdout.splitlines()[-1] for who in ("Ada", "Cy", "Di", "Bob")}
    assert totals == {
        "Ada": "Total: not known while proposal is held; 6.00 without",
        "Cy": "Total: not known while proposal is held",
        "Di": "Total: none yet",
        "Bob": "Total: 11.00",
    }
