"""The student's folder: what it holds, what it must not hold, and that it is never half written."""

import shutil
from pathlib import Path

import pytest

from autograder.authoring.handout import build_handout, differences, write_handout
from autograder.errors import ConfigError, MarkerError

from ..conftest import ASSIGNMENT, REFERENCE

PUBLIC = """
from autograder.exam import assert_equal, public, question

@question("double")
@public
def test_two(submission):
    assert_equal(submission.toy.double(2), 4)
"""
FILES = {"README.md", "assignment.toml", "course.toml", "test_public.py", "toy.ipynb", "toy.py"}
FILES |= {"tests/double.py", "tests/triple.py"}  # otter's


@pytest.fixture
def course(toy_course):
    def make(public=PUBLIC, **parts):
        workspace = toy_course(**parts)
        (workspace.exam / "test_public.py").write_text(public, encoding="utf-8")
        return workspace

    return make


def test_it_holds_the_skeleton_the_public_checks_and_what_the_assignment_says(course):
    files = build_handout(course())
    assert set(files) == FILES
    assert b"return 2 * x" not in files["toy.py"]
    assert b"NotImplementedError" in files["toy.py"]
    assert files["assignment.toml"].decode() == ASSIGNMENT.lstrip("\n")


def test_what_staff_remark_in_the_tables_of_a_course_stays_with_them(course):
    remarked = ASSIGNMENT.replace('title = "', '# zebra one\ntitle = "# ', 1) + "\n# zebra two\n"
    workspace = course(assignment=remarked + NETWORK)
    folder = workspace.secret.parent
    (folder / "course.toml").write_text(
        '# zebra three\nname = "CV"   # zebra four\ntimezone = "UTC"\n', encoding="utf-8"
    )
    described = folder.parent / "datasets" / "squares" / "dataset.toml"
    described.parent.mkdir(parents=True)
    described.write_text('name = "squares" # zebra five\n', encoding="utf-8")
    files = build_handout(workspace)
    assert b'\ntitle = "# ' in files["assignment.toml"]
    assert files["course.toml"] == b'name = "CV"\ntimezone = "UTC"\n'
    assert files["datasets/squares/dataset.toml"] == b'name = "squares"\n'
    assert b"zebra" not in b"".join(files.values())


NETWORK = (
    '[[networks]]\nname = "shapes"\ntask = "segmentation"\nmodule = "toy"\nweights = ["toy.pt"]\ndata = "squares"\n'
)


def test_what_the_course_says_of_the_data_comes_along(course, tmp_path):
    """In its folder, where ``autograder data`` looks; and a set that the course does not describe is only a word."""
    workspace = course(assignment=ASSIGNMENT + NETWORK)
    assert set(build_handout(workspace)) == FILES
    described = workspace.secret.parent.parent / "datasets" / "squares" / "dataset.toml"
    described.parent.mkdir(parents=True)
    described.write_text('name = "squares"\n', encoding="utf-8")
    files = build_handout(workspace)
    assert files.keys() - FILES == {"datasets/squares/dataset.toml"}
    write_handout(files, tmp_path / "handout")
    assert (tmp_path / "handout/datasets/squares/dataset.toml").read_text(encoding="utf-8") == 'name = "squares"\n'
    assert differences(files, tmp_path / "handout") == []
    (tmp_path / "handout/datasets/squares/dataset.toml").unlink()
    assert differences(files, tmp_path / "handout") == ["datasets/squares/dataset.toml: missing"]


def test_public_checks_may_be_several_files(course):
    workspace = course()
    (workspace.exam / "test_public.py").rename(workspace.exam / "test_public_toy.py")
    (workspace.exam / "test_public_more.py").write_text("", encoding="utf-8")
    assert set(build_handout(workspace)) == FILES - {"test_public.py"} | {"test_public_toy.py", "test_public_more.py"}


def test_the_same_course_gives_the_same_bytes(course):
    workspace = course()
    assert build_handout(workspace) == build_handout(workspace)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("from autograder.exam import hidden", "hidden"),
        ("import autograder.exam as e\n@e.hidden(hint='x')\ndef test_x(): pass", "cannot import autograder.exam"),
        ("from .cases import secret_cases", ".cases"),
        ("from tests.toy.oracles import answer", "tests.toy.oracles"),
        ("import solutions.toy", "cannot import solutions.toy"),
        ("from autograder.exam.seeds import generator", "autograder.exam.seeds"),
        ("from autograder.database import scenes", "autograder.database"),
        ("from autograder import data", "autograder"),
        ("from autograder.exam import *\n@hidden(hint='x')\ndef test_x(): pass", "hidden checks"),
    ],
)
def test_public_checks_that_need_what_students_do_not_get_are_refused(course, line, told):
    with pytest.raises(ConfigError, match="students get this file") as caught:
        build_handout(course(public=f"{PUBLIC}\n{line}\n"))
    assert told in str(caught.value)
    assert "test_public.py:" in str(caught.value)


@pytest.mark.parametrize("line", ["from autograder.data import scenes", "from autograder.data.scenes import make"])
def test_public_checks_may_draw_images(course, line):
    assert build_handout(course(public=f"{PUBLIC}\n{line}\n")).keys() == FILES


def test_public_checks_that_are_no_python_are_refused_with_the_line(course):
    with pytest.raises(ConfigError, match=r"test_public\.py:1: "):
        build_handout(course(public="def test_(:\n"))


@pytest.mark.parametrize(
    "reference",
    [
        "def double(x): return 2 * x\n\n\ndef triple(x):\n    # BEGIN SOLUTION\n    return 3 * x\n    # END SOLUTION\n",
        "def double(x): return 2 * x\n",
        "def double(x):\n    if x is None:\n        raise ValueError\n    return 2 * x\n",
    ],
)
def test_an_answer_whose_markers_were_forgotten_is_not_published(course, reference):
    with pytest.raises(ConfigError, match="students would get the answer of double: mark it with"):
        build_handout(course(reference=reference))


def test_a_text_for_students_that_is_not_quite_one_is_refused_with_its_line(course):
    with pytest.raises(MarkerError, match=r"toy\.py:1: not quite a cell: '# %% \[md\]'"):
        build_handout(course(reference="# %% [md]\n# Text\n" + REFERENCE))


def test_a_missing_file_is_named(course):
    workspace = course()
    (workspace.reference / "toy.py").unlink()
    with pytest.raises(ConfigError, match=r"toy\.py: cannot be read"):
        build_handout(workspace)


def test_writing_replaces_what_was_there(course, tmp_path):
    files, folder = build_handout(course()), tmp_path / "out" / "handout"
    write_handout(files, folder)
    (folder / "stale.py").write_text("", encoding="utf-8")
    (folder / "toy.py").write_text("", encoding="utf-8")
    write_handout(files, folder)
    assert differences(files, folder) == []
    assert [path.name for path in folder.parent.iterdir()] == ["handout"]


def test_a_folder_with_other_things_is_not_overwritten(course, tmp_path):
    (tmp_path / "homework").mkdir()
    (tmp_path / "homework" / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(ConfigError, match="choose another folder"):
        write_handout(build_handout(course()), tmp_path / "homework")
    assert (tmp_path / "homework" / "thesis.tex").is_file()


def test_the_folder_of_the_assignment_is_not_taken_for_a_handout(course):
    """It has an assignment.toml too, and more that would be lost."""
    workspace = course()
    folder = workspace.secret.parent / "toy"
    with pytest.raises(ConfigError, match="not a handout"):
        write_handout(build_handout(workspace), folder)
    assert [path.name for path in folder.iterdir()] == ["assignment.toml"]


@pytest.mark.parametrize("failing", [1, 2])
def test_a_move_that_fails_leaves_the_old_handout(course, tmp_path, monkeypatch, failing):
    files, folder = build_handout(course()), tmp_path / "handout"
    write_handout(files, folder)
    moves, replace = [], Path.replace

    def fail_once(self, target):
        moves.append(target)
        if len(moves) == failing:
            raise OSError("disk full")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", fail_once)
    with pytest.raises(OSError, match="disk full"):
        write_handout({**files, "new.py": b""}, folder)
    assert differences(files, folder) == []
    assert not list(tmp_path.glob(".handout-*"))


def test_a_write_that_fails_leaves_the_old_handout(course, tmp_path, monkeypatch):
    files, folder = build_handout(course()), tmp_path / "handout"
    write_handout(files, folder)
    with pytest.raises(OSError, match="File name too long"):
        write_handout({**files, "x" * 300: b""}, folder)
    assert differences(files, folder) == []
    assert not list(tmp_path.glob(".handout-*"))


def test_differences_name_each_file(course, tmp_path):
    files, folder = build_handout(course()), tmp_path / "handout"
    assert differences(files, folder) == [f"{name}: missing" for name in sorted(FILES)]
    write_handout(files, folder)
    (folder / "README.md").unlink()
    (folder / "toy.py").write_text("changed", encoding="utf-8")
    (folder / "toy.ipynb").write_text("{}", encoding="utf-8")
    (folder / "notes.txt").write_text("", encoding="utf-8")
    assert differences(files, folder) == [
        "README.md: missing",
        "notes.txt: not part of the handout",
        "toy.ipynb: not as it would be built now",
        "toy.py: not as it would be built now",
    ]


def test_windows_line_ends_are_no_difference(course, tmp_path):
    files, folder = build_handout(course()), tmp_path / "handout"
    write_handout({name: data.replace(b"\n", b"\r\n") for name, data in files.items()}, folder)
    (folder / "__pycache__").mkdir()
    (folder / ".ipynb_checkpoints").mkdir()
    assert differences(files, folder) == []


def test_a_handout_of_a_handout_is_refused(course, tmp_path):
    from autograder.workspace import open_handout

    write_handout(build_handout(course()), tmp_path / "handout")
    with pytest.raises(ConfigError, match="a handout already"):
        build_handout(open_handout(tmp_path / "handout"))
    shutil.rmtree(tmp_path / "handout")
