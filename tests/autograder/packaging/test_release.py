"""A release: the same bytes for the same course, refused where something leaks, and described by its manifest."""

import hashlib
import json
import os
import stat
import sys
import time

import pytest

from autograder import __version__
from autograder.authoring.handout import build_handout
from autograder.authoring.qualify.record import fingerprint
from autograder.errors import ConfigError
from autograder.packaging.archive import unzipped, zipped
from autograder.packaging.leaks import Kind
from autograder.packaging.release import Parts, release_files, require_free, write_release
from autograder.workspace import open_assignment

from .conftest import EXTENSIONS, SECRET, write_course

WHEEL = ("cv_autograder-0-py3-none-any.whl", zipped({"autograder/__init__.py": b""}))  # the real one takes longer
linux = pytest.mark.skipif(sys.platform == "win32", reason="modes and umask are of POSIX")


def parts_of(workspace):
    return Parts(workspace, build_handout(workspace), WHEEL)


@pytest.fixture(scope="module")
def released(grey):
    return release_files(parts_of(grey), qualified=True)


def tree(folder):
    """Path → mode and content of everything in it."""
    return {
        path.relative_to(folder).as_posix(): (stat.S_IMODE(path.stat().st_mode), path.is_file() and path.read_bytes())
        for path in folder.rglob("*")
    }


def test_it_has_everything_for_everybody(released):
    assert {name.split("/")[0] for name in released} == {
        "grey-handout", "grey-handout.zip", "grey-gradescope.zip", "grey-instructor.zip", WHEEL[0], "manifest.json",
    }  # fmt: skip
    folder = {name.removeprefix("grey-handout/"): data for name, data in released.items() if "/" in name}
    assert {f"grey/{name}": data for name, data in folder.items()} == unzipped(released["grey-handout.zip"])
    assert {"setup.sh", "run_autograder"} < unzipped(released["grey-gradescope.zip"]).keys()


def test_the_manifest_says_what_it_is(released, grey):
    said = json.loads(released["manifest.json"])
    files = said.pop("files")
    assert files.keys() == released.keys() - {"manifest.json"}
    for name, described in files.items():
        data = released[name]
        assert described == {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}
    assert said["leaks"] == {
        "looked into": sorted(name for name in files if "gradescope" not in name and "instructor" not in name),
        "found": 0,
    }
    assert (said["assignment"], said["version"], said["qualified"]) == ("grey", __version__, True)
    assert said["fingerprint"] == fingerprint(grey)
    assert len(said["exam"]) == 64
    assert SECRET not in released["manifest.json"].decode()


def test_the_manifest_says_what_was_not_proved_and_what_was_given_away(grey, released):
    said = json.loads(release_files(parts_of(grey), qualified=False, with_secret=True)["manifest.json"])
    before = json.loads(released["manifest.json"])
    assert (said["qualified"], said["secret in bundle"]) == (False, True)
    assert (before["qualified"], before["secret in bundle"]) == (True, False)


def test_the_bundle_holds_what_a_colleague_needs_and_no_student(released):
    files = {name.removeprefix("grey/"): data for name, data in unzipped(released["grey-instructor.zip"]).items()}
    needed = {
        "README.md", "assignments/course.toml", "assignments/grey/assignment.toml", "assignments/grey/handout/grey.py",
        "solutions/grey/grey.py", "solutions/grey/mutants/means.py", "tests/grey/test_hidden_grey.py", WHEEL[0],
    }  # fmt: skip
    assert needed < files.keys()
    assert EXTENSIONS.encode() not in files.values()
    assert not any(SECRET.encode() in data for data in files.values())
    assert b"is not in here" in files["README.md"]


def test_the_bundle_holds_the_secret_if_that_is_asked_for(grey):
    bundle = unzipped(release_files(parts_of(grey), qualified=True, with_secret=True)["grey-instructor.zip"])
    assert bundle["grey/assignments/course.secret"] == SECRET.encode()
    assert b"is not in here" not in bundle["grey/README.md"]


@linux
def test_the_same_inputs_give_the_same_bytes(released, tmp_path, monkeypatch):
    """In another folder, later, with another umask, another clock and litter lying about."""
    time.sleep(1.1)  # times of files would show
    before = os.umask(0o077)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        workspace = write_course(tmp_path / "somewhere" / "else")
        litter = workspace.exam / "__pycache__" / "test_hidden_grey.cpython-311.pyc"
        litter.parent.mkdir()
        litter.write_bytes(b"compiled")
        (workspace.reference / ".grey.py.swp").write_bytes(b"editor")
        again = release_files(parts_of(workspace), qualified=True)
        write_release(again, tmp_path / "out" / "grey")
    finally:
        os.umask(before)
        monkeypatch.undo()
        time.tzset()
    assert again == released
    write_release(released, tmp_path / "other" / "grey")
    assert tree(tmp_path / "out") == tree(tmp_path / "other")
    assert {mode for mode, _ in tree(tmp_path / "out").values()} == {0o600, 0o644, 0o755}


def test_what_leaks_is_not_released(tmp_path):
    workspace = write_course(tmp_path / "course")
    check = workspace.exam / "test_public_grey.py"
    text = check.read_text(encoding="utf-8")
    check.write_text(text + "\nEXPECTED = image @ np.array([0.299, 0.587, 0.114])\n", encoding="utf-8")
    parts = parts_of(workspace)
    assert {leak.kind for leak in parts.leaks} == {Kind.SOLUTION}
    assert {leak.file for leak in parts.leaks} == {
        "grey-handout/test_public_grey.py", "grey-handout.zip!grey/test_public_grey.py",
    }  # fmt: skip
    with pytest.raises(ConfigError, match="students would get what they must not"):
        release_files(parts, qualified=True)


def test_a_folder_with_other_things_is_not_overwritten(tmp_path):
    (tmp_path / "grey").mkdir()
    require_free(tmp_path / "grey")
    (tmp_path / "grey" / "thesis.tex").write_text("years of work", encoding="utf-8")
    with pytest.raises(ConfigError, match="not a release, and not empty"):
        write_release({"manifest.json": b"{}"}, tmp_path / "grey")
    assert (tmp_path / "grey" / "thesis.tex").is_file()
    with pytest.raises(ConfigError, match="not a release"):
        require_free(tmp_path / "grey" / "thesis.tex")


def test_a_release_takes_the_place_of_the_one_before(tmp_path):
    write_release({"manifest.json": b"1", "old": b""}, tmp_path / "grey")
    write_release({"manifest.json": b"2"}, tmp_path / "grey")
    assert tree(tmp_path) == {"grey": (0o755, False), "grey/manifest.json": (0o644, b"2")}


@linux
def test_nobody_else_reads_the_secret_and_the_solutions(tmp_path):
    names = ("grey-gradescope.zip", "grey-instructor.zip", "grey-handout.zip", "manifest.json")
    write_release(dict.fromkeys(names, b""), tmp_path / "grey")
    assert [tree(tmp_path / "grey")[name][0] for name in names] == [0o600, 0o600, 0o644, 0o644]


def test_the_bundle_is_a_course(released, tmp_path):
    for name, data in unzipped(released["grey-instructor.zip"]).items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(data)
    workspace = open_assignment("grey", tmp_path / "grey")
    assert build_handout(workspace) == {
        name.removeprefix("grey-handout/"): data for name, data in released.items() if name.startswith("grey-handout/")
    }
