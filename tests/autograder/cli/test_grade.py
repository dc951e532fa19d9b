"""``autograder grade``: what it prints, writes and exits with."""

import json
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from functools import partial

import pytest

from ..conftest import EXAM
from .conftest import RIGHT, linux, run


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
    assert "secret" not in again.stderr


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
    assert not list((tmp_path / "out").rglob("results.json"))


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
def test_an_extension_is_granted_and_one_for_nobody_is_told(course, tmp_path):
    workspace = course()
    folder = workspace.secret.parent / "toy"
    rows = "sid,due\n0067,2026-03-09 23:59\n67,2026-03-09 23:59\n"
    (folder / "extensions.csv").write_text(rows, encoding="utf-8")
    hand_in = class_of(tmp_path, "submission_1") / "submission_metadata.yml"
    hand_in.write_text(
        "submission_1:\n  :submitters:\n  - :name: Ann\n    :sid: '0067'\n  :created_at: 2026-03-10 08:59:00 Z\n",
        encoding="utf-8",
    )
    result = graded(workspace, hand_in.parent)
    assert result.returncode == 0, result.stderr
    told = "extensions.csv: handed in nothing: line 3 (67); with --roster, only mistakes are named."
    assert told in result.stderr.splitlines()  # no warning: who has an extension may well hand in later
    assert "line 2" not in result.stderr
    assert "handed in nothing" not in graded(workspace, hand_in.parent, "--only", "submission_1").stderr
    (tmp_path / "class.csv").write_text("name,sid\nAnn,0067\nBo,68\n", encoding="ascii")
    result = graded(workspace, hand_in.parent, "--roster", tmp_path / "class.csv")
    assert "warning: extensions.csv: in the list of the class is nobody of line 3 (67)" in result.stderr.splitlines()
    written = (tmp_path / "out" / "submission_1" / "results.json").read_text(encoding="utf-8")
    assert "own deadline Mon 2026-03-09 23:59:00 PDT: 2 h late (at most 24 h)" in written


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
    assert ("checks" in result.stderr) == bool(words)


@linux
def test_a_batch_that_stops_says_why_and_what_is_held(course, tmp_path):
    """A sandbox that opens once, for the rehearsal, and no more."""
    broken = textwrap.dedent("""
        import autograder.batch.tries as base
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
@pytest.mark.parametrize("moment", ["rehearsing", "grading"])
def test_results_that_are_deleted_meanwhile_are_told_in_a_line_and_the_same_command_goes_on(course, tmp_path, moment):
    out = tmp_path / "out"
    begun = out / "ada" / ("hand-in.json" if moment == "rehearsing" else "attempts")
    deleting = f"""
        import pathlib, shutil
        if pathlib.Path({str(begun)!r}).exists() and not pathlib.Path({str(tmp_path / "done")!r}).exists():
            pathlib.Path({str(tmp_path / "done")!r}).touch()
            shutil.rmtree({str(out)!r})
    """
    indented = textwrap.indent(textwrap.dedent(deleting), "    ")
    workspace = course(exam=EXAM.replace("    assert_equal", f"{indented}    assert_equal", 1))
    result = graded(workspace, class_of(tmp_path, "ada", "bo"))
    assert (tmp_path / "done").exists()
    assert result.returncode == 2, result.stderr
    assert f"error: {out}: the folder of results is gone. The same command makes it anew, and goes on" in result.stderr
    assert "Traceback" not in result.stderr
    assert graded(workspace, tmp_path / "class").returncode == 0


@linux
def test_results_that_cannot_be_written_any_more_are_told_in_a_line(course, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / ".run").touch()  # in the place of the folder that every batch makes
    workspace = course()
    result = graded(workspace, class_of(tmp_path, "ada"))
    assert result.returncode == 2, result.stderr
    assert f"error: {tmp_path / 'out' / '.run'}: results cannot be written there (File exists). Make" in result.stderr
    assert "Traceback" not in result.stderr
    (tmp_path / "out" / ".run").unlink()
    assert graded(workspace, tmp_path / "class").returncode == 0


@linux
def test_the_exam_is_collected_in_a_process_that_is_closed_to_others(course, tmp_path):
    closed = "import ctypes\nassert ctypes.CDLL(None).prctl(3) == 0, 'PR_GET_DUMPABLE'\n"
    result = graded(course(exam=closed + EXAM), class_of(tmp_path, "ada"))
    assert result.returncode == 0, result.stderr


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
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what runs in the background is deaf to it
    with subprocess.Popen(command, cwd=workspace.exam, stderr=subprocess.PIPE, text=True, preexec_fn=heard) as process:
        while not (tmp_path / "now").exists():
            assert process.poll() is None, process.stderr.read()
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        told = process.stderr.read()
    assert process.returncode == 130, told
    assert "0 of 1 hand-ins are graded" in told
    assert "Interrupted: the same command goes on from here" in told
    assert "fault" not in told


@pytest.mark.parametrize("place", [".", "results", "alice/results"])
def test_results_do_not_lie_among_hand_ins(course, tmp_path, place):
    hand_ins = class_of(tmp_path, "alice")
    before = sorted(hand_ins.rglob("*"))
    done = run("grade", hand_ins, "-a", "toy", "-o", hand_ins / place, cwd=course().exam)
    assert done.returncode == 2
    assert "results must not lie among the hand-ins" in done.stderr
    assert sorted(hand_ins.rglob("*")) == before


@linux
@pytest.mark.parametrize(
    ("device", "words"),
    [("gpu", "--device gpu: expected auto, cpu or cuda:N"), ("cuda:0", "only where assignment.toml has [limits] gpu")],
)
def test_a_device_that_cannot_be_used_is_refused(course, tmp_path, device, words):
    result = graded(course(), class_of(tmp_path, "ada"), "--device", device)
    assert result.returncode == 2
    assert words in result.stderr


def answers(folder, answer):
    (folder / "ada" / "toy.py").write_text(answer, encoding="utf-8")


@linux
def test_what_was_given_is_replaced_only_by_who_says_so(course, tmp_path):
    workspace, hand_ins = course(), class_of(tmp_path, "ada", "bo")
    assert graded(workspace, hand_ins).returncode == 0
    answers(hand_ins, RIGHT.replace("3 * x", "4 * x"))
    result = graded(workspace, hand_ins)
    assert result.returncode == 4, result.stderr
    assert "Grades that were given would be others now:\n  ada: 10 of 10 → 6 of 10 (new bytes)" in result.stdout
    assert "bo:" not in result.stdout
    assert "Nothing was replaced: 1 grade would change." in result.stderr
    assert json.loads((tmp_path / "out" / "ada" / "results.json").read_text(encoding="utf-8"))["score"] == 10
    result = graded(workspace, hand_ins, "--replace")
    assert result.returncode == 0, result.stderr
    assert "Grades that were given and have been replaced:\n  ada: 10 of 10 → 6 of 10 (new bytes)" in result.stdout
    assert "would be" not in result.stdout
    assert "1 grade replaced" in result.stdout
    assert "not replaced" not in result.stdout  # the table says what stands now
    assert json.loads((tmp_path / "out" / "ada" / "results.json").read_text(encoding="utf-8"))["score"] == 6
    result = graded(workspace, hand_ins)
    assert result.returncode == 0
    assert "replaced" not in result.stdout + result.stderr
    shown = run("gradebook", "show", "ada", cwd=workspace.exam)  # the gradebook was kept along the way
    assert shown.stdout.splitlines()[-2].endswith(": 10.00: first grade")
    assert shown.stdout.splitlines()[-1].endswith(": 6.00 instead of 10.00: new bytes")


@linux
def test_on_a_terminal_one_is_asked(course, tmp_path):
    workspace, hand_ins = course(), class_of(tmp_path, "ada")
    assert graded(workspace, hand_ins).returncode == 0
    answers(hand_ins, RIGHT.replace("3 * x", "4 * x"))
    words = ["grade", hand_ins, "-a", "toy", "-o", tmp_path / "out"]
    for said, status, score in (("", 4, 10), ("y", 0, 6)):
        result = on_a_terminal([sys.executable, "-m", "autograder", *map(str, words)], workspace.exam, f"{said}\n")
        assert "Replace 1 grade? [y/N]" in result[1]
        assert result[0] == status
        assert json.loads((tmp_path / "out" / "ada" / "results.json").read_text(encoding="utf-8"))["score"] == score


def on_a_terminal(command, cwd, typed):
    """The exit status of a command on a terminal of its own, and what it showed."""
    import os
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        command, cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True
    ) as process:
        os.close(theirs)
        os.write(ours, typed.encode())
        shown = b""
        while True:
            try:
                shown += os.read(ours, 4096)
            except OSError:
                break
    os.close(ours)
    return process.returncode, shown.decode()


@linux
def test_a_second_driver_is_refused(course, tmp_path):
    hold = "import sys\nfrom pathlib import Path\nfrom autograder.batch.lock import locked\n"
    hold += "with locked(Path(sys.argv[1])):\n    print('held', flush=True)\n    sys.stdin.read()\n"
    command = [sys.executable, "-c", hold, str(tmp_path / "out")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout.readline() == "held\n"
        result = graded(course(), class_of(tmp_path, "ada"))
        holder.stdin.close()
    assert result.returncode == 2
    assert f"process {holder.pid} on " in result.stderr
    assert "is grading into this folder. Wait until it is done, or stop it" in result.stderr


@linux
def test_another_place_is_a_function_that_gives_an_executor(course, tmp_path):
    workspace = course()
    (workspace.exam / "places.py").write_text(
        "from concurrent.futures import ThreadPoolExecutor\ndef mine(): return ThreadPoolExecutor(1)\n"
        "def none(): return 3\n",
        encoding="utf-8",
    )
    hand_ins = class_of(tmp_path, "ada")
    for on, words in (
        ("cluster", "--on cluster: expected slurm or MODULE:FUNCTION"),
        ("no_such:thing", "--on no_such:thing: No module named 'no_such'"),
        ("places:thing", "--on places:thing: module 'places' has no attribute 'thing'"),
        ("places:none", "expected a concurrent.futures.Executor, found int"),
    ):
        result = graded(workspace, hand_ins, "--on", on)
        assert result.returncode == 2, on
        assert words in result.stderr
    result = graded(workspace, hand_ins, "--on", "places:mine")
    assert result.returncode == 0, result.stderr
    assert "1 graded, 0 held" in result.stdout
