"""A course made by ``autograder new``, and the students' wheel, which is built once."""

import pytest

from autograder.packaging.scaffold import new_assignment, new_course
from autograder.packaging.wheel import students_wheel
from autograder.workspace import open_assignment

SECRET = "5ec7e7" * 10 + "0123"
EXTENSIONS = "sid,email,due,name,note\n30412345,ada.l@students.example.edu,2099-03-10 23:59,Ada,ill\n"
REMARK = "Question 1 earned 9 points last year, so cut its second half in March."
DATASET = """\
name = "scenes"
title = "Streets"
kind = "scenes"
classes = [{ name = "road", colour = "#804080" }, { name = "sky", colour = "#4682b4" }]
source = "drawn"
licence = "CC0"
[splits.train]
count = 2
seed = "public"
[splits.hidden]
count = 2
secret = true
"""


def write_course(root):
    """A course with one assignment, a secret, a data set and an extension."""
    new_course(root, "Vision", "UTC")
    new_assignment(root, "grey")
    assignment = root / "assignments/grey/assignment.toml"
    text = assignment.read_text(encoding="utf-8").replace("# due = 2027", "due = 2027")
    text = f"# {REMARK}\n{text}"
    files = {
        assignment: text,
        root / "assignments/course.secret": SECRET,
        root / "assignments/grey/extensions.csv": EXTENSIONS,
        root / "datasets/scenes/dataset.toml": DATASET,
    }
    for path, content in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    return open_assignment("grey", root)


@pytest.fixture(scope="package")
def grey(tmp_path_factory):
    """A course that no test changes."""
    return write_course(tmp_path_factory.mktemp("course") / "vision")


@pytest.fixture(scope="package")
def wheel():
    return students_wheel()
