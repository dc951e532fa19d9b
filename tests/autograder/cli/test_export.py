"""``autograder gradebook export``."""

import csv
import os
import shutil
import stat
from dataclasses import replace
from datetime import timedelta

import pytest

from autograder.cli import app
from autograder.collect.attendance import ROSTER_FILE
from autograder.gradebook.given import Given
from autograder.gradebook.history import add
from autograder.records import Student
from tests.autograder.gradebook.classroom import NOON, give, given, hand_in

from .conftest import run

ADA = Student(name="Ada Lovelace", sid="0012", email="ada@example.edu")
BO = Student(name="=Bo", sid="0013")
CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Doubling and tripling (77)\r\n"
    "    Points Possible,,,,,10.00\r\n"
    '"Lovelace, Ada",11,0012,,A,\r\n'
    '"Hopper, Bo",12,0013,,A,\r\n'
    '"Turing, Cy",13,0014,,A,\r\n'
)
MOODLE = (
    "\ufeffIdentifier,Full name,ID number,Grade,Maximum Grade,Last modified (grade)\r\n"
    "Participant 1,Ada Lovelace,0012,,10.00,-\r\n"
    "Participant 2,Bo,0013,,10.00,-\r\n"
)


@pytest.fixture
def course(tmp_path, toy_course):
    """A course with the results of two students; a third is on the roster, a fourth excused."""
    toy_course()
    out = tmp_path / "results"
    give(out, hand_in(out, "s1", "a", students=(ADA,)), 6.5)
    give(out, hand_in(out, "s2", "b", students=(BO,)), 3.0)
    (out / ROSTER_FILE).write_text("name,sid,section\nAda L,0012,A\nBo,0013,B\nCy Turing,0014,A\nDi,0015,A\n", "ascii")
    (tmp_path / "assignments/toy/extensions.csv").write_text("sid,excused\n0014,yes\n", "ascii")
    for name, text in (("canvas.csv", CANVAS), ("moodle.csv", MOODLE)):
        (tmp_path / name).write_bytes(text.encode())
    return tmp_path


def export(course, *arguments, results=("results",)):
    return run("gradebook", "export", *results, *arguments, cwd=course)


def rows(path):
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_plain_table(course):
    done = export(course, "--to", "grades.csv")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "2 grades are in grades.csv.\n"
    found = {row["sid"]: (row["name"], row["status"], row["grade"]) for row in rows(course / "grades.csv")}
    assert found == {
        "0012": ("Ada Lovelace", "graded", "6.5"),
        "0013": ("'=Bo", "graded", "3"),
        "0014": ("Cy Turing", "excused", ""),
        "0015": ("Di", "missing", ""),
    }
    if os.name == "posix":
        assert stat.S_IMODE((course / "grades.csv").stat().st_mode) & 0o177 == 0


@pytest.mark.parametrize("form", ["plain", "gradescope"])
def test_who_has_no_grade_yet_is_told(course, form):
    hand_in(course / "results", "s4", "d", None, students=(Student(name="Di", sid="0015"),))
    done = export(course, "--to", "grades.csv", "--format", form)
    assert (done.returncode, done.stdout) == (1, "2 grades are in grades.csv.\n")
    assert "warning: 1 held: Di" in done.stderr


def test_a_table_as_gradescope_writes_it_with_sections_of_the_roster(course):
    assert export(course, "--to", "grades.csv", "--format", "gradescope").returncode == 0
    ada, *_ = [row for row in rows(course / "grades.csv") if row["SID"] == "0012"]
    assert (ada["Total Score"], ada["Sections"], ada["1: double (6 pts)"]) == ("6.5", "A", "6.5")


def test_a_gradebook_of_canvas_is_filled_in(course):
    done = export(course, "--to", "out.csv", "--format", "canvas", "--from", "canvas.csv")
    expected = (
        CANVAS.replace("0012,,A,", "0012,,A,6.5").replace("0013,,A,", "0013,,A,3").replace("0014,,A,", "0014,,A,EX")
    )
    assert (course / "out.csv").read_bytes().decode() == expected
    assert (course / "canvas.csv").read_bytes().decode() == CANVAS
    assert done.returncode == 0
    assert "missing: Di (SID 0015) is not in canvas.csv" in done.stderr
    assert done.stdout == "3 grades are in out.csv.\n"


def test_a_worksheet_of_moodle_is_filled_in(course):
    done = export(course, "--to", "out.csv", "--format", "moodle", "--from", "moodle.csv")
    expected = MOODLE.replace("0012,,", "0012,6.5,").replace("0013,,", "0013,3,")
    assert (course / "out.csv").read_bytes().decode() == expected
    assert done.returncode == 1  # the excused student is not in the worksheet
    assert "warning: excused: Cy Turing (SID 0014) is not in moodle.csv" in done.stderr
    assert done.stdout == "2 grades are in out.csv; 1 could not be written.\n"


def test_the_gradebook_knows_the_folders_itself(course):
    assert run("gradebook", "rebuild", "results", cwd=course).returncode == 0
    one, two = (export(course, "--to", f"{n}.csv", results=results) for n, results in ((1, ()), (2, ("results",))))
    assert one.returncode == two.returncode == 0
    assert (course / "1.csv").read_bytes() == (course / "2.csv").read_bytes()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [  # in this process: they would take ten seconds
        (("--to", "x.csv", "--format", "canvas"), "--format canvas: expected --from FILE, which Canvas exported"),
        (("--to", "x.csv", "--from", "canvas.csv"), "--from canvas.csv: a plain table is made anew"),
        (("--to", "./canvas.csv", "--format", "canvas", "--from", "canvas.csv"), "expected another file than --from"),
        (("--to", "link.csv", "--format", "canvas", "--from", "canvas.csv"), "expected another file than --from"),
        (("--to", "results/summary.csv"), "expected a file outside the folder of results"),
        (("--to", "results.xlsx"), "expected the name of a .csv file"),
        (("--to", "none/x.csv"), "none/x.csv: cannot be written: No such file"),
        (("--to", "x.csv", "--column", "1"), "only --format canvas has columns"),
        (
            ("--to", "x.csv", "--format", "moodle", "--from", "canvas.csv"),
            "canvas.csv, line 1: expected a grading worksheet of Moodle, with Identifier",
        ),
        (
            ("--to", "x.csv", "--format", "canvas", "--from", "canvas.csv", "--column", "8"),
            "expected a column '8' with its number, found Doubling and tripling (77); --column names",
        ),
        (("--to", "x.csv", "--gradebook", "g"), "expected either folders of results or --gradebook"),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_is_written(course, arguments, message, monkeypatch, capsys):
    (course / "link.csv").symlink_to(course / "canvas.csv")
    monkeypatch.chdir(course)
    with pytest.raises(SystemExit) as done:
        app(["gradebook", "export", "results", *arguments])
    assert done.value.code == 2
    assert message in " ".join(capsys.readouterr().err.split())
    assert not (course / "x.csv").exists()
    assert (course / "canvas.csv").read_bytes().decode() == CANVAS


LATE = """
name = "{name}"
title = "{name}"
files = ["a.py"]
due = 2026-03-07T23:59:00
[[questions]]
name = "double"
points = 10
[late]
steps = [{{ until = "24 h", keep = 0.5 }}]
"""


def test_slip_days_of_one_assignment_are_those_of_the_whole_term(tmp_path, monkeypatch, toy_course):
    toy_course()
    course, day = tmp_path / "assignments", timedelta(days=1)
    with (course / "course.toml").open("a", encoding="ascii") as file:
        file.write("\n[slip]\nbudget = 1\nnot_on = ['toy']\n")
    for name, earned in (("hw1", 6.0), ("hw2", 5.0)):
        (course / name).mkdir()
        (course / name / "assignment.toml").write_text(LATE.format(name=name), "ascii")
        late = hand_in(tmp_path / name, "s1", name, students=(ADA,), late_by=day, assignment=name)
        half = given(late, earned / 2, earned=earned).derived
        add(tmp_path / name, [Given(derived=replace(half, grade=replace(half.grade, late_by=day)), when=NOON)])
    monkeypatch.chdir(tmp_path)
    found = {}
    for name in ("hw1", "hw2"):  # the one slip day is worth most on hw1, and cannot be spent twice
        with pytest.raises(SystemExit) as done:
            app(["gradebook", "export", "hw1", "hw2", "--term", "-a", name, "--to", f"{name}.csv"])
        assert done.value.code == 0
        found |= {row["assignment"]: row["grade"] for row in rows(tmp_path / f"{name}.csv")}
    assert found == {"hw1": "6", "hw2": "2.5"}


def test_what_cannot_be_read_is_told_and_makes_nobody_missing(course, monkeypatch, capsys):
    (course / "results/s1/hand-in.json").write_text("{", "ascii")
    monkeypatch.chdir(course)
    canvas = ("--format", "canvas", "--from", "canvas.csv")
    for wish, status in ((("--to", "a.csv"), 1), (("--to", "b.csv", *canvas, "--zero-missing"), 2)):
        with pytest.raises(SystemExit) as done:
            app(["gradebook", "export", "results", *wish])
        assert done.value.code == status
        assert "s1/hand-in.json: not valid JSON" in " ".join(capsys.readouterr().err.split())
    assert not (course / "b.csv").exists()


def test_whose_results_are_gone_is_not_missing(course, monkeypatch, capsys):
    monkeypatch.chdir(course)
    shutil.copytree("results", "more")
    with pytest.raises(SystemExit):
        app(["gradebook", "rebuild", "results", "more"])
    shutil.rmtree("more")
    canvas = ("--format", "canvas", "--from", "canvas.csv")
    for wish, status in ((("--to", "a.csv"), 1), (("--to", "b.csv", *canvas, "--zero-missing"), 2)):
        with pytest.raises(SystemExit) as done:
            app(["gradebook", "export", *wish])
        assert done.value.code == status
        assert f"{course / 'more'} is gone" in " ".join(capsys.readouterr().err.split())
    assert not (course / "b.csv").exists()
