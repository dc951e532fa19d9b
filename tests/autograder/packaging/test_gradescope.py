"""The zip that is uploaded to Gradescope."""

import io
import json
import os
import shutil
import subprocess
import zipfile

import pytest

from autograder.errors import ConfigError
from autograder.packaging.archive import zipped
from autograder.packaging.gradescope import PROGRAMS, gradescope_files
from autograder.report.validate import problems
from autograder.workspace import open_assignment, open_handout

from ..conftest import ASSIGNMENT

WHEEL = ("cv_autograder-1-py3-none-any.whl", b"wheel")
SECRET = b"0123456789abcdef"


@pytest.fixture
def files(toy_course):
    def make(assignment=ASSIGNMENT, **parts):
        return gradescope_files(toy_course(assignment=assignment, **parts), WHEEL, SECRET)

    return make


def test_what_is_in_it(files, tmp_path):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/__init__.py").touch()
    found = files()
    exam = [path for path in found if path.startswith("course/tests/toy/test_toy_")]
    assert len(exam) == 1
    assert sorted(set(found) - set(exam)) == [
        "course/assignments/course.secret",
        "course/assignments/course.toml",
        "course/assignments/toy/assignment.toml",
        "course/tests/__init__.py",
        WHEEL[0],
        "held.json",
        "run_autograder",
        "settings",
        "setup.sh",
    ]
    assert found["course/assignments/course.secret"] == SECRET
    assert list(found) == sorted(found)


@pytest.mark.skipif(os.name == "nt", reason="the container is Linux")
@pytest.mark.parametrize("is_full", [False, True], ids=["", "on a full disk"])
def test_what_stands_at_first_is_whole_or_not_there(files, tmp_path, is_full):
    """Half of a results.json is no JSON, and so a zero on record."""
    root, tools = tmp_path / "autograder", tmp_path / "tools"
    for folder in (root / "source", root / "results", tools):
        folder.mkdir(parents=True)
    found = files()
    (root / "source/held.json").write_bytes(found["held.json"])
    script = found["run_autograder"].decode().replace("=/autograder\n", f"={root}\n")
    script = script.replace("/opt/", f"{tmp_path}/opt/")
    if is_full:
        (tools / "cp").write_text('#!/bin/sh\nhead -c 9 "$1" > "$2"\nexit 1\n', encoding="utf-8")
        (tools / "cp").chmod(0o755)
    environment = os.environ | {"PATH": f"{tools}:{os.environ['PATH']}"}
    done = subprocess.run(["bash", "-c", script], env=environment, capture_output=True, check=False)
    assert done.returncode == 0
    results = root / "results/results.json"
    assert not results.exists() if is_full else results.read_bytes() == found["held.json"]


def test_no_right_answer_is_in_it(files):
    assert not [path for path, data in files().items() if b"return 2 * x" in data or "solutions" in path]


def test_extensions_and_the_data_of_networks_come_along_and_litter_does_not(toy_course, tmp_path):
    network = (
        '[[networks]]\nname = "roads"\ntask = "segmentation"\nmodule = "toy"\nweights = ["a.pt"]\ndata = "streets"\n'
    )
    toy_course(assignment=ASSIGNMENT + network)
    for path in ("datasets/streets/dataset.toml", "datasets/other/dataset.toml", "tests/toy/__pycache__/x.pyc",
                 "tests/toy/.hidden", "tests/toy/cases/lines.csv"):  # fmt: skip
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text("x")
    (tmp_path / "assignments/toy/extensions.csv").write_text("sid,due\n007,2026-03-09T23:59\n")
    found = set(gradescope_files(open_assignment("toy", tmp_path), WHEEL, SECRET))
    assert {"course/datasets/streets/dataset.toml", "course/assignments/toy/extensions.csv"} < found
    assert "course/tests/toy/cases/lines.csv" in found
    assert not [path for path in found if "other" in path or "pycache" in path or "hidden" in path]


def test_the_course_in_it_opens(files, tmp_path):
    for path, data in files().items():
        (tmp_path / "there" / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "there" / path).write_bytes(data)
    workspace = open_assignment("toy", tmp_path / "there/course")
    assert workspace.assignment.points == 10
    assert workspace.exam_paths


def test_the_same_course_gives_the_same_bytes(toy_course):
    workspace = toy_course()
    first, second = (zipped(gradescope_files(workspace, WHEEL, SECRET), PROGRAMS) for _ in range(2))
    assert first == second


def test_what_stands_at_first_is_valid_and_no_zero(files):
    document = json.loads(files()["held.json"])
    assert problems(document) == []
    assert "score" not in document


@pytest.mark.parametrize("torch", ["", "cpu", "https://example.edu/whl/cpu?a=b&c=d;e"])
def test_a_shell_reads_the_settings(files, torch, tmp_path):
    (tmp_path / "settings").write_bytes(files(ASSIGNMENT + f'[gradescope]\ntorch = "{torch}"\n')["settings"])
    said = subprocess.run(
        ["bash", "-euc", '. ./settings; printf "%s %s" "$ASSIGNMENT" "$TORCH"'],
        cwd=tmp_path, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert said.stdout == f"toy {torch}"


def test_who_says_nothing_gets_no_cuda_for_a_gpu_that_is_not_there(files):
    assert files()["settings"] == b"ASSIGNMENT='toy'\nTORCH='cpu'\n"


TORCH = "torch torchvision"


@pytest.mark.parametrize(
    ("written", "given", "installs"),
    [
        ("", None, ""),
        ("cpu", None, f"pip install --torch-backend cpu {TORCH}"),
        ("https://example.edu/whl", None, f"pip install --default-index https://example.edu/whl {TORCH}"),
        ("cpu", "https://example.edu/whl", f"pip install --default-index https://example.edu/whl {TORCH}"),
        ("cpu", "", ""),
    ],
)
def test_torch_comes_from_where_it_is_wanted(files, tmp_path, written, given, installs):
    """With commands that only say how they were called."""
    source = tmp_path / "source"
    for path, data in files(ASSIGNMENT + f'[gradescope]\ntorch = "{written}"\n').items():
        (source / path).parent.mkdir(parents=True, exist_ok=True)
        (source / path).write_bytes(data)
    for name in ("python3", "uv", "apt-get"):
        (tmp_path / name).write_text(f'#!/bin/sh\necho "{name} $*" >> {tmp_path}/called\n')
        (tmp_path / name).chmod(0o755)
    environment = {"PATH": f"{tmp_path}:/usr/bin:/bin", "HOME_OF_PYTHON": str(tmp_path / "python")}
    if given is not None:
        environment["AUTOGRADER_TORCH"] = given
    done = subprocess.run(["bash", source / "setup.sh"], env=environment, capture_output=True, text=True, check=True)
    assert "not all of it is as it should be" in done.stdout  # there is no doctor
    called = [line for line in (tmp_path / "called").read_text().splitlines() if line.startswith("uv ")]
    expected = [f"uv {installs}"] if installs else []
    assert called[0].startswith("uv venv ")
    assert called[1:] == [*expected, f"uv pip install {source / WHEEL[0]}"]
    assert source.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("name", PROGRAMS)
def test_programs_are_bash_with_unix_line_ends_and_may_be_run(files, name, tmp_path):
    text = files()[name]
    assert text.startswith(b"#!/usr/bin/env bash\n")
    assert b"\r" not in text
    subprocess.run(["bash", "-n"], input=text, check=True)
    with zipfile.ZipFile(io.BytesIO(zipped(files(), PROGRAMS))) as archive:
        assert archive.getinfo(name).external_attr >> 16 & 0o777 == 0o755


def test_no_package_registry_is_named(files):
    for name in PROGRAMS:
        assert b"http" not in files()[name]


def test_a_handout_has_nothing_to_grade_with(toy_course, tmp_path):
    workspace = toy_course()
    for path in (tmp_path / "assignments/course.toml", tmp_path / "assignments/toy/assignment.toml"):
        shutil.copy(path, workspace.exam)
    (workspace.exam / "test_public_x.py").write_text("")
    with pytest.raises(ConfigError, match="no hidden checks"):
        gradescope_files(open_handout(workspace.exam), WHEEL, SECRET)


def test_lists_of_packages_are_fetched_before_any_is_installed(files):
    text = files()["setup.sh"]
    assert 0 < text.find(b"apt-get update") < text.index(b"apt-get install")
