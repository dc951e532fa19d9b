"""A folder is replaced as a whole, with modes that no umask has touched."""

import os
import stat

import pytest

from autograder.authoring import folder as writing
from autograder.authoring.folder import write_folder

FILES = {"a.py": b"x = 1\n", "deep/er/b.sh": b"#!/bin/sh\n"}


def tree(folder):
    """Path → mode and content of everything in it."""
    return {
        path.relative_to(folder).as_posix(): (
            stat.S_IMODE(path.stat().st_mode),
            path.read_bytes() if path.is_file() else b"",
        )
        for path in folder.rglob("*")
    }


def test_it_holds_exactly_the_files(tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "stale").write_bytes(b"")
    write_folder(FILES, tmp_path / "out", {"deep/er/b.sh"})
    assert tree(tmp_path / "out") == {
        "a.py": (0o644, b"x = 1\n"),
        "deep": (0o755, b""),
        "deep/er": (0o755, b""),
        "deep/er/b.sh": (0o755, b"#!/bin/sh\n"),
    }
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("umask", [0o077, 0o002, 0o000])
def test_others_can_read_it_whatever_the_umask(tmp_path, umask):
    before = os.umask(umask)
    try:
        write_folder(FILES, tmp_path / "new" / "out")
    finally:
        os.umask(before)
    assert {mode for mode, _ in tree(tmp_path / "new" / "out").values()} == {0o644, 0o755}
    assert stat.S_IMODE((tmp_path / "new" / "out").stat().st_mode) == 0o755


@pytest.mark.parametrize("failing", ["_write", "_put"])
def test_what_fails_leaves_the_old_folder(tmp_path, monkeypatch, failing):
    write_folder(FILES, tmp_path / "out")
    before = tree(tmp_path)

    def fails(*_):
        raise OSError("no room")

    monkeypatch.setattr(writing, failing, fails)
    with pytest.raises(OSError, match="no room"):
        write_folder({"c.py": b""}, tmp_path / "out")
    assert tree(tmp_path) == before
