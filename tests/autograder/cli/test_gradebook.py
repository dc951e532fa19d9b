"""``autograder gradebook`` as its users run it."""

import contextlib
import shlex
from dataclasses import replace
from datetime import timedelta

import pytest
from typer.testing import CliRunner

from autograder.cli import app
from autograder.cli.desk import keep
from autograder.collect.attendance import ROSTER_FILE
from autograder.gradebook.derive import derive, derived_of
from autograder.gradebook.examined import read_examined
from autograder.gradebook.given import Given
from autograder.gradebook.hand_in import HAND_IN_FILE, read_hand_in
from autograder.gradebook.history import HISTORY_FILE, add, read_history
from autograder.records import Student
from autograder.workspace import open_assignment
from tests.autograder.conftest import ASSIGNMENT
from tests.autograder.gradebook.classroom import NOON, hand_in, small_class

ADA = Student(name="Ada Lovelace", sid="00123", email="ada@example.edu")
BOB = Student(name="Bob [red]\x1b[31m", sid="00456")
HOUR = timedelta(hours=1)


@pytest.fixture
def root(toy_course, tmp_path):
    """A course in which Ada was late, Bob was not, and a third hand-in has no grade yet."""
    toy_course()
    out = tmp_path / "results"
    hand_in(out, "submission_1", "a", 1.0, 0.5, students=(ADA,), late_by=HOUR)
    hand_in(out, "submission_2", "b", students=(BOB,))
    give_all(tmp_path)
    hand_in(out, "submission_3", "c", None, students=(Student(name="Carl"),))
    return tmp_path


def give_all(root):
    """Give what follows now, as a batch would."""
    workspace, out = open_assignment("toy", root), root / "results"
    derived = []
    for folder in sorted(path for path in out.iterdir() if path.is_dir()):
        examined = read_examined(next(folder.glob("examined-*")))
        graded = derive(workspace, read_hand_in(folder), examined)
        derived.append(derived_of(workspace, graded, examined.content))
    add(out, [Given(derived=each, when=NOON) for each in derived])


def run(*arguments, cwd):
    """The command in this process: a new one would take longer to start than it runs."""
    with contextlib.chdir(cwd):
        return CliRunner().invoke(app, list(map(str, arguments)))


def words(text):
    return " ".join(text.split())


def rebuilt(root):
    done = run("gradebook", "rebuild", "results", cwd=root)
    assert done.exit_code == 0, done.stderr
    return done


def test_it_is_made_of_folders_of_results_and_shown(root):
    assert f"3 hand-ins are in {root / 'gradebook.sqlite'}." in rebuilt(root).stdout
    shown = run("gradebook", "show", cwd=root / "assignments")
    assert shown.exit_code == 0
    assert "Ada Lovelace" in shown.stdout
    assert "Bob [red]" in shown.stdout  # a name is neither markup nor a command to the terminal
    assert "\x1b" not in shown.stdout
    assert words(shown.stdout).endswith("3 students, 2 grades, 1 held or not given yet.")


def test_one_assignment_is_shown_with_its_arithmetic(root):
    rebuilt(root)
    shown = words(run("gradebook", "show", "--assignment", "toy", cwd=root).stdout)
    assert "Ada Lovelace 00123 8/10 4 1 h late (at most 24 h): 8.00 × 0.50 = 4.00" in shown
    assert "Carl – held no grade was given yet" in shown


@pytest.mark.parametrize("who", ["00123", "ADA@example.edu", "lovelace"])
def test_one_student_is_shown_with_every_grade_before(root, who):
    rebuilt(root)
    shown = run("gradebook", "show", who, cwd=root)
    assert shown.stdout.splitlines() == [
        "Ada Lovelace (SID 00123, ada@example.edu)",
        "",
        "toy  4.00 of 10.00",
        "  8.00 earned; 1 h late (at most 24 h): 8.00 × 0.50 = 4.00",
        "  submission_1, handed in Sun 2026-03-08 00:59:00 PST",
        "    Sun 2026-03-08 13:00 PDT: 4.00: first grade",
    ]


def test_the_history_of_a_grade_says_excused_where_that_stood_and_no_points_that_nobody_gave(root):
    lines = list(read_history(root / "results").of("submission_1"))
    excused = replace(lines[0].derived, status="excused")
    more = [
        (lines[0].derived, 4.0, "exam changed"),
        (excused, 4.0, "excused"),
        (excused, 4.0, "policy changed"),
        (lines[0].derived, 4.0, "no longer excused"),
    ]
    add(root / "results", [Given(derived=each, when=NOON, old=old, why=why) for each, old, why in more])
    rebuilt(root)
    shown = run("gradebook", "show", "00123", cwd=root).stdout.splitlines()
    assert [line.partition("PDT: ")[2] for line in shown if "PDT: " in line] == [
        "4.00: first grade",
        "4.00 as before: exam changed",
        "excused instead of 4.00: excused",
        "excused as before: policy changed",
        "4.00 instead of excused: no longer excused",
    ]


def test_who_was_excused_from_the_first_was_given_no_grade(root):
    first = read_history(root / "results").of("submission_1")[0]
    path = root / "results" / HISTORY_FILE
    path.unlink()
    add(path.parent, [replace(first, derived=replace(first.derived, status="excused"))])
    rebuilt(root)
    assert run("gradebook", "show", "00123", cwd=root).stdout.splitlines()[-1].endswith("PDT: excused")


def test_who_is_asked_about_must_be_one(root):
    rebuilt(root)
    nobody = run("gradebook", "show", "eve", cwd=root)
    assert (nobody.exit_code, nobody.stdout) == (2, "")
    assert "nobody in the gradebook is 'eve': expected a SID, an e-mail address or a part of a name" in nobody.stderr
    several = run("gradebook", "show", "a", cwd=root)
    assert "'a' is more than one: Ada Lovelace (SID 00123, ada@example.edu); Carl" in several.stderr


def test_the_term_has_slip_days(root):
    with (root / "assignments/course.toml").open("a", encoding="ascii") as file:
        file.write("[slip]\nbudget = 3\n")
    rebuilt(root)
    shown = words(run("gradebook", "show", "--term", cwd=root).stdout)
    assert "Ada Lovelace 00123 8 8 1 of 3 slip days: 1 on toy (1 h late → on time, 8.00 instead of 4.00)" in shown
    alone = run("gradebook", "show", "00123", "--term", cwd=root).stdout.splitlines()
    assert alone[2:4] == ["toy  8.00 of 10.00", "  8.00 earned; 1 h late, 1 slip day: on time"]
    assert alone[-1] == "Total: 8.00"


def test_what_would_change_is_told_and_nothing_is_replaced(root):
    rebuilt(root)
    same = run("gradebook", "diff", cwd=root)
    assert (same.exit_code, words(same.stdout)) == (
        1,
        "0 would change, 2 stay as they are. "
        "2 of toy were examined with another exam than there is now, and nobody knows what they would "
        "get: grade once more.",
    )
    before = (root / "results" / HISTORY_FILE).read_bytes()
    path = root / "assignments/toy/assignment.toml"
    path.write_text(ASSIGNMENT.replace("keep = 0.5", "keep = 0.75"), encoding="ascii")
    (root / "assignments/toy/extensions.csv").write_text("sid,due\n00456,2026-03-09 23:59\n", encoding="ascii")
    told = run("gradebook", "diff", "--assignment", "toy", cwd=root)
    assert told.exit_code == 1
    assert "Ada Lovelace toy 4 6 policy changed: 1 h late (at most 24 h): 8.00 × 0.75 = 6.00" in words(told.stdout)
    assert "1 would change, 1 stay as they are. autograder grade gives them; it asks" in words(told.stdout)
    assert (root / "results" / HISTORY_FILE).read_bytes() == before


def test_where_nothing_can_be_compared_nothing_is_called_the_same(root):
    path = root / "assignments/toy/assignment.toml"
    path.write_text(ASSIGNMENT.replace("triple", "quadruple"), encoding="ascii")
    for key, name in (("submission_1", "a"), ("submission_2", "b")):
        rebuilt(root)
        told = run("gradebook", "diff", cwd=root)
        assert (told.exit_code, told.stderr) == (1, "")
        assert told.stdout.startswith("Nothing can be compared.\n")
        hand_in(root / "results", key, f"{name}, after a run that stopped", None, students=(ADA,))
    rebuilt(root)
    told = run("gradebook", "diff", cwd=root)
    assert (told.exit_code, words(told.stdout)) == (
        1,
        "Nothing can be compared. 2 of toy have a grade, and no examination of what is there now (a run stopped, or a "
        "file is damaged): grade once more.",
    )


def test_who_keeps_a_grade_is_not_listed_where_a_question_got_other_points(root):
    rebuilt(root)
    path = root / "assignments/toy/assignment.toml"
    path.write_text(ASSIGNMENT.replace("points = 4", "points = 8"), encoding="ascii")
    told = words(run("gradebook", "diff", cwd=root).stdout)
    assert "Ada Lovelace toy 4 5 points of triple changed: 1 h late" in told
    assert "Bob" not in told
    assert "1 would change, 0 stay as they are, 1 have the same grade, of other points for questions." in told


def test_who_is_on_the_roster_and_handed_in_nothing_is_shown(root):
    (root / "results" / ROSTER_FILE).write_text("name,sid\nAda Lovelace,00123\nMia Sol,009\n", encoding="ascii")
    rebuilt(root)
    shown = run("gradebook", "show", "mia", cwd=root)
    assert (shown.exit_code, shown.stdout) == (0, "Mia Sol (SID 009)\n\ntoy  missing\n  handed in nothing\n"), (
        shown.stderr
    )
    assert "nobody in the gradebook is 'zed'" in words(run("gradebook", "show", "zed", cwd=root).stderr)
    (root / "assignments/toy/extensions.csv").write_text("sid,excused\n010,yes\n", encoding="ascii")
    with (root / "results" / ROSTER_FILE).open("a", encoding="ascii") as file:
        file.write("Xi Lu,010\n")
    counts = "5 students, 2 grades, 1 held or not given yet, 1 excused, 1 missing."
    table = words(run("gradebook", "show", cwd=root).stdout)
    assert "Mia Sol 009 missing Xi Lu 010 excused" in table
    assert table.endswith(counts)
    table = words(run("gradebook", "show", "--assignment", "toy", cwd=root).stdout)
    assert "Mia Sol 009 – missing handed in nothing" in table
    assert table.endswith(counts)
    assert "Mia Sol 009 missing 0" in words(run("gradebook", "show", "--term", cwd=root).stdout)


def test_a_roster_that_cannot_be_used_keeps_nobody_from_being_shown(root):
    (root / "results" / ROSTER_FILE).write_text("name,sid\nZed,77\n", encoding="ascii")
    rebuilt(root)
    shown = run("gradebook", "show", cwd=root)
    assert words(shown.stdout).endswith("3 students, 2 grades, 1 held or not given yet.")
    assert "who handed in nothing is not shown:" in words(shown.stderr)


def test_damaged_files_are_named_and_cost_only_themselves(root):
    (root / "results/submission_1" / HAND_IN_FILE).write_text("{", encoding="ascii")
    done = run("gradebook", "rebuild", "results", cwd=root)
    assert done.exit_code == 1
    assert f"submission_1/{HAND_IN_FILE}: not valid JSON" in words(done.stderr)
    shown = run("gradebook", "show", cwd=root)
    assert "Bob" in shown.stdout
    assert f"submission_1/{HAND_IN_FILE}: not valid JSON" in words(shown.stderr)


def test_the_grades_of_a_folder_that_is_gone_are_not_shown(root):
    rebuilt(root)
    (root / "results").rename(root / "moved")
    shown = run("gradebook", "show", cwd=root)
    assert "Ada" not in shown.stdout
    assert f"{root / 'results'} is gone, and so are its grades" in words(shown.stderr)
    alone = run("gradebook", "rebuild", cwd=root)
    assert (alone.exit_code, alone.stdout) == (2, "")
    told = "results: gone, and the gradebook knows no other: name the folders of results that count"
    assert told in words(alone.stderr)
    again = run("gradebook", "rebuild", "moved", cwd=root)
    assert f"No longer in it: {root / 'results'}, which is gone" in words(again.stderr)
    assert "Ada" in run("gradebook", "show", cwd=root).stdout


def test_a_rebuild_says_how_to_go_on_without_what_is_gone_and_how_to_keep_what_is_not_named(root):
    small_class(root / "my more", 1)
    small_class(root / "third", 1)
    assert run("gradebook", "rebuild", "results", "my more", "third", cwd=root).exit_code == 0
    left = run("gradebook", "rebuild", "results", "--gradebook", "gradebook.sqlite", cwd=root)
    command = "autograder gradebook rebuild results 'my more' third --gradebook gradebook.sqlite"
    assert [words(line) for line in left.stderr.splitlines()[:2]] == [
        f"No longer in it: {root / name}; to keep it: {command}" for name in ("my more", "third")
    ]
    run(*shlex.split(command)[1:], cwd=root)
    (root / "results").rename(root / "moved")
    alone = run("gradebook", "rebuild", cwd=root)
    command = "autograder gradebook rebuild 'my more' third"
    assert f"{root / 'results'}: gone. Put it back, or go on without it: {command}" in words(alone.stderr)
    assert alone.exit_code == 2
    assert run(*shlex.split(command)[1:], cwd=root).exit_code == 0


def test_without_a_gradebook_it_says_how_to_make_one(root):
    shown = run("gradebook", "show", cwd=root)
    assert shown.exit_code == 2
    assert "there is no gradebook; make one with autograder gradebook rebuild OUT" in words(shown.stderr)
    none = run("gradebook", "rebuild", cwd=root)
    assert "knows no folder of results yet" in words(none.stderr)


def test_a_gradebook_may_lie_elsewhere_and_knows_its_folders(root, tmp_path):
    path = tmp_path / "elsewhere.sqlite"
    assert run("gradebook", "rebuild", "results", "--gradebook", path, cwd=root).exit_code == 0
    again = run("gradebook", "rebuild", "--gradebook", path, cwd=root)
    assert (again.exit_code, again.stdout) == (0, f"3 hand-ins are in {path}.\n")
    assert "Ada" in run("gradebook", "show", "--gradebook", path, cwd=root).stdout
    assert not (root / "gradebook.sqlite").exists()


def test_that_it_cannot_be_kept_is_a_warning_and_costs_no_grade(root, capsys):
    path = root / "foreign.sqlite"
    path.write_text("mine", encoding="ascii")
    with contextlib.chdir(root):
        keep(path, root / "results")
        keep(root / "gradebook.sqlite", root / "nowhere")
    assert "expected a gradebook, found a file of something else" in words(capsys.readouterr().err)
    assert path.read_text(encoding="ascii") == "mine"
    assert not (root / "gradebook.sqlite").exists()
