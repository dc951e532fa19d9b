"""The reference is what the assignment names, and nothing that lies beside it."""

import pytest

from autograder.errors import ConfigError
from autograder.exam.reference import read_reference
from autograder.workspace import open_handout

from ..conftest import COURSE, REFERENCE


def test_it_is_the_files_to_hand_in(toy_course):
    workspace = toy_course()
    (workspace.reference / "mutants").mkdir()
    (workspace.reference / "mutants" / "wrong.py").write_text("", encoding="utf-8")
    reference = read_reference(workspace)
    assert set(reference.sources) == {"toy"}
    assert reference.sources["toy"].text == REFERENCE


def test_a_missing_file_is_named(toy_course):
    workspace = toy_course()
    (workspace.reference / "toy.py").unlink()
    with pytest.raises(ConfigError, match=r"toy\.py: the reference cannot be read"):
        read_reference(workspace)


def test_a_handout_has_none(toy_course, tmp_path):
    workspace = toy_course()
    folder = tmp_path / "handout"
    folder.mkdir()
    text = (workspace.secret.parent / "toy" / "assignment.toml").read_text(encoding="utf-8")
    for name, content in {"course.toml": COURSE, "assignment.toml": text, "test_public.py": ""}.items():
        (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(ConfigError, match="holds no reference"):
        read_reference(open_handout(folder))
