"""New grades at once; others only when somebody has seen what changes; nothing of ours takes a grade away."""

import json
import sys
from dataclasses import replace

import pytest

from autograder.batch.giving import Giving
from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.batch.plan import Planned
from autograder.errors import ConfigError
from autograder.gradebook import Keys, read_history, write_examined
from autograder.grading import grade_unreadable
from autograder.networks import Network
from autograder.records import Check, Evidence, HandIn, Unreadable, Visibility
from autograder.report.results_json import RESULTS_FILE
from autograder.workspace import open_assignment
from tests.autograder.gradebook.classroom import give, hand_in

from ..conftest import ASSIGNMENT, EXAM
from .conftest import RIGHT, document, lasting, points, summary

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")
CHEAPER = ASSIGNMENT.replace("points = 4", "points = 3")
HARDER = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "assert_equal(submission.toy.triple(2), 7)")


def history(out):
    return [
        (given.derived.key, given.old, given.derived.grade.points, given.why)
        for given in read_history(out).lines.values()
    ]


def test_new_grades_are_given_at_once_and_the_history_knows(graded, few, tmp_path):
    giving = graded()
    assert (giving.changed, giving.reworded) == ([], 0)
    assert points(tmp_path / "out") == few
    assert sorted(history(tmp_path / "out")) == [
        (key, None, float(number), "first grade") for key, number in sorted(few.items())
    ]


def test_a_grade_that_would_be_another_stands_until_somebody_has_seen_it(graded, few, toy_course, tmp_path):
    graded()
    out, before = tmp_path / "out", summary(tmp_path / "out")
    giving = graded(course=toy_course(assignment=CHEAPER))
    told = {change.new.key: (change.old.grade.points, change.new.grade.points, change.why) for change in giving.changed}
    assert told["right"] == (10.0, 9.0, "exam changed, points of triple changed")
    assert told["half"] == (6.0, 6.0, "exam changed, points of triple changed")  # 6 of 9, no longer of 10
    assert points(out) == few
    assert summary(out) == before
    assert giving.rows["right"].points == 10
    assert giving.rows["right"].why.startswith("not replaced: would be 9 (")
    giving.replace_all()
    assert points(out) == {**few, "right": 9}
    assert summary(out)["right"]["grade"] == "9"
    assert history(out)[-1] == (
        "right",
        10.0,
        9.0,
        "exam changed, points of triple changed",
    )  # in the order of the hand-ins
    assert graded(course=toy_course(assignment=CHEAPER)).changed == []


def test_no_code_runs_where_only_the_policy_changed(graded, few, toy_course, tmp_path, monkeypatch):
    workspace = toy_course()
    graded(course=workspace)
    path = workspace.secret.parent / "toy" / "assignment.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("points = 4", "points = 3"), encoding="utf-8")
    monkeypatch.setattr("autograder.batch.grading.with_exam", None)
    from autograder.workspace import open_assignment

    giving = graded(course=open_assignment("toy", tmp_path))
    assert [change.why for change in giving.changed if change.new.key == "right"] == ["points of triple changed"]


def test_who_hands_in_anew_has_the_old_grade_until_it_is_replaced(graded, few, toy_course, class_folder, tmp_path):
    workspace, out = toy_course(), tmp_path / "out"
    graded(course=workspace)
    (class_folder / "half" / "toy.py").write_text(RIGHT, encoding="utf-8")
    giving = graded(course=workspace)
    assert [(change.new.key, change.why) for change in giving.changed] == [("half", "new bytes")]
    assert document(out, "half")["score"] == 6
    giving.replace_all()
    assert document(out, "half")["score"] == 10
    (class_folder / "half" / "toy.py").write_text(RIGHT + "# the same\n", encoding="utf-8")
    giving = graded(course=workspace)
    assert (giving.changed, giving.reworded) == ([], 1)  # worth the same, of other bytes


def test_results_of_another_assignment_are_never_touched(graded, few, tmp_path):
    out = tmp_path / "out"
    give(out, hand_in(out, "right", "a", assignment="other"), 3.0)
    before = lasting(out)
    with pytest.raises(ConfigError, match=r"out: expected results of toy, found those of other \(right\)"):
        graded()
    assert lasting(out) == before


def test_the_summary_says_what_stands_whatever_became_of_the_last_run(graded, few, toy_course, tmp_path):
    graded()
    out = tmp_path / "out"
    course = toy_course(assignment=CHEAPER)
    with opened(Job(workspace=course, source=tmp_path / "class", out=out)) as grading:
        grading.giving("it was interrupted").give_new()  # nothing is examined with the changed exam
    assert (summary(out)["right"]["status"], summary(out)["right"]["grade"]) == ("held", "")
    assert [change.new.key for change in graded(course=course).changed] == ["empty", "half", "right"]
    assert {key: (each["status"], each["grade"]) for key, each in summary(out).items()} == {
        "right": ("graded", "10"),
        "half": ("graded", "6"),
        "empty": ("unreadable", "0"),
    }


def test_a_damaged_file_costs_only_itself(graded, few, toy_course, tmp_path):
    course, out = toy_course(), tmp_path / "out"
    graded(course=course)
    next((out / "half").glob("took-*")).write_text("{", encoding="ascii")  # nothing depends on it
    next((out / "empty").glob("examined-*")).write_text("{", encoding="ascii")
    (out / "history.jsonl").unlink()
    giving = graded(course=course)
    assert giving.held == ["empty"]
    assert sorted(key for key, *_ in history(out)) == ["half", "right"]
    told = summary(out)
    name = next((out / "empty").glob("damaged-1-examined-*")).name  # nothing is deleted
    is_told = f"{name[10:]} is damaged, and was set aside as {name}: grade again, and the hand-in is examined anew"
    assert is_told in told["empty"]["why"]
    assert (told["empty"]["status"], told["half"]["grade"]) == ("held", "6")
    assert graded(course=course).held == []


def test_a_fault_takes_no_grade_away(graded, few, toy_course, tmp_path):
    workspace = toy_course()
    graded(course=workspace)
    broken = EXAM.replace("assert_equal(submission.toy.triple(2), 6)", "1 / (submission.toy.triple(2) - 2)")
    giving = graded(course=toy_course(exam=broken))
    assert giving.held == ["half"]
    assert document(tmp_path / "out", "half")["score"] == 6
    row = summary(tmp_path / "out")["half"]
    assert row["status"] == "held"
    assert row["why"].endswith("; the grade given before, 6, stands")


def test_whoever_is_killed_between_history_and_results_finds_them_given_the_next_time(
    graded, few, toy_course, tmp_path, monkeypatch
):
    workspace, out = toy_course(), tmp_path / "out"
    with monkeypatch.context() as patched:
        patched.setattr("autograder.batch.putting._write", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            graded(course=workspace)
    assert len(history(out)) == 3
    assert set(points(out).values()) == {None}
    graded(course=workspace)
    assert len(history(out)) == 3
    assert points(out) == few


def test_results_that_somebody_changed_are_what_was_given_again(graded, few, toy_course, tmp_path):
    workspace = toy_course()
    graded(course=workspace)
    path = tmp_path / "out" / "right" / RESULTS_FILE
    path.write_text(json.dumps({"score": 99}), encoding="utf-8")
    graded(course=workspace)
    assert points(tmp_path / "out") == few


@pytest.mark.parametrize("text", ["", "key\n", "\xff", "a,b\n1,2\n", '"'])
def test_a_summary_that_is_none_any_more_is_written_anew(graded, few, toy_course, tmp_path, text):
    workspace, path = toy_course(), tmp_path / "out" / "summary.csv"
    path.parent.mkdir()
    path.write_text(text, encoding="latin-1")
    giving = graded(course=workspace, workers=1)
    assert summary(tmp_path / "out").keys() == few.keys()
    assert path.with_name("kept-1-summary.csv").read_text(encoding="latin-1") == text
    assert "It is kept as kept-1-summary.csv, and a new one is written." in giving.notes[0]


def test_of_one_hand_in_only_nothing_is_lost_that_is_said_of_the_others(graded, few, toy_course, tmp_path):
    workspace, path = toy_course(), tmp_path / "out" / "summary.csv"
    graded(course=workspace)
    lines = path.read_text(encoding="utf-8").splitlines()
    noted = [f"{line},{said}" for line, said in zip(lines, ("seen", "yes", "no", "ask Zoe"), strict=True)]
    path.write_text("\n".join(noted), encoding="utf-8")
    before = summary(tmp_path / "out")
    graded(course=workspace, only=frozenset({"half"}))
    assert summary(tmp_path / "out") == before
    graded(course=workspace)
    assert summary(tmp_path / "out") == before
    path.write_text("\n".join(noted).replace(",", ";"), encoding="utf-8")
    giving = graded(course=workspace, only=frozenset({"half"}))
    assert path.with_name("kept-1-summary.csv").read_text(encoding="utf-8") == "\n".join(noted).replace(",", ";")
    assert "It had the others, too: grade all hand-ins" in giving.notes[0]


def test_what_one_student_sent_is_added_to_the_summary_of_the_class(graded, few, toy_course, tmp_path):
    workspace, path = toy_course(), tmp_path / "out" / "summary.csv"
    graded(course=workspace)
    lines = path.read_text(encoding="utf-8").splitlines()
    noted = [f"{line},{said}" for line, said in zip(lines, ("seen", "yes", "no", "ask Zoe"), strict=True)]
    path.write_text("\n".join(noted), encoding="utf-8")
    before = summary(tmp_path / "out")
    (tmp_path / "ada.py").write_text(RIGHT, encoding="utf-8")
    job = Job(workspace=workspace, source=tmp_path / "ada.py", out=tmp_path / "out", workers=0)
    with opened(job) as grading:
        grading.examine(lambda _: None)
        grading.giving("it was stopped").give_new()
    after = summary(tmp_path / "out")
    assert (after.pop("ada.py")["grade"], after) == ("10", before)


def test_the_figures_of_an_examination_are_given_with_it_and_no_others(toy_course, hand_in_of, tmp_path):
    plain = toy_course()
    network = Network(name="net", task="segmentation", weights=("net.pt",))
    workspace = replace(plain, assignment=plain.assignment.model_copy(update={"networks": (network,)}))
    job = Job(workspace=workspace, source=tmp_path, out=tmp_path / "out")
    folder = job.out / "ada"
    folder.mkdir(parents=True)
    content = Keys.of(workspace).content(hand_in_of(RIGHT))
    planned = Planned(hand_in=HandIn(key="ada"), content=content, notes=(), folder=folder)
    checks = [Check(id=f"{q}/test", question=q, title="", visibility=Visibility.PUBLIC) for q in ("double", "triple")]
    found = grade_unreadable(workspace, checks, Unreadable(hand_in=planned.hand_in, reason="none"))
    evidence = Evidence(facts={"network": "net"}, figures={"network_net.png": b"a picture"})
    write_examined(folder, replace(found, reason="", evidence=(evidence,)), content)
    (folder / "network_old.png").write_bytes(b"of an earlier run")
    Giving(job, {"ada": planned}).give_new()
    assert {path.name: path.read_bytes() for path in folder.glob("network_*")} == {"network_net.png": b"a picture"}
    assert document(job.out, "ada")["extra_data"]["networks"] == [{"network": "net"}]


def excuse(tmp_path, rows):
    (tmp_path / "assignments/toy/extensions.csv").write_text(f"sid,excused\n{rows}", encoding="ascii")
    return open_assignment("toy", tmp_path)


def test_an_excuse_takes_a_grade_away_only_when_somebody_has_seen_it(graded, few, toy_course, tmp_path):
    toy_course()
    (tmp_path / "roster.csv").write_text("name,sid\nright,001\n", encoding="ascii")
    course, options = open_assignment("toy", tmp_path), {"roster": tmp_path / "roster.csv"}
    graded(course=course, **options)
    out = tmp_path / "out"
    giving = graded(course=excuse(tmp_path, "001,yes\n"), **options)
    assert [(each.new.key, each.old.status, each.new.status, each.why) for each in giving.changed] == [
        ("right", "graded", "excused", "excused")
    ]
    assert (giving.rows["right"].points, giving.rows["right"].why) == (10, "not replaced: would be excused")
    assert summary(out)["right"]["grade"] == "10"
    giving.replace_all()
    assert (giving.rows["right"].points, giving.rows["right"].excused) == (None, True)
    assert [summary(out)["right"][name] for name in ("status", "score", "grade")] == ["excused", "", ""]
    giving = graded(course=excuse(tmp_path, ""), **options)
    assert [(each.new.status, each.why) for each in giving.changed] == [("graded", "no longer excused")]
    assert (giving.rows["right"].excused, summary(out)["right"]["status"]) == (True, "excused")
