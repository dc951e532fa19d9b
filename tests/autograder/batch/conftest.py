"""A class of the toy course in which everything happens that happens in a class."""

import csv
import json
import os
from pathlib import Path

import pytest

from autograder.batch.grading import opened
from autograder.batch.job import Job
from autograder.report.results_json import RESULTS_FILE

RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
CLASS = {
    "right": RIGHT,
    "half": "def double(x): return 2 * x\ndef triple(x): return x\n",
    "hangs": "def double(x): return 2 * x\ndef triple(x):\n    while True: pass\n",
    "dies": "import os\ndef double(x): os._exit(1)\ndef triple(x): return 3 * x\n",
    "syntax": "def double(x:\n",
}
POINTS = {"right": 10, "half": 6, "hangs": 6, "dies": 4, "syntax": 0, "empty": 0}


@pytest.fixture
def class_folder(tmp_path):
    """A folder of hand-ins, one of them without the file that is wanted."""
    folder = tmp_path / "class"
    for name, source in CLASS.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "toy.py").write_text(source, encoding="utf-8")
    (folder / "empty").mkdir()
    (folder / "empty" / "notes.txt").write_text("sorry", encoding="utf-8")
    return folder


@pytest.fixture
def few(class_folder, tmp_path):
    """Only three of the class, for tests that are about something else: one is right, one is not, one is no hand-in."""
    for name in ("hangs", "dies", "syntax"):
        (class_folder / name).rename(tmp_path / name)
    return {key: POINTS[key] for key in ("right", "half", "empty")}


@pytest.fixture
def graded(toy_course, class_folder, tmp_path):
    """A function that grades the class into ``out``, and gives the `Giving`."""

    def grade(launcher=None, course=None, told=None, **options):
        told = [] if told is None else told
        workspace = course or toy_course()
        job = Job(workspace=workspace, source=class_folder, out=tmp_path / "out", **{"workers": 2} | options)
        with opened(job) as grading:
            try:
                grading.examine(told.append, launcher)
            finally:
                giving = grading.giving("the batch was stopped")
                giving.give_new()
        return giving

    return grade


def document(out, key):
    """What ``results.json`` of a hand-in says."""
    return json.loads((out / key / RESULTS_FILE).read_text(encoding="utf-8"))


def points(out):
    """What each hand-in was given, by key; None where it has no score."""
    return {path.parent.name: document(out, path.parent.name).get("score") for path in out.glob(f"*/{RESULTS_FILE}")}


def summary(out):
    """The lines of ``summary.csv``, by key."""
    with (out / "summary.csv").open(encoding="utf-8", newline="") as file:
        return {row["key"]: row for row in csv.DictReader(file)}


def lasting(out):
    """The bytes of everything that must be the same whenever and however often a batch was begun."""
    found = {}
    for path in sorted(out.rglob("*")):
        name = path.relative_to(out).as_posix()
        if path.name == RESULTS_FILE:
            found[name] = {**json.loads(path.read_text(encoding="utf-8")), "execution_time": None}
        elif path.is_file() and not path.name.startswith(("took-", "run.lock", "history.jsonl")):
            found[name] = path.read_bytes()
    return found


def children():
    """Processes whose parent is this one."""
    own = []
    for entry in os.scandir("/proc"):
        if entry.name.isdigit():
            try:
                fields = Path(f"/proc/{entry.name}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == os.getpid() and fields[0] != "Z":
                own.append(int(entry.name))
    return own
