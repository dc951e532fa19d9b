"""Many hand-ins: each result on disk at once, neighbours untouched, faults held."""

import csv
import json
import os
import signal
import sys
from pathlib import Path

import pytest

from autograder import batch as module
from autograder.batch import RESULTS_FILE, Batch, crew, rehearse, run
from autograder.errors import ConfigError, ExamFault, SandboxFault
from autograder.exam.session import with_exam
from autograder.report.validate import problems
from autograder.report.why import why

from ..conftest import EXAM

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
CLASS = {
    "right": RIGHT,
    "half": "def double(x): return 2 * x\ndef triple(x): return x\n",
    "hangs": "def double(x): return 2 * x\ndef triple(x):\n    while True: pass\n",
    "dies": "import os\ndef double(x): os._exit(1)\ndef triple(x): return 3 * x\n",
    "syntax": "def double(x:\n",
}
POINTS = {"right": 10, "half": 6, "hangs": 6, "dies": 4, "syntax": 0, "empty": 0}


@pytest.fixture
def class_folder(tmp_path):
    """A folder of hand-ins, one of them without the file that is wanted."""
    folder = tmp_path / "class"
    for name, source in CLASS.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "toy.py").write_text(source, encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "empty" / "notes.txt").write_text("sorry", encoding="utf-8")
    return folder


def graded(toy_course, class_folder, out, workers=2, **parts):
    """Every `Graded` of a run, by key."""
    workspace = toy_course(**parts)
    found = {}

    def body(exam):
        run(Batch(workspace, exam, out), class_folder, workers, lambda each: found.update({each.hand_in.key: each}))

    with_exam(workspace, body)
    return found


def test_every_hand_in_gets_what_it_earned_and_a_valid_results_file(toy_course, class_folder, tmp_path):
    found = graded(toy_course, class_folder, tmp_path / "out")
    assert {key: why(each) for key, each in found.items() if each.held} == {}
    assert {key: each.score.earned for key, each in found.items()} == POINTS
    for key, points in POINTS.items():
        document = json.loads((tmp_path / "out" / key / RESULTS_FILE).read_text(encoding="utf-8"))
        assert problems(document) == []
        assert document["score"] == points
    assert "toy.py" in found["empty"].reason


def test_one_worker_and_two_give_the_same(toy_course, class_folder, tmp_path):
    one = graded(toy_course, class_folder, tmp_path / "one", workers=1)
    two = graded(toy_course, class_folder, tmp_path / "two", workers=2)
    assert {key: each.score for key, each in one.items()} == {key: each.score for key, each in two.items()}


def test_without_fork_it_works_in_one_process(toy_course, class_folder, tmp_path, monkeypatch):
    monkeypatch.setattr(module, "_can_fork", lambda: False)
    found = graded(toy_course, class_folder, tmp_path / "out")
    assert {key: each.score.earned for key, each in found.items()} == POINTS


def test_a_worker_that_dies_costs_only_what_it_held_and_as_a_fault(toy_course, class_folder, tmp_path, monkeypatch):
    honest = crew.grade

    def deadly(workspace, exam, submission, sandbox):
        if submission.hand_in.key == "half":
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(workspace, exam, submission, sandbox)

    monkeypatch.setattr(crew, "grade", deadly)
    found = graded(toy_course, class_folder, tmp_path / "out")
    assert found.pop("half").held
    assert {key: each.score.earned for key, each in found.items()} == {k: v for k, v in POINTS.items() if k != "half"}
    document = json.loads((tmp_path / "out" / "half" / RESULTS_FILE).read_text(encoding="utf-8"))
    assert "score" not in document
    assert problems(document) == []


def test_a_check_that_breaks_by_itself_holds_the_result(toy_course, class_folder, tmp_path):
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "submission.toy.triple(2).no_such_thing")
    found = graded(toy_course, class_folder, tmp_path / "out", exam=broken)
    assert found["right"].held
    assert found["right"].grade is None


def test_an_interrupt_leaves_whole_results_and_no_process(toy_course, class_folder, tmp_path):
    workspace, seen, others, left = toy_course(), [], set(children()), []

    def interrupt(each):
        seen.append(each.hand_in.key)
        if len(seen) == 2:
            raise KeyboardInterrupt

    def body(exam):
        with pytest.raises(KeyboardInterrupt):
            run(Batch(workspace, exam, tmp_path / "out"), class_folder, 2, interrupt)
        left.extend(set(children()) - others)

    with_exam(workspace, body)
    assert len(seen) == 2
    assert left == []
    for path in (tmp_path / "out").glob(f"*/{RESULTS_FILE}"):
        assert problems(json.loads(path.read_text(encoding="utf-8"))) == []


def children():
    """Processes whose parent is this one."""
    own = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(f"/proc/{entry.name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                own.append(int(entry.name))
    return own


def summary(out):
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def test_the_summary_has_a_line_for_each_hand_in(toy_course, class_folder, tmp_path):
    graded(toy_course, class_folder, tmp_path / "out")
    rows = summary(tmp_path / "out")
    assert {key: float(row["grade"]) for key, row in rows.items()} == POINTS
    assert {key for key, row in rows.items() if row["status"] == "unreadable"} == {"empty"}
    assert rows["right"]["why"] == "all checks passed"


def stopped(toy_course, class_folder, out, workers=2):
    """What was reported of a run that stops with a `SandboxFault`, by key; and the fault."""
    workspace, seen = toy_course(), {}

    def body(exam):
        with pytest.raises(SandboxFault) as caught:
            run(Batch(workspace, exam, out), class_folder, workers, lambda each: seen.update({each.hand_in.key: each}))
        return str(caught.value)

    return seen, with_exam(workspace, body)


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_sandbox_that_does_not_start_stops_the_batch_and_says_why(
    toy_course, class_folder, tmp_path, monkeypatch, workers, capfd
):
    def fails(self):
        raise SandboxFault("no user is free")

    monkeypatch.setattr(Batch, "sandbox", fails)
    seen, why = stopped(toy_course, class_folder, tmp_path / "out", workers)
    assert why == "no user is free"
    assert set(seen) == set(POINTS)
    assert not seen.pop("empty").held  # what cannot be read needs no sandbox
    assert all(each.held for each in seen.values())
    for key in seen:
        document = json.loads((tmp_path / "out" / key / RESULTS_FILE).read_text(encoding="utf-8"))
        assert document["extra_data"]["held"]
        assert "score" not in document
    rows = summary(tmp_path / "out")
    assert {key for key, row in rows.items() if row["status"] == "held"} == set(seen)
    assert "no user is free" in rows["right"]["why"]
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("how", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0], ids=["killed", "bug"])
def test_a_worker_that_ends_before_it_has_a_sandbox_is_not_hired_again(
    toy_course, class_folder, tmp_path, monkeypatch, how
):
    hired = []
    honest = crew.Crew._hire
    monkeypatch.setattr(crew.Crew, "_hire", lambda self: hired.append(1) or honest(self))
    monkeypatch.setattr(Batch, "sandbox", lambda self: how())
    seen, why = stopped(toy_course, class_folder, tmp_path / "out")
    assert "before it had a sandbox" in why or why == "ZeroDivisionError: division by zero"
    assert len(hired) == 2
    assert set(seen) == set(POINTS)


def test_what_was_done_before_the_sandbox_failed_is_kept(toy_course, class_folder, tmp_path, monkeypatch):
    honest_grade, honest_sandbox, file = crew.grade, Batch.sandbox, tmp_path / "dead"

    def deadly(workspace, exam, submission, sandbox):
        if submission.hand_in.key == "half":
            file.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return honest_grade(workspace, exam, submission, sandbox)

    def sandbox(self):
        if file.exists():
            raise SandboxFault("the disk is full")
        return honest_sandbox(self)

    monkeypatch.setattr(crew, "grade", deadly)
    monkeypatch.setattr(Batch, "sandbox", sandbox)
    seen, why = stopped(toy_course, class_folder, tmp_path / "out", workers=1)
    assert why == "the disk is full"
    assert not seen["dies"].held
    assert {key for key, each in seen.items() if each.held} == {"half", "hangs", "right", "syntax"}
    document = json.loads((tmp_path / "out" / "dies" / RESULTS_FILE).read_text(encoding="utf-8"))
    assert document["score"] == POINTS["dies"]


def test_after_an_interrupt_the_summary_says_what_was_begun(toy_course, class_folder, tmp_path):
    def interrupt(each):
        raise KeyboardInterrupt

    workspace = toy_course()

    def body(exam):
        with pytest.raises(KeyboardInterrupt):
            run(Batch(workspace, exam, tmp_path / "out"), class_folder, 1, interrupt)

    with_exam(workspace, body)
    statuses = [row["status"] for row in summary(tmp_path / "out").values()]
    assert statuses[0] == "graded"
    assert set(statuses[1:]) <= {"held", "unreadable"}


def test_what_a_killed_batch_left_behind_goes(toy_course, class_folder, tmp_path):
    folder = tmp_path / "out" / "right"
    folder.mkdir(parents=True)
    for leftover in (folder / ".results.json.abc.tmp", tmp_path / "out" / ".summary.csv.abc.tmp"):
        leftover.touch()
    (folder / "notes.tmp").touch()
    graded(toy_course, class_folder, tmp_path / "out")
    assert {path.name for path in folder.iterdir()} == {RESULTS_FILE, "notes.tmp"}
    assert {path.name for path in (tmp_path / "out").iterdir()} == {*POINTS, "summary.csv"}


def test_results_that_cannot_be_written_are_named_before_anything_runs(toy_course, class_folder, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ConfigError, match="results cannot be written there"):
        graded(toy_course, class_folder, tmp_path / "out")


def test_a_reference_that_fails_its_own_exam_stops_the_batch(toy_course, tmp_path):
    workspace = toy_course(reference=RIGHT.replace("3 * x", "4 * x"))

    def body(exam):
        with Batch(workspace, exam, tmp_path).sandbox() as sandbox:
            rehearse(workspace, exam, sandbox)

    with pytest.raises(ExamFault, match="triple/test_three: failed: result: expected 6, got 8"):
        with_exam(workspace, body)


def test_results_are_for_their_owner_only(toy_course, class_folder, tmp_path):
    graded(toy_course, class_folder, tmp_path / "out")
    out = tmp_path / "out"
    for path in [out, out / "right", out / "right" / RESULTS_FILE, out / "summary.csv"]:
        assert path.stat().st_mode & 0o077 == 0
