"""Hand-ins that go for points: graded in one batch by the real command, none gets any, and their neighbour gets all."""

import ctypes
import json
import os
import re
import subprocess
import sys
import time
from types import SimpleNamespace

import pytest

from tests.autograder.conftest import ASSIGNMENT, COURSE, EXAM, REFERENCE

from . import witness
from .cheats import ARCHIVES, FILES, SOURCES

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
PR_SET_CHILD_SUBREAPER = 36
CHEATS = {**SOURCES, **{f"brings {name}": files for name, files in (FILES | ARCHIVES).items()}}


def key_of(name):
    key = re.sub(r"\W+", "-", name)
    return f"{key}.zip" if isinstance(CHEATS.get(name), bytes) else key


def hand_in(folder, name, files):
    if isinstance(files, bytes):
        (folder / key_of(name)).write_bytes(files)
        return
    for path, content in ({"toy.py": files} if isinstance(files, str) else files).items():
        place = folder / key_of(name) / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content if isinstance(content, bytes) else content.encode())


@pytest.fixture(scope="module")
def batch(tmp_path_factory):
    """The whole class, graded."""
    root = tmp_path_factory.mktemp("course")
    limits = '[limits]\nlibraries = ["numpy"]\n'
    exam = EXAM.replace("submission.toy.triple(2), 6", "submission.toy.triple(submission.toy.triple(7)), 63")
    files = {
        "assignments/course.toml": COURSE,
        "assignments/toy/assignment.toml": ASSIGNMENT.replace("[limits]\n", limits).replace(
            "rules = { loops = false }", ""
        ),
        "solutions/toy/toy.py": REFERENCE,
        "tests/toy/test_toy_attacked.py": exam,
    }
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True)
        (root / name).write_text(text)
    (root / "class").mkdir()
    for name, content in CHEATS.items():
        hand_in(root / "class", name, content)
    for number in range(2):
        hand_in(root / "class", f"right {number}", RIGHT)
    libc = ctypes.CDLL(None)
    libc.prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)  # what outlives the command becomes ours
    before = SimpleNamespace(children=witness.children(os.getpid()), left=witness.left_behind(), files=tree(root))
    command = [
        sys.executable,
        "-m",
        "autograder",
        "grade",
        root / "class",
        "-a",
        "toy",
        "-o",
        root / "out",
        "--workers",
        "2",
    ]
    done = subprocess.run(command, cwd=root / "tests/toy", capture_output=True, text=True, timeout=120)
    time.sleep(1.2)  # longer than those who stay wait before they act
    after = SimpleNamespace(children=witness.children(os.getpid()), left=witness.left_behind(), files=tree(root))
    libc.prctl(PR_SET_CHILD_SUBREAPER, 0, 0, 0, 0)
    return SimpleNamespace(out=root / "out", done=done, before=before, after=after)


def tree(root):
    """Every file and what it holds; results aside."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and path.relative_to(root).parts[0] != "out"
    }


def document(batch, name):
    return json.loads((batch.out / key_of(name) / "results.json").read_text())


@pytest.mark.parametrize("name", CHEATS)
def test_it_earns_nothing(batch, name):
    assert batch.done.returncode == 0, batch.done.stderr
    found = document(batch, name)
    assert found["score"] == 0, found
    assert all(test.get("score", 0) == 0 for test in found["tests"])


@pytest.mark.parametrize("number", [0, 1])
def test_a_right_neighbour_keeps_all_points(batch, number):
    assert document(batch, f"right {number}")["score"] == 10


def test_no_process_is_left(batch):
    assert batch.after.children == batch.before.children


def test_no_file_is_left_or_changed(batch):
    assert batch.after.left == batch.before.left == []
    made = {name for name in batch.after.files if name not in batch.before.files and "__pycache__" not in name}
    assert made <= {"assignments/course.secret", "gradebook.sqlite"}
    assert {name: batch.after.files[name] for name in batch.before.files} == batch.before.files


def test_only_results_are_among_the_results(batch):
    ours = {"summary.csv", "history.jsonl", "run.lock", ".gitignore"}  # of the whole class
    found = {path.relative_to(batch.out) for path in batch.out.rglob("*") if path.is_file()}
    keys = [key_of(name) for name in (*CHEATS, "right 0", "right 1")]
    of_each = ("results.json", "hand-in.json", "examined-*.json", "took-*.json")
    known = {path for path in found for key in keys for name in of_each if path.match(f"{key}/{name}")}
    assert {str(path) for path in found - known} == ours
    assert len(known) == len(keys) * len(of_each)


def test_nothing_is_held_and_nobody_sees_the_others(batch):
    assert f"{len(CHEATS) + 2} graded, 0 held" in batch.done.stdout
    assert "Traceback" not in batch.done.stderr
