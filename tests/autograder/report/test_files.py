import os
import stat

import pytest

from autograder.report.files import remove_leftovers, write_whole


def test_writes_and_replaces(tmp_path):
    path = tmp_path / "results.json"
    write_whole(path, b"old")
    write_whole(path, b"new")
    assert path.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(os.name == "nt", reason="no such modes on Windows")
def test_only_the_owner_can_read_it(tmp_path):
    path = tmp_path / "results.json"
    write_whole(path, b"")
    assert stat.S_IMODE(path.stat().st_mode) & 0o177 == 0


@pytest.mark.parametrize("call", ["replace", "fsync"])
@pytest.mark.parametrize("error", [OSError(28, "No space left on device"), KeyboardInterrupt()])
def test_a_failure_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch, call, error):
    path = tmp_path / "results.json"
    path.write_bytes(b"old")

    def fail(*arguments):
        raise error

    monkeypatch.setattr(os, call, fail)
    with pytest.raises(type(error)):
        write_whole(path, b"new")
    monkeypatch.undo()
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_the_bytes_are_on_disk_before_the_name_and_the_name_before_the_return(tmp_path, monkeypatch):
    calls = []

    def record(name):
        real = getattr(os, name)
        monkeypatch.setattr(os, name, lambda *arguments: (calls.append(name), real(*arguments))[1])

    record("fsync")
    record("replace")
    write_whole(tmp_path / "results.json", b"x")
    assert calls == (["fsync", "replace"] if os.name == "nt" else ["fsync", "replace", "fsync"])


def test_a_missing_folder_is_an_os_error(tmp_path):
    with pytest.raises(FileNotFoundError):
        write_whole(tmp_path / "none" / "results.json", b"x")


def test_leftovers_of_a_killed_writer_go_and_nothing_else(tmp_path):
    path = tmp_path / "results.json"
    write_whole(path, b"new")
    keep = [tmp_path / name for name in ("results.json.tmp", ".results.json", ".other.json.x.tmp")]
    for each in [*keep, tmp_path / ".results.json.x1_2.tmp"]:
        each.touch()
    remove_leftovers(path)
    assert set(tmp_path.iterdir()) == {path, *keep}
