"""Errors are told in words, with an exit status that says whose they are."""

import errno

import pytest
import typer

from autograder.cli.console import FAULT, errors_in_words

from ..conftest import ASSIGNMENT
from .conftest import run


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
    assert f"{file}: unknown key 'point' in questions['double']; did you mean 'points'?" in result.stderr


def test_an_export_that_is_none_is_told(course, tmp_path):
    workspace = course()
    (tmp_path / "export.zip").write_bytes(b"this is no zip")
    result = run("grade", tmp_path / "export.zip", "-a", "toy", "-o", tmp_path / "out", cwd=workspace.exam)
    assert result.returncode == 2
    assert "export.zip" in result.stderr
    assert "Traceback" not in result.stderr


def test_a_full_disk_is_a_fault_in_words(capsys):
    with pytest.raises(typer.Exit) as ended, errors_in_words():
        raise OSError(errno.ENOSPC, "No space left on device", "/tmp/x")
    assert ended.value.exit_code == FAULT
    told = " ".join(capsys.readouterr().err.split())
    assert told.startswith("grader fault: there is no room left to write to (No space left on device: /tmp/x).")


def test_any_other_error_of_the_system_keeps_its_traceback():
    with pytest.raises(PermissionError), errors_in_words():
        raise PermissionError(errno.EACCES, "Permission denied", "/tmp/x")
