"""Many hand-ins: each result on disk at once, neighbours untouched, faults held."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from autograder import batch as module
from autograder.batch import RESULTS_FILE, Batch, rehearse, run
from autograder.errors import ConfigError, ExamFault
from autograder.exam.session import with_exam
from autograder.report.validate import problems

from .conftest import EXAM

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
    honest = module.grade

    def deadly(workspace, exam, submission, sandbox):
        if submission.hand_in.key == "half":
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(workspace, exam, submission, sandbox)

    monkeypatch.setattr(module, "grade", deadly)
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
    for path in [tmp_path / "out", tmp_path / "out" / "right", tmp_path / "out" / "right" / RESULTS_FILE]:
        assert path.stat().st_mode & 0o077 == 0
