"""A class of the toy course that does all that a class does."""

import os
from pathlib import Path

import pytest

from autograder.batch.grading import opened
from autograder.batch.job import Job

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
def examined(toy_course, class_folder, tmp_path):
    """A function that examines the class, and gives the `Grading` and what was told on the way."""

    def examine(launcher=None, course=None, **options):
        job = Job(workspace=course or toy_course(), source=class_folder, out=tmp_path / "out", **{"workers": 2} | options)
        told = []
        with opened(job) as grading:
            grading.examine(told.append, launcher)
        return grading, told

    return examine


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
