"""``autograder grade --roster``: from a download of Canvas to a gradebook that Canvas reads."""

import json
import shutil

import pytest

from autograder.collect.attendance import ROSTER_FILE

from ..collect.making import make_zip
from .conftest import RIGHT, linux, run

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,toy (77)\n"
    "    Points Possible,,,,,10.00\n"
    '"Lovelace, Ada",11,0012,ada@example.edu,A,\n'
    '"Hopper, Bo",12,0013,,A,\n'
    '"Turing, Cy",13,0014,,A,\n'
    '"Kern, Di",14,0015,,A,\n'
)


@pytest.fixture
def grade(course, tmp_path):
    """Grades a download of two people's hand-ins, of which one is nobody's, by a list of the class."""
    workspace = course()
    extensions = workspace.secret.parent / "toy" / "extensions.csv"
    extensions.write_text("sid,due,excused\n0012,2026-03-09 23:59,\n0014,,yes\n", encoding="ascii")
    make_zip(tmp_path / "in.zip", {"lovelaceada_LATE_11_101_toy-1.py": RIGHT, "zed_99_102_toy.py": RIGHT})

    def grade(roster, *arguments):
        (tmp_path / "canvas.csv").write_text(roster, encoding="ascii")
        chosen = ("-a", "toy", "-o", "out", "--roster", "canvas.csv", *arguments)
        return run("grade", "in.zip", *chosen, cwd=tmp_path)

    return grade


@linux
def test_people_are_known_from_the_download_to_the_gradebook(grade, tmp_path):
    done = grade(CANVAS)
    assert done.returncode == 0, done.stderr
    assert "warning: zed_99: zed (canvas:99) is not in canvas.csv" in done.stderr
    assert "3 of canvas.csv handed in nothing." in done.stderr
    assert "extensions.csv" not in done.stderr  # whoever is excused may hand in nothing
    assert (
        "marked as late, in.zip does not say when they came, so they count as on time: lovelaceada_11; a" in done.stderr
    )
    assert "warning: in.zip does not say when they came, so they count as on time: zed_99; a column" in done.stderr
    known = json.loads((tmp_path / "out/lovelaceada_11/hand-in.json").read_text(encoding="ascii"))["students"]
    assert [(each["name"], each["sid"], each["lms_id"]) for each in known] == [("Ada Lovelace", "0012", "canvas:11")]
    assert (tmp_path / "out" / ROSTER_FILE).read_text(encoding="ascii") == CANVAS
    summary = (tmp_path / "out/summary.csv").read_text(encoding="ascii")
    assert "lovelaceada_11,Ada Lovelace,0012,ada@example.edu" in summary
    who = ("--submitted", "2026-03-09T23:59", "--who", "Lovelace, Ada")
    assert "on time" in run("late", "explain", "-a", "toy", *who, cwd=tmp_path).stdout  # the gradebook knows the list
    chosen = ("--format", "canvas", "--from", "canvas.csv", "--to", "filled.csv", "--zero-missing")
    exported = run("gradebook", "export", "out", *chosen, cwd=tmp_path)
    assert exported.returncode == 1, exported.stderr
    assert "zed_99: zed (canvas:99) is not in canvas.csv" in exported.stderr
    expected = CANVAS.replace("ada@example.edu,A,", "ada@example.edu,A,10")
    for sid, grade in (("0013", "0"), ("0014", "EX"), ("0015", "0")):
        expected = expected.replace(f"{sid},,A,", f"{sid},,A,{grade}")
    assert (tmp_path / "filled.csv").read_text(encoding="ascii") == expected


@linux
def test_the_gradebook_refuses_an_extension_without_zeros_and_tells_who_would_be_two_people(grade, tmp_path):
    assert grade(CANVAS).returncode == 0
    (path,) = tmp_path.rglob("extensions.csv")
    right = path.read_text(encoding="ascii")
    path.write_text("sid,due\n12,2026-03-09 23:59\n", encoding="ascii")
    for command in (("diff",), ("show", "--term"), ("export", "--to", "x.csv")):
        done = run("gradebook", *command, cwd=tmp_path)
        assert done.returncode == 2
        assert f"{path}, line 2: nobody has SID 12: did you mean 0012, as in " in done.stderr
    path.write_text(right, encoding="ascii")
    shown = run("gradebook", "show", "--term", cwd=tmp_path)
    assert (shown.returncode, "count as several people" in shown.stderr) == (0, False), shown.stderr
    other = tmp_path / "other"
    shutil.copytree(tmp_path / "out", other)
    hand_in = other / "lovelaceada_11" / "hand-in.json"
    hand_in.write_text(hand_in.read_text(encoding="ascii").replace('"0012"', '"12"'), encoding="ascii")
    (other / ROSTER_FILE).unlink()
    assert run("gradebook", "rebuild", "out", "other", cwd=tmp_path).returncode == 0
    shown = run("gradebook", "show", "--term", cwd=tmp_path)
    assert "SID 12 (" in shown.stderr
    assert "and 0012 (" in shown.stderr
    assert "count as several people: did a spreadsheet drop zeros?" in shown.stderr


@linux
def test_of_what_one_student_sent_nothing_is_said_of_the_others(grade, tmp_path):
    assert grade(CANVAS).returncode == 0
    (tmp_path / "Bo Hopper.py").write_text(RIGHT, encoding="ascii")
    chosen = ("-a", "toy", "-o", "out", "--roster", "canvas.csv")
    done = run("grade", "Bo Hopper.py", *chosen, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "handed in nothing" not in done.stderr
    summary = (tmp_path / "out/summary.csv").read_text(encoding="ascii")
    assert "Bo Hopper,0013" in summary
    assert "lovelaceada_11,Ada Lovelace,0012" in summary


@linux
def test_a_worksheet_of_moodle_says_who_and_when_and_gets_the_grades(course, tmp_path):
    course()
    make_zip(tmp_path / "in.zip", {"Ada Lovelace_5_assignsubmission_file_/toy.py": RIGHT})
    worksheet = (
        "\ufeffIdentifier,Full name,Email address,Grade,Maximum Grade,"
        "Last modified (submission),Last modified (grade)\r\n"
        'Participant 5,Ada Lovelace,ada@example.edu,,10.00,"Sunday, 8 March 2026, 12:59 AM",-\r\n'
    )
    (tmp_path / "moodle.csv").write_bytes(worksheet.encode())
    done = run("grade", "in.zip", "-a", "toy", "-o", "out", "--roster", "moodle.csv", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "1:00:00" in (tmp_path / "out/summary.csv").read_text(encoding="ascii")
    chosen = ("--format", "moodle", "--from", "moodle.csv", "--to", "filled.csv")
    assert run("gradebook", "export", "out", *chosen, cwd=tmp_path).returncode == 0
    assert (tmp_path / "filled.csv").read_bytes().decode() == worksheet.replace("edu,,10", "edu,5,10")


@linux
def test_a_roster_that_knows_nobody_is_refused_before_grading_begins(grade, tmp_path):
    done = grade("name,sid\nEve,1\n")
    assert done.returncode == 2
    assert "canvas.csv: nobody who handed in is in it: is it the list of another course?" in done.stderr
    assert not (tmp_path / "out").exists()


@linux
@pytest.mark.parametrize(
    ("roster", "extensions", "message"),
    [
        (CANVAS, "12", "extensions.csv, line 2: nobody has SID 12: did you mean 0012, as in out/roster.csv, line 3?"),
        (CANVAS.replace("0012", "12"), "0012", "out/roster.csv, line 3: nobody has SID 12: did you mean 0012, as in "),
    ],
)
def test_zeros_that_would_cost_an_extension_are_refused_before_grading_begins(
    grade, tmp_path, roster, extensions, message
):
    (path,) = tmp_path.rglob("extensions.csv")
    path.write_text(f"sid,due\n{extensions},2026-03-09 23:59\n", encoding="ascii")
    done = grade(roster)
    assert done.returncode == 2, done.stderr
    assert message in done.stderr
    assert not [*(tmp_path / "out").glob("*/hand-in.json")]


@linux
def test_a_list_without_the_zeros_of_a_hand_in_is_refused_and_folders_are_known_by_their_names(course, tmp_path):
    course()
    for name in ("0012", "hopper_bo@example.edu", "Zed"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "toy.py").write_text(RIGHT, encoding="ascii")
    chosen = ("grade", "in", "-a", "toy", "-o", "out", "--roster", "class.csv")
    text = "name,sid,email\nAda Lovelace,{},ada@example.edu\nBo Hopper,13,bo@example.edu\n"
    (tmp_path / "class.csv").write_text(text.format(12), encoding="ascii")
    done = run(*chosen, cwd=tmp_path)
    assert done.returncode == 2, done.stderr
    assert "class.csv, line 2: nobody has SID 12: did you mean 0012, as in hand-in 0012?" in done.stderr
    assert not (tmp_path / "out").exists()
    (tmp_path / "class.csv").write_text(text.format("0012"), encoding="ascii")
    done = run(*chosen, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Zed is not in class.csv, neither as a SID" in done.stderr
    summary = (tmp_path / "out/summary.csv").read_text(encoding="ascii")
    assert "0012,Ada Lovelace,0012,ada@example.edu" in summary
    assert "Bo Hopper" not in summary  # "hopper" alone is not his name
