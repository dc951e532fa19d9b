"""Many hand-ins: each result on disk at once, neighbours untouched, nothing done twice."""

import os
import signal
import sys
import time

import pytest

from autograder.batch import crew, side_by_side, tries
from autograder.batch.attempts import MOST_FAILED
from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.batch.plan import State
from autograder.batch.tries import Batch
from autograder.errors import ConfigError, ExamFault, SandboxFault
from autograder.exam import session
from autograder.report.results_json import RESULTS_FILE
from autograder.report.validate import problems

from ..conftest import ASSIGNMENT, EXAM
from .conftest import CLASS, POINTS, RIGHT, children, document, lasting, points, summary

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")


def test_every_hand_in_gets_what_it_earned_and_a_valid_results_file(graded, tmp_path):
    giving = graded()
    assert giving.held == []
    assert points(tmp_path / "out") == POINTS
    for key in POINTS:
        assert problems(document(tmp_path / "out", key)) == []
    rows = summary(tmp_path / "out")
    assert {key: float(row["grade"]) for key, row in rows.items()} == POINTS
    assert {key for key, row in rows.items() if row["status"] == "unreadable"} == {"empty"}
    assert "toy.py" in rows["empty"]["why"]
    assert rows["right"]["why"] == "all checks passed"


def test_however_many_work_and_however_they_come_to_be_the_files_are_the_same(
    graded, few, toy_course, tmp_path, monkeypatch
):
    workspace, found = toy_course(), []
    for workers, forks in ((2, True), (1, False)):
        with monkeypatch.context() as patched:
            patched.setattr(side_by_side, "_can_fork", lambda forks=forks: forks)
            graded(course=workspace, workers=workers)
        found.append(lasting(tmp_path / "out"))
        (tmp_path / "out").rename(tmp_path / f"out {workers} {forks}")
    assert len(found[0]) == 3 * len(few) + 2  # hand-in.json, examined, results.json of each; summary.csv and .gitignore
    assert found[0] == found[1]


def test_what_is_graded_is_not_graded_again_and_the_exam_not_even_collected(graded, toy_course, tmp_path, monkeypatch):
    workspace, told = toy_course(), []
    graded(course=workspace)
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    monkeypatch.setattr("autograder.batch.grading.with_exam", None)
    giving = graded(course=workspace, told=told)
    assert told == []
    assert (len(giving.rows), giving.held, giving.changed, giving.reworded) == (6, [], [], 0)
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*")}
    changed = {path.name for path in after if path.is_file() and after[path] != before.get(path)}
    assert changed == {"run.lock", "summary.csv"}


def test_only_what_is_new_is_graded(graded, few, toy_course, class_folder, tmp_path):
    workspace, told = toy_course(), []
    graded(course=workspace)
    (class_folder / "new.py").write_text(RIGHT, encoding="utf-8")
    (class_folder / "half" / "toy.py").write_text(CLASS["half"] + "# better\n", encoding="utf-8")
    graded(course=workspace, told=told)
    assert [(each.done, each.total) for each in told[1:]] == [(2, 4), (3, 4), (4, 4)]
    assert points(tmp_path / "out") == {**few, "new.py": 10}


def test_some_can_be_graded_alone(graded, few, toy_course, tmp_path):
    workspace = toy_course()
    graded(course=workspace, only=frozenset({"half", "empty"}))
    assert points(tmp_path / "out") == {"half": 6, "empty": 0}
    graded(course=workspace, only=frozenset({"right"}))
    assert {key: row["grade"] for key, row in summary(tmp_path / "out").items()} == {
        "half": "6",
        "empty": "0",
        "right": "10",
    }
    with pytest.raises(ConfigError, match=r"--only rihgt: .*class has no such hand-in; did you mean 'right'\?"):
        graded(course=workspace, only=frozenset({"rihgt"}))


def dying(monkeypatch, *keys, times=99):
    """Let the worker of some hand-ins be killed, the first `times` of their tries."""
    honest = tries.grade

    def deadly(workspace, exam, submission, sandbox):
        key = submission.hand_in.key
        if key in keys and submission_tries(workspace, key) <= times:
            os.write(2, b"the last words")
            os.kill(os.getpid(), signal.SIGKILL)
        return honest(workspace, exam, submission, sandbox)

    monkeypatch.setattr(tries, "grade", deadly)


def submission_tries(workspace, key):
    return len(list((workspace.secret.parent.parent / "out" / key / "attempts").iterdir()))


def test_a_worker_that_dies_is_replaced_and_what_it_held_is_tried_again(graded, few, tmp_path, monkeypatch):
    dying(monkeypatch, "half", times=2)
    assert graded().held == []
    assert points(tmp_path / "out") == few


def test_after_three_tries_it_is_held_with_everything_that_is_needed_to_try_again(
    graded, few, toy_course, tmp_path, monkeypatch
):
    workspace, told, out = toy_course(), [], tmp_path / "out"
    with monkeypatch.context() as patched:
        dying(patched, "half")
        giving = graded(course=workspace, told=told)
    assert giving.held == ["half"]
    assert points(out) == {**few, "half": None}
    assert problems(document(out, "half")) == []
    assert "half" not in {path.parent.name for path in out.glob("*/examined-*")}
    assert told[-1].note == "1 graded, 1 unreadable, 1 held"
    why = f"held: tried {MOST_FAILED} times: the process that graded it ended with code -9 (more in half/attempts)"
    assert (summary(out)["half"]["status"], summary(out)["half"]["why"]) == ("held", why)
    markers = sorted((out / "half" / "attempts").iterdir())
    assert ["".join(path.suffixes) for path in markers] == [".1.txt", ".2.txt", ".3.txt"]
    text = markers[-1].read_text(encoding="utf-8")
    assert f"autograder grade {tmp_path}/class --assignment toy --out {out} --only half --retry" in text
    assert "The end of standard error:\nthe last words" in text
    told.clear()
    assert graded(course=workspace, told=told).held == ["half"]
    assert told == []  # it is left to a human, who may have it tried again
    assert graded(course=workspace, retry=True).held == []
    assert points(out) == few
    assert not (out / "half" / "attempts").exists()


def test_a_check_that_breaks_by_itself_holds_the_result_and_says_where(graded, few, toy_course, tmp_path):
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "1 / (submission.toy.triple(2) - 2)")
    giving = graded(course=toy_course(exam=broken))
    assert giving.held == ["half"]
    (first, *_) = sorted((tmp_path / "out" / "half" / "attempts").iterdir())
    text = first.read_text(encoding="utf-8")
    assert text.startswith("failed: triple/test_three: ZeroDivisionError: division by zero\n")
    assert "1 / (submission.toy.triple(2) - 2)" in text
    assert "Traceback" in text


def test_a_bug_of_ours_has_its_traceback_kept(graded, few, tmp_path, monkeypatch):
    def fails(self, submission, *_):
        raise RuntimeError(f"no luck with {submission.hand_in.key}")

    monkeypatch.setattr(session.Exam, "examine", fails)
    monkeypatch.setattr("autograder.batch.grading.rehearse", lambda *_: None)
    giving = graded()
    assert set(giving.held) == few.keys() - {"empty"}
    text = sorted((tmp_path / "out" / "right" / "attempts").iterdir())[0].read_text(encoding="utf-8")
    assert text.startswith("failed: RuntimeError: no luck with right\n")
    assert 'raise RuntimeError(f"no luck with {submission.hand_in.key}")' in text


def test_a_worker_of_which_nothing_comes_is_ended(graded, few, tmp_path, monkeypatch):
    honest = tries.grade

    def endless(workspace, exam, submission, sandbox):
        while submission.hand_in.key == "half":
            time.sleep(1)
        return honest(workspace, exam, submission, sandbox)

    monkeypatch.setattr(tries, "grade", endless)
    monkeypatch.setattr(Batch, "patience", 2.0)
    assert graded(only=frozenset({"half"})).held == ["half"]
    assert "nothing came of it within 2 s" in summary(tmp_path / "out")["half"]["why"]
    assert points(tmp_path / "out") == {"half": None}


def test_while_a_hand_in_hangs_the_others_go_on(graded, few, toy_course, class_folder, tmp_path):
    sleeps = "import time\ndef double(x): return 2 * x\ndef triple(x): time.sleep(1000)\n"
    (class_folder / "a_hangs.py").write_text(sleeps, encoding="utf-8")  # the first one
    graded(course=toy_course(assignment=ASSIGNMENT.replace("seconds = 1.0", "seconds = 6.0")), workers=2)
    done = {path.parent.name: path.stat().st_mtime for path in (tmp_path / "out").glob("*/examined-*")}
    assert done["right"] < done["a_hangs.py"]
    assert points(tmp_path / "out") == {**few, "a_hangs.py": 6}


def test_what_always_fails_is_tried_after_all_others(graded, few, class_folder, tmp_path, monkeypatch):
    seen = []
    honest = Batch.submissions

    def noted(self, keys, *rest):
        seen.append(list(keys))
        return honest(self, keys, *rest)

    monkeypatch.setattr(Batch, "submissions", noted)
    dying(monkeypatch, "half", times=1)
    graded(workers=1)
    assert seen == [sorted(few), ["half"]]


def test_an_interrupt_leaves_whole_results_and_no_process(toy_course, class_folder, tmp_path):
    job = Job(workspace=toy_course(), source=class_folder, out=tmp_path / "out", workers=2)
    others = set(children())

    def interrupt(progress):
        if progress.done == 2:
            raise KeyboardInterrupt

    with opened(job) as grading:
        with pytest.raises(KeyboardInterrupt):
            grading.examine(interrupt)
        assert set(children()) == others
        giving = grading.giving("the batch was interrupted")
        giving.give_new()
    left = len(giving.held)
    assert 3 <= left <= 4  # the other worker may have finished its own at the same time
    statuses = [row["status"] for row in summary(tmp_path / "out").values()]
    assert sorted(statuses).count("held") == left
    for path in (tmp_path / "out").glob(f"*/{RESULTS_FILE}"):
        assert problems(document(tmp_path / "out", path.parent.name)) == []
    with opened(job) as grading:
        assert sum(planned.state is State.MISSING for planned in grading.plan.values()) == left


@pytest.mark.parametrize("workers", [0, 1, 2])
def test_a_sandbox_that_does_not_start_stops_the_batch_and_says_why(graded, tmp_path, monkeypatch, workers, capfd):
    honest, opened_once = Batch.sandbox, []

    def fails(self):
        if opened_once:
            raise SandboxFault("no user is free")
        opened_once.append(1)
        return honest(self)

    monkeypatch.setattr(Batch, "sandbox", fails)
    with pytest.raises(SandboxFault, match="no user is free"):
        graded(workers=workers)
    rows = summary(tmp_path / "out")
    assert {key for key, row in rows.items() if row["status"] == "held"} >= POINTS.keys() - {"empty"}
    for key in POINTS.keys() - {"empty"}:
        assert document(tmp_path / "out", key)["extra_data"]["held"]
        assert "score" not in document(tmp_path / "out", key)
    assert "Traceback" not in capfd.readouterr().err


@pytest.mark.parametrize("how", [lambda: os.kill(os.getpid(), signal.SIGKILL), lambda: 1 / 0], ids=["killed", "bug"])
def test_a_worker_that_ends_before_it_has_a_sandbox_is_not_hired_again(graded, monkeypatch, how):
    hired, us = [], os.getpid()
    honest, hire = Batch.sandbox, crew.Crew._hire
    monkeypatch.setattr(crew.Crew, "_hire", lambda self: hired.append(1) or hire(self))
    monkeypatch.setattr(Batch, "sandbox", lambda self: honest(self) if os.getpid() == us else how())
    with pytest.raises(SandboxFault, match=r"before it had a sandbox|ZeroDivisionError: division by zero"):
        graded()
    assert len(hired) == 2


def test_what_was_done_before_the_sandbox_failed_is_kept(graded, tmp_path, monkeypatch):
    honest = Batch.sandbox
    dying(monkeypatch, "half")

    def sandbox(self):
        if (tmp_path / "out" / "half" / "attempts").exists():
            raise SandboxFault("the disk is full")
        return honest(self)

    monkeypatch.setattr(Batch, "sandbox", sandbox)
    with pytest.raises(SandboxFault, match="the disk is full"):
        graded(workers=1)
    given = {key: number for key, number in points(tmp_path / "out").items() if number is not None}
    assert given == {"dies": 4, "empty": 0}


def test_a_reference_that_fails_its_own_exam_stops_the_batch(graded, toy_course, tmp_path):
    workspace = toy_course(reference=RIGHT.replace("3 * x", "4 * x"))
    with pytest.raises(ExamFault, match="triple/test_three: failed: result: expected 6, got 8"):
        graded(course=workspace)
    assert points(tmp_path / "out") == {}


def test_results_are_for_their_owner_only(graded, few, tmp_path):
    graded()
    for path in [tmp_path / "out", *(tmp_path / "out").rglob("*")]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_results_that_cannot_be_written_are_named_before_anything_runs(graded, tmp_path):
    (tmp_path / "out").write_text("a file", encoding="utf-8")
    with pytest.raises(ConfigError, match="results cannot be written there"):
        graded()


def test_what_a_killed_batch_left_behind_goes(graded, few, tmp_path):
    folder = tmp_path / "out" / "right"
    (folder / "attempts").mkdir(parents=True)
    (tmp_path / "out" / ".run" / "chunks").mkdir(parents=True)
    leftovers = [folder / ".results.json.abc.tmp", folder / "attempts" / ".x.1.abc.tmp", folder.parent / ".s.csv.1.tmp"]
    for leftover in leftovers:
        leftover.touch()
    (folder / "notes.tmp").touch()
    graded()
    assert not any(map(os.path.exists, leftovers))
    assert (folder / "notes.tmp").exists()
    assert {path.name for path in folder.parent.iterdir()} == {*few, "summary.csv", "history.jsonl", "run.lock"}


def test_a_hand_in_that_changes_meanwhile_is_not_taken_for_what_it_was(few, toy_course, class_folder, tmp_path):
    job = Job(workspace=toy_course(), source=class_folder, out=tmp_path / "out", workers=1)
    with opened(job) as grading:
        (class_folder / "half" / "toy.py").write_text(RIGHT, encoding="utf-8")
        grading.examine(lambda _: None)
        assert grading.plan["half"].state is State.HELD
        assert "the hand-in has changed since this batch began" in grading.plan["half"].attempts.verdict()
    with opened(job) as grading:
        assert grading.plan["half"].state is State.MISSING  # its new bytes were never tried


def test_an_exam_that_turns_out_to_be_broken_leaves_the_gradebook_as_it_was(
    graded, few, toy_course, class_folder, tmp_path
):
    graded(course=toy_course())
    before = {path: path.read_bytes() for path in (tmp_path / "out").glob("*/hand-in.json")}
    (class_folder / "new.py").write_text(RIGHT, encoding="utf-8")
    job = Job(
        workspace=toy_course(reference=RIGHT.replace("3 * x", "4 * x")), source=class_folder, out=tmp_path / "out"
    )
    with opened(job) as grading:
        with pytest.raises(ExamFault, match="triple/test_three"):
            grading.examine(lambda _: None)
        assert {path: path.read_bytes() for path in before} == before
        grading.giving("the batch was stopped")  # as after an interrupt: who was never seen before is put down
    assert {path: path.read_bytes() for path in before} == before
    assert {path.parent.name for path in (tmp_path / "out").glob("*/hand-in.json")} == {*few, "new.py"}
