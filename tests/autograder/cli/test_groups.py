"""A group whose members have deadlines of their own, ``[late] group = "own"``: one hand-in, a grade for each."""

import csv
import json
import re
from datetime import timedelta

import pytest

from autograder.gradebook.derive import derive, derived_of
from autograder.gradebook.examined import read_examined
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import read_hand_in
from autograder.gradebook.history import add
from autograder.records import Student
from autograder.workspace import open_assignment
from tests.autograder.cli.test_gradebook import run as quick
from tests.autograder.cli.test_gradebook import words
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.classroom import NOON, hand_in

from .conftest import RIGHT, linux, run

OWN = f'{ASSIGNMENT}group = "own"\n'
ADA = Student(name="Ada Lovelace", sid="00123", email="ada@example.edu")
BOB = Student(name="Bob Hopper", sid="00456")
HOUR = timedelta(hours=1)
EXTENDED = "sid,due\n00456,2026-03-09 23:59\n"
BY_LATENESS = "1 h late (at most 24 h): 10.00 × 0.50 = 5.00"
BY_EXTENSION = "own deadline Mon 2026-03-09 23:59:00 PDT: on time"


@pytest.fixture
def root(toy_course, tmp_path):
    """A course in which Ada and Bob handed in together, an hour late; Bob has an extension."""
    toy_course(assignment=OWN)
    (tmp_path / "assignments/toy/extensions.csv").write_text(EXTENDED, encoding="ascii")
    give(tmp_path, "toy")
    return tmp_path


def give(root, name):
    """Hand in what is right, and give what follows, as a batch would."""
    out = root / name
    hand_in(out, "1", name, 1.0, 1.0, students=(ADA, BOB), late_by=HOUR, assignment=name)
    examined = read_examined(next((out / "1").glob("examined-*")))
    workspace = open_assignment(name, root)
    graded = derive(workspace, read_hand_in(out / "1"), examined)
    add(out, [Given(derived=derived_of(workspace, graded, examined.content), when=NOON)])


def shown(root, *arguments):
    done = quick("gradebook", *arguments, cwd=root)
    assert done.exit_code == 0, done.stderr
    return done.stdout


def test_each_member_is_shown_with_the_own_grade_and_its_arithmetic(root):
    quick("gradebook", "rebuild", "toy", cwd=root)
    table = words(shown(root, "show", "-a", "toy"))
    assert f"Ada Lovelace 00123 10/10 5 {BY_LATENESS}" in table
    assert f"Bob Hopper 00456 10/10 10 {BY_EXTENSION}" in table
    alone = shown(root, "show", "00123")
    assert "toy  5.00 of 10.00" in alone
    assert "13:00 PDT: 5.00: first grade" in alone
    assert "own deadline" not in alone  # that of another


def test_exports_have_a_line_with_the_own_grade_for_each(root, tmp_path):
    quick("gradebook", "rebuild", "toy", cwd=root)
    for form, column in (("plain", "grade"), ("gradescope", "Total Score")):
        shown(root, "export", "--format", form, "--to", tmp_path / f"{form}.csv")
        with (tmp_path / f"{form}.csv").open(encoding="utf-8", newline="") as file:
            assert [float(row[column]) for row in csv.DictReader(file)] == [5.0, 10.0]


def test_slip_days_and_gates_look_at_the_own_lateness_and_points(root):
    with (root / "assignments/course.toml").open("a", encoding="ascii") as file:
        file.write("[slip]\nbudget = 3\n")
    more = root / "assignments/more"
    more.mkdir()
    gated = OWN.replace('"toy"', '"more"').replace(
        "[late]", '[[gates]]\nneeds = "toy"\npoints = 6\n[late]\nquestions = ["double"]'
    )
    (more / "assignment.toml").write_text(gated, encoding="ascii")
    (more / "extensions.csv").write_text(EXTENDED, encoding="ascii")
    give(root, "more")
    quick("gradebook", "rebuild", "toy", "more", cwd=root)
    table = words(shown(root, "show", "--term"))
    assert "Bob Hopper 00456 10 10 20 0 of 3 slip days" in table
    assert "Ada Lovelace 00123 0 10 10 1 of 3 slip days: 1 on toy (1 h late → on time, 10.00 instead of 5.00)" in table
    assert "more  0.00 of 10.00\n  10.00 earned; not graded: toy: 5.00 points, expected 6.00 or more: 0 points" in (
        shown(root, "show", "00123", "--term")
    )


def test_whose_grade_would_change_is_told_by_name(root):
    quick("gradebook", "rebuild", "toy", cwd=root)
    (root / "assignments/toy/assignment.toml").write_text(ASSIGNMENT, encoding="ascii")  # the latest deadline
    told = quick("gradebook", "diff", cwd=root)
    assert told.exit_code == 1
    assert f"Ada Lovelace toy 5 10 policy changed: {BY_EXTENSION}" in words(told.stdout)
    assert "Bob" not in told.stdout
    assert "1 would change" in told.stdout


def test_where_all_have_one_deadline_nothing_is_different(root):
    (root / "assignments/toy/extensions.csv").unlink()
    give(root, "toy")
    line = json.loads((root / "toy/history.jsonl").read_text(encoding="ascii").splitlines()[-1])
    assert (line["schema"], line["points"], line["explanation"], "members" in line) == (1, 5.0, BY_LATENESS, False)
    assert quick("gradebook", "rebuild", "toy", cwd=root).exit_code == 0
    assert words(shown(root, "show")).count(" 5 ") == 2


def test_who_is_excused_does_not_make_the_grade_that_the_group_reads(root):
    (root / "assignments/toy/extensions.csv").write_text(
        "sid,due,excused\n00456,2026-03-09 23:59,yes\n", encoding="ascii"
    )
    give(root, "toy")
    line = json.loads((root / "toy/history.jsonl").read_text(encoding="ascii").splitlines()[-1])
    assert (line["points"], line["status"], [each["points"] for each in line["members"]]) == (5, "graded", [5, 10])
    quick("gradebook", "rebuild", "toy", cwd=root)
    table = words(shown(root, "show"))
    assert "Ada Lovelace 00123 5 Bob Hopper 00456 excused" in table


EXPORT = """submission_1:
  :submitters:
  - :name: Ada Lovelace
    :sid: '00123'
  - :name: Bob Hopper
    :sid: '00456'
  :created_at: 2026-03-08 08:59:00 Z
"""


@linux
def test_grade_gives_each_member_their_own_and_asks_before_it_replaces_one(course, tmp_path):
    workspace = course(assignment=OWN)
    toml, rows = (workspace.secret.parent / "toy" / name for name in ("assignment.toml", "extensions.csv"))
    rows.write_text(EXTENDED, encoding="ascii")
    (tmp_path / "class/submission_1").mkdir(parents=True)
    (tmp_path / "class/submission_1/toy.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "class/submission_metadata.yml").write_text(EXPORT, encoding="utf-8")
    grade = ("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out")

    result = run(*grade, cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert "5; 10" in result.stdout
    assert summary(tmp_path) == ("Ada Lovelace; Bob Hopper", "1:00:00; 0:00:00", "5; 10", "all checks passed")
    written = (tmp_path / "out/submission_1/results.json").read_text(encoding="utf-8")
    assert json.loads(written)["score"] == 10
    told = f"Lateness: each member by their own deadline, here the most of them: {BY_EXTENSION}; {BY_LATENESS}"
    assert told in written
    assert "Handed in: on time or 1 h late, by each member's own deadline." in written
    assert not {"Ada", "Bob"} & set(re.findall(r"\w+", written))  # who was granted what is not for all to read

    toml.write_text(OWN.replace("keep = 0.5", "keep = 0.9"), encoding="ascii")
    rows.write_text(EXTENDED.replace("09 23:59", "08 00:29"), encoding="ascii")
    result = run(*grade, cwd=tmp_path)
    assert result.returncode == 4, result.stderr
    assert summary(tmp_path)[2] == "5; 10"
    assert "not replaced: would be 9; 9 (policy changed, extension)" in words(result.stdout)
    assert "  Ada Lovelace: 5 of 10 → 9 of 10 (policy changed, extension)" in result.stdout
    assert "  Bob Hopper: 10 of 10 → 9 of 10 (policy changed, extension)" in result.stdout
    assert "Nothing was replaced: 2 grades would change." in result.stderr

    result = run(*grade, "--replace", cwd=tmp_path)
    assert result.returncode == 0, result.stderr
    assert summary(tmp_path)[1:3] == ("1:00:00; 0:30:00", "9; 9")
    assert run(*grade, cwd=tmp_path).returncode == 0
    alone = run("gradebook", "show", "bob", cwd=tmp_path)
    assert alone.stdout.splitlines()[-1].endswith(": 9.00 instead of 10.00: policy changed, extension")


def summary(root):
    with (root / "out/summary.csv").open(encoding="utf-8", newline="") as file:
        (row,) = csv.DictReader(file)
    return row["names"], row["lateness"], row["grade"], row["why"]
