"""``autograder check`` in an unpacked handout."""

import itertools
import json
import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta

import pytest
import typer

from autograder.authoring.handout import build_handout, write_handout
from autograder.cli import check

from .conftest import RIGHT, run


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
    assert "did you mean 'double'?" in run("check", "doubel", cwd=handout).stderr


def test_a_question_that_only_hidden_checks_look_at_is_named(handout):
    checks = next(handout.glob("test_public*.py"))
    text = checks.read_text(encoding="utf-8")
    before, mark, _ = text.partition('@question("triple")')
    assert mark
    checks.write_text(before, encoding="utf-8")
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Only hidden checks look at triple." in result.stdout
    for path in (handout / "toy.py", *handout.glob("*.ipynb")):
        path.unlink()  # what would be examined is not even looked for
    alone = run("check", "triple", cwd=handout)
    assert (alone.stdout, alone.returncode) == ("\nOnly hidden checks look at triple.\n", 0)


def test_outside_of_a_handout_check_says_what_is_missing(tmp_path):
    result = run("check", cwd=tmp_path)
    assert result.returncode == 2
    assert "not a handout" in result.stderr


def test_a_wrong_answer_is_told_of_files_that_were_not_looked_at(handout):
    assert "Note" not in run("check", cwd=handout).stdout  # its own notebook only calls what toy.py defines
    cell = {"cell_type": "code", "source": "def double(x):\n    return 2 * x", "metadata": {}, "outputs": []}
    (own,) = handout.glob("*.ipynb")  # somebody plays in it, or the guide defines things there
    own.write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    assert f"Note: {own.name} defines double, too; toy.py is what counts" in run("check", cwd=handout).stdout
    (handout / "[red]mine.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    result = run("check", cwd=handout)
    assert "Note: [red]mine.ipynb was not looked at, because toy.py is there" in result.stdout
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    assert "Note" not in run("check", cwd=handout).stdout


def test_an_import_that_nobody_has_is_told_though_all_passes(handout):
    """No check needs it, and `pack` asks for it: it should not come as a surprise on the last evening."""
    (handout / "toy.py").write_text(f"import plotting_of_mine\n{RIGHT}", encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Note: toy.py imports plotting_of_mine, which neither lies in this folder nor is installed" in result.stdout


def test_a_missing_file_is_told_as_somebody_at_home_sees_it(handout):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    settings = handout / "assignment.toml"
    text = settings.read_text(encoding="utf-8").replace('["toy.py"]', '["toy.py", "more.py"]')
    settings.write_text(text.replace('name = "triple"', 'name = "triple"\nfile = "more.py"'), encoding="utf-8")
    (handout / "more_final.py").write_text(RIGHT, encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 1
    assert "✓ double (6 points)" in result.stdout
    assert "more.py is not in this folder\n" in result.stdout
    assert "Note: in this folder instead: more_final.py\n" in result.stdout
    assert "handed in" not in result.stdout.partition("Due")[0]


def test_the_untouched_notebook_is_not_taken_for_a_file_that_was_deleted(handout):
    (handout / "toy.py").unlink()
    cells = ["import sys\nfrom autograder.integrations.notebook import grader_for\n\ngrader = grader_for('toy.ipynb')"]
    cells = [{"cell_type": "code", "source": text, "metadata": {}, "outputs": []} for text in cells]
    (handout / "toy.ipynb").write_text(json.dumps({"cells": cells, "nbformat": 4}), encoding="utf-8")
    result = run("check", cwd=handout)
    assert result.returncode == 1
    told = "toy.py is not in this folder, and toy.ipynb does not define double, triple. Was the notebook saved?"
    assert f"Look first at double: {told}\n" in result.stdout
    assert "Note" not in result.stdout


def test_several_questions_are_checked_in_their_own_order(handout):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    both = run("check", "triple", "double", cwd=handout)
    assert both.returncode == 0
    assert both.stdout.index("✓ double") < both.stdout.index("✓ triple")


def test_how_far_it_is_stands_at_the_end(handout):
    (handout / "toy.py").write_text(RIGHT.replace("3 *", "4 *"), encoding="utf-8")
    told = run("check", cwd=handout).stdout
    end = told[told.index("1 of 2 questions pass their public checks. Hidden checks decide the points.") :]
    _, first, points, due, *_ = end.splitlines()
    assert first.startswith("Look first at triple: result: expected 6, got 8")
    assert points.startswith("So far public checks speak for 6 of 10 points. Hidden checks try other inputs")
    assert due.startswith("Due Sat 2026-03-07 23:59:00 PST")


@pytest.mark.parametrize(
    ("hours", "words"), [(-30, "1 day 6 h left"), (2, "Of your 10 points, 5 would stay: 2 h late")]
)
def test_the_time_is_that_of_this_computers_clock(handout, monkeypatch, capsys, hours, words):
    (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
    due = datetime(2026, 3, 8, 7, 59, tzinfo=UTC)
    monkeypatch.setattr(check, "now", lambda: due + timedelta(hours=hours))
    with pytest.raises(typer.Exit) as ended:
        check.check([], handout)
    assert ended.value.exit_code == 0
    assert words in " ".join(capsys.readouterr().out.split())


def test_a_wrong_name_is_told_before_anything_slow_is_imported(handout):
    """A clock would say more of the machine than of the program."""
    code = (
        "import sys; sys.argv = ['autograder', 'check', 'doubel']\n"
        "from autograder.cli import main\n"
        "try: main()\n"
        "except SystemExit as end: print(end.code)\n"
        "print(sorted({'pytest', 'numpy', 'torch', 'nbformat'} & set(sys.modules)))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=handout, capture_output=True, text=True, check=False)
    assert "did you mean 'double'?" in told.stderr
    assert told.stdout.splitlines() == ["2", "[]"]


@pytest.mark.skipif(os.name != "posix", reason="a Ctrl-C is sent as POSIX does it")
def test_watch_checks_at_every_save_until_it_is_stopped(handout):
    process = subprocess.Popen(
        [sys.executable, "-u", "-m", "autograder", "check", "--watch"],
        cwd=handout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,  # as a terminal gives the whole group a Ctrl-C
    )

    def told():
        lines = iter(process.stdout.readline, "")
        return "".join(itertools.takewhile(lambda line: "Waiting for the next save" not in line, lines))

    try:
        assert "0 of 2 questions pass" in told()
        (handout / "toy.py").write_text(RIGHT.replace("3 *", "3 **"), encoding="utf-8")
        second = told()
        assert "── saved: toy.py ──" in second
        assert "✓ double" in second
        assert "So far public checks speak for 6 of 10 points." in second
        (handout / "toy.py").write_text("def double(:\n", encoding="utf-8")
        assert "2 checks stop here" in told()
        settings = (handout / "assignment.toml").read_text(encoding="utf-8")
        (handout / "assignment.toml").write_text("name = 3", encoding="utf-8")
        assert "assignment.toml: name" in told()
        (handout / "assignment.toml").write_text(settings, encoding="utf-8")
        assert "2 checks stop here" in told()
        (handout / "toy.py").write_text(RIGHT, encoding="utf-8")
        assert "2 of 2 questions pass" in told()
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout.read().endswith("Stopped.\n")
        assert process.wait(30) == 0
    finally:
        process.kill()
        process.stdout.close()


def test_answers_in_the_notebook_beside_an_untouched_skeleton_are_told(handout):
    (handout / "toy.py").write_text("def double(x):\n    raise NotImplementedError\n", encoding="utf-8")
    cell = {"cell_type": "code", "source": "def double(x):\n    return 2 * x", "metadata": {}, "outputs": []}
    (handout / "toy.ipynb").write_text(json.dumps({"cells": [cell], "nbformat": 4}), encoding="utf-8")
    told = run("check", "double", cwd=handout)
    assert "Note: toy.ipynb defines double, too; toy.py is what counts, and has no answer yet" in told.stdout
