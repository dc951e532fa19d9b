import os
import sys

import pytest

from autograder.collect.entries import read
from autograder.collect.folder import file_entry, folder_entries
from autograder.errors import ExportError, HandInError

from .making import GOOD, make_folder

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="links and pipes need a privilege on Windows")


def test_files_at_any_depth_without_litter(tmp_path):
    make_folder(tmp_path, {"b/layers.py": GOOD, "a.txt": "x", ".git/x.py": "x", "b/__pycache__/y.pyc": "x"})
    assert [(entry.name, entry.size) for entry in folder_entries(tmp_path)] == [
        ("a.txt", 1),
        ("b/layers.py", len(GOOD)),
    ]
    assert read(folder_entries(tmp_path)[1], 100).decode() == GOOD


@needs_links
@pytest.mark.parametrize("name", ["layers.py", "data", "b/inner"])
def test_a_link_is_never_followed(tmp_path, name):
    folder = make_folder(tmp_path / "in", {"a.py": GOOD, "b/c.txt": "x"})
    make_folder(tmp_path / "secret", {"hidden.py": "x"})
    (folder / name).symlink_to(tmp_path / "secret")
    (link,) = [entry for entry in folder_entries(folder) if entry.name == name]
    with pytest.raises(HandInError, match=f"^{name} is a link"):
        read(link, 100)


@needs_links
def test_a_link_in_litter_does_not_matter(tmp_path):
    make_folder(tmp_path, {"a.py": GOOD, ".venv/x": ""})
    (tmp_path / ".venv/python").symlink_to("/usr/bin/python3")
    assert [entry.name for entry in folder_entries(tmp_path)] == ["a.py"]


@needs_links
def test_a_pipe_is_refused_not_opened(tmp_path):
    os.mkfifo(tmp_path / "layers.py")
    (pipe,) = folder_entries(tmp_path)
    with pytest.raises(HandInError, match=r"layers.py is a special file"):
        read(pipe, 100)


@needs_links
def test_an_environment_is_not_entered_whatever_it_is_called(tmp_path):
    make_folder(
        tmp_path, {"a.py": GOOD, "env/pyvenv.cfg": "", "env/lib/x.py": "x", "env/own.py": GOOD, "game/env/b.py": ""}
    )
    (tmp_path / "env/bin").mkdir()
    (tmp_path / "env/bin/python").symlink_to("/usr/bin/python3")
    names = [entry.name for entry in folder_entries(tmp_path)]
    assert names == ["a.py", "env/own.py", "env/pyvenv.cfg", "game/env/b.py"]


def test_a_closed_folder_only_matters_if_it_is_the_hand_in(tmp_path, monkeypatch):
    make_folder(tmp_path, {"a.py": GOOD, "closed/b.py": GOOD})
    scandir = os.scandir

    def closed(path):
        if str(path).endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    one, other = folder_entries(tmp_path)
    assert read(one, 100).decode() == GOOD
    with pytest.raises(HandInError, match="closed cannot be read: permission denied"):
        read(other, 100)
    with pytest.raises(HandInError, match="closed cannot be read: permission denied"):
        folder_entries(tmp_path / "closed")


@needs_links
def test_litter_is_not_even_entered(tmp_path, monkeypatch):
    make_folder(tmp_path, {"a.py": GOOD, "node_modules/deep/x.py": "x"})
    entered = []
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: entered.append(path) or scandir(path))
    folder_entries(tmp_path)
    assert len(entered) == 1


def test_a_folder_that_is_gone_is_not_the_students_fault(tmp_path):
    with pytest.raises(ExportError, match="cannot be read"):
        folder_entries(tmp_path / "missing")


def test_a_single_file(tmp_path):
    make_folder(tmp_path, {"alice.py": GOOD})
    entry = file_entry(tmp_path / "alice.py")
    assert (entry.name, entry.size, read(entry, 100).decode()) == ("alice.py", len(GOOD), GOOD)
