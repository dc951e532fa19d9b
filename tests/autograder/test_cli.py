"""The command as its users run it: what it prints, writes and exits with."""

import json
import shutil
import signal
import subprocess
import sys
import textwrap
import time

import pytest

from autograder import __version__
from autograder.authoring.handout import build_handout, write_handout

from .conftest import ASSIGNMENT, EXAM

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
linux = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


def run(*arguments, cwd):
    command = [sys.executable, "-m", "autograder", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)


@pytest.fixture
def course(toy_course):
    """A course in which one exam file is public and one is hidden, as on disk."""

    def make(**parts):
        workspace = toy_course(**parts)
        exam = next(workspace.exam.glob("test_toy_*.py"))
        hidden = '@question("double")\n@hidden'
        text = exam.read_text(encoding="utf-8")
        head, _, rest = text.partition(hidden)
        body, _, tail = rest.partition('@question("triple")')
        if parts == {}:
            public = head.replace("hidden, ", "").replace("cases, ", "").replace(", assert_matches", "")
            (workspace.exam / "test_public.py").write_text(public + '@question("triple")' + tail, encoding="utf-8")
            imports = "from autograder.exam import assert_matches, cases, hidden, question\n\n"
            exam.write_text(imports + hidden + body, encoding="utf-8")
        return workspace

    return make


def test_the_version_is_told(tmp_path):
    assert run("--version", cwd=tmp_path).stdout.strip() == f"cv-autograder {__version__}"


@linux
def test_grade_prints_a_table_and_writes_results(course, tmp_path):
    workspace = course()
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 0, result.stderr
    assert "Making a course secret" in result.stderr
    assert "ada" in result.stdout
    assert "10/10" in result.stdout
    assert "1 graded, 0 held" in result.stdout
    document = json.loads((tmp_path / "out" / "ada" / "results.json").read_text(encoding="utf-8"))
    assert document["extra_data"]["isolation"]["backend"] == "linux"
    again = run("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert "Making a course secret" not in again.stderr


@linux
def test_a_fault_is_held_and_told_by_the_exit_status(course, tmp_path):
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "raise RuntimeError if submission else 0")
    workspace = course(exam=broken)
    shutil.rmtree(workspace.reference)  # with a reference, the rehearsal finds it before anyone is graded
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "toy.py").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "class").mkdir()
    shutil.move(tmp_path / "ada", tmp_path / "class" / "ada")
    result = run("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 3, result.stderr
    assert "held" in result.stdout
    assert "0 graded, 1 held" in result.stdout


@linux
def test_an_exam_that_its_reference_fails_grades_nobody(course, tmp_path):
    workspace = course(reference=RIGHT.replace("3 * x", "4 * x"))
    (tmp_path / "class" / "ada").mkdir(parents=True)
    (tmp_path / "class" / "ada" / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 3
    assert "the reference does not pass its own exam" in result.stderr
    assert not (tmp_path / "out").exists()


def class_of(tmp_path, *names):
    for name in names:
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "toy.py").write_text(RIGHT, encoding="utf-8")
    return tmp_path / "class"


def graded(workspace, hand_ins, *more):
    out = hand_ins.parent / "out"
    return run("grade", hand_ins, "-a", "toy", "-o", out, *more, cwd=workspace.exam)


@linux
def test_the_table_and_the_summary_count_as_people_do(course, tmp_path):
    result = graded(course(), class_of(tmp_path, "hw_10", "hw_2", "hw_1"))
    assert result.returncode == 0, result.stderr
    assert "summary.csv lists them" in result.stdout
    lines = (tmp_path / "out" / "summary.csv").read_text(encoding="utf-8").splitlines()
    names = ["hw_1", "hw_2", "hw_10"]
    assert [line.split(",")[0] for line in lines[1:]] == names
    assert [line.split()[0] for line in result.stdout.splitlines() if line.strip().startswith("hw_")] == names


ALL_HIDDEN = EXAM.replace('@question("triple")\n@public', '@question("triple")\n@hidden(hint="Try three.")')
ALL_PUBLIC = EXAM.replace('@hidden(hint="Try an array.")', "@public")


@linux
@pytest.mark.parametrize(
    ("exam", "words"),
    [
        (EXAM, "warning: question triple has public checks only: students can see all that their points are for."),
        (ALL_PUBLIC, "warning: this exam has no hidden check at all, is a file missing from"),
        (ALL_HIDDEN, ""),
    ],
    ids=["one", "all", "none"],
)
def test_questions_that_only_public_checks_decide_are_told(course, tmp_path, exam, words):
    result = graded(course(exam=exam), class_of(tmp_path, "ada"))
    assert result.returncode == 0, result.stderr
    assert words in " ".join(result.stderr.split())
    assert ("warning" in result.stderr) == bool(words)


@linux
def test_a_batch_that_stops_says_why_and_what_is_held(course, tmp_path):
    """A sandbox that opens once, for the rehearsal, and no more."""
    broken = textwrap.dedent("""
        import autograder.batch.base as base
        from autograder.cli import app
        from autograder.errors import SandboxFault
        honest, opened = base.for_grading, []
        def once(*arguments, **options):
            if opened:
                raise SandboxFault("no user is free")
            opened.append(1)
            return honest(*arguments, **options)
        base.for_grading = once
        app()
    """)
    hand_ins = class_of(tmp_path, "ada", "bo")
    words = ["grade", hand_ins, "-a", "toy", "-o", tmp_path / "out", "--workers", "2"]
    command = [sys.executable, "-c", broken, *map(str, words)]
    result = subprocess.run(command, cwd=course().exam, capture_output=True, text=True, check=False)
    assert result.returncode == 3
    assert "grader fault: no user is free" in result.stderr
    assert "Traceback" not in result.stderr
    assert "0 graded, 2 held" in result.stdout
    for name in ("ada", "bo"):
        assert "score" not in json.loads((tmp_path / "out" / name / "results.json").read_text(encoding="utf-8"))


@linux
@pytest.mark.parametrize("moment", ["collecting the exam", "holding the exam"])
def test_an_interrupt_is_one_whenever_it_comes(course, tmp_path, moment):
    wait = f"import pathlib, time\npathlib.Path({str(tmp_path / 'now')!r}).touch()\ntime.sleep(60)\n"
    indented = textwrap.indent(wait, "    ")
    exam = (
        wait + EXAM
        if moment == "collecting the exam"
        else EXAM.replace("    assert_equal", f"{indented}    assert_equal", 1)
    )
    words = ["grade", class_of(tmp_path, "ada"), "-a", "toy", "-o", tmp_path / "out"]
    command = [sys.executable, "-m", "autograder", *map(str, words)]
    workspace = course(exam=exam)
    with subprocess.Popen(command, cwd=workspace.exam, stderr=subprocess.PIPE, text=True) as process:
        while not (tmp_path / "now").exists():
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130, told
    assert "fault" not in told


@pytest.mark.parametrize(
    ("assignment", "message"),
    [("toi", "there is no assignment 'toi'; did you mean 'toy'?")],
)
def test_wrong_input_is_told_in_words(course, tmp_path, assignment, message):
    workspace = course()
    (tmp_path / "class").mkdir()
    result = run("grade", tmp_path / "class", "-a", assignment, "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 2
    assert message in result.stderr
    assert "Traceback" not in result.stderr


def test_a_mistake_in_a_file_is_told_with_its_place(course, tmp_path):
    workspace = course()
    file = workspace.secret.parent / "toy" / "assignment.toml"
    file.write_text(ASSIGNMENT.replace("points = 6", "point = 6"), encoding="utf-8")
    (tmp_path / "class").mkdir()
    result = run("grade", tmp_path / "class", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 2
    assert f"{file}: unknown key 'point' in questions[1]; did you mean 'points'?" in result.stderr


def test_an_export_that_is_none_is_told(course, tmp_path):
    workspace = course()
    (tmp_path / "export.zip").write_bytes(b"this is no zip")
    result = run("grade", tmp_path / "export.zip", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 2
    assert "export.zip" in result.stderr
    assert "Traceback" not in result.stderr


@pytest.fixture
def handout(course, tmp_path):
    """An unpacked handout of the toy assignment."""
    folder = tmp_path / "unpacked"
    write_handout(build_handout(course()), folder)
    return folder


def test_the_untouched_handout_fails_every_public_check_and_says_so(handout):
    result = run("check", cwd=handout)
    assert result.returncode == 1
    assert "✗ double (6 points)\n    not implemented yet" in result.stdout
    assert "0 of 2 questions pass their public checks" in result.stdout


def test_a_right_answer_passes(handout):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "2 of 2 questions pass their public checks" in result.stdout


def test_one_question_can_be_checked_and_prints_are_shown(handout):
    text = "def double(x):\n    print('x is', x)\n    return x\ndef triple(x): return 3 * x\n"
    (handout / "toy.py").write_text(text, encoding="utf-8")
    result = run("check", "double", cwd=handout)
    assert result.returncode == 1
    assert "result: expected 4, got 2" in result.stdout
    assert "x is 2" in result.stdout
    assert "triple" not in result.stdout


def test_an_unknown_question_is_told_what_there_is(handout):
    result = run("check", "quadruple", cwd=handout)
    assert result.returncode == 2
    assert "expected one of double, triple" in result.stderr


def test_outside_of_a_handout_check_says_what_is_missing(tmp_path):
    result = run("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "not a handout" in result.stderr


def test_a_handout_that_is_out_of_step_is_told(course):
    workspace = course()
    root = workspace.exam.parents[1]
    assert run("build", "toy", "--check", cwd=root).returncode == 1
    assert run("build", "toy", cwd=root).returncode == 0
    assert run("build", "toy", "--check", cwd=root).returncode == 0
    (root / "assignments/toy/handout/toy.py").write_text("", encoding="utf-8")
    result = run("build", "toy", "--check", cwd=root)
    assert result.returncode == 1
    assert "toy.py: not as it would be built now" in result.stderr


@linux
def test_the_doctor_looks_at_everything():
    result = run("doctor", cwd="/")
    for subject in ("Python", "isolation", "seccomp", "landlock", "torch", "GPU"):
        assert subject in result.stdout
