"""What ``autograder grade`` says of what earlier runs left."""

import shutil

from .conftest import RIGHT, linux, run
from .test_grade import answers, class_of, graded


@linux
def test_results_that_were_removed_and_made_anew_replace_no_grade_without_a_question(course, tmp_path):
    workspace, hand_ins = course(), class_of(tmp_path, "ada", "bo")
    assert graded(workspace, hand_ins).returncode == 0
    before = (tmp_path / "out" / "history.jsonl").read_bytes()
    shutil.move(tmp_path / "out", tmp_path / "moved")
    answers(hand_ins, RIGHT.replace("3 * x", "4 * x"))
    result = graded(workspace, hand_ins)
    assert result.returncode == 4, result.stderr
    told = f"{tmp_path / 'out'} was made anew, and the history of its grades is gone. gradebook.sqlite knows 2 grades"
    assert told in result.stderr
    assert result.stderr.index(told) < result.stderr.index("Rehearsing")
    assert "  ada: 10 of 10 → 6 of 10 (new bytes)" in result.stdout
    assert "bo:" not in result.stdout
    assert (tmp_path / "out" / "history.jsonl").read_bytes() == before
    assert "10.00: first grade" in run("gradebook", "show", "ada", cwd=workspace.exam).stdout
    shutil.move(tmp_path / "out", tmp_path / "gone")
    other = run("grade", hand_ins, "-a", "toy", "-o", tmp_path / "other", cwd=workspace.exam)
    assert f"{tmp_path / 'out'} is gone, and so are its grades: what is graded into" in other.stderr
    assert other.returncode == 0


@linux
def test_what_is_no_longer_handed_in_is_named_and_can_be_taken_out(course, tmp_path):
    workspace, hand_ins, out = course(), class_of(tmp_path, "hw_10", "hw_2", "hw_1"), tmp_path / "out"
    assert "earlier runs" not in graded(workspace, hand_ins).stdout
    part = graded(workspace, hand_ins, "--only", "hw_1").stdout
    assert "2 more in that folder are of earlier runs, such as hw_2." in part
    shutil.move(hand_ins / "hw_2", hand_ins / "Ada")
    shutil.rmtree(hand_ins / "hw_10")
    full = graded(workspace, hand_ins)
    assert "another course secret" not in full.stderr
    told = full.stdout
    assert "2 hand-ins of earlier runs: hw_2, hw_10. This run had none of that name, so summary.csv does not" in told
    assert "hw_2," not in (out / "summary.csv").read_text(encoding="utf-8")
    assert "hw_2" in run("gradebook", "show", cwd=workspace.exam).stdout
    assert f"remove its folder in {out}, then autograder gradebook rebuild." in told
    for key in ("hw_2", "hw_10"):
        shutil.rmtree(out / key)
    assert run("gradebook", "rebuild", cwd=workspace.exam).returncode == 0
    assert "hw_2" not in run("gradebook", "show", cwd=workspace.exam).stdout


@linux
def test_a_secret_that_was_lost_is_told_before_all_is_examined_anew(course, tmp_path):
    workspace, hand_ins = course(), class_of(tmp_path, "ada")
    graded(workspace, hand_ins)
    workspace.secret.unlink()
    lost = graded(workspace, hand_ins)
    told = f"1 grade in {tmp_path / 'out'} of an examination with another course secret than {workspace.secret}: hidden"
    assert lost.stderr.index("Making a course secret") < lost.stderr.index(told) < lost.stderr.index("Rehearsing")
