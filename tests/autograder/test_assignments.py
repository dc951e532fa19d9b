"""The assignments of this course keep their promises, through the real command line.

In a copy of the course with one and the same secret, so that what fails once fails again. Other secrets give other
cases: ``autograder qualify --thorough`` tries all answers with five.
"""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.handout import build_handout, differences
from autograder.report.validate import problems
from autograder.workspace import open_assignment

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))
SHARED = ROOT.parent / "shared" / "data" / "gradescope-export"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")
SECRET = "a55e55" * 10 + "0123"


@pytest.fixture(scope="session")
def course(tmp_path_factory):
    root = tmp_path_factory.mktemp("course")
    for part in ("assignments", "solutions", "datasets", *(f"tests/{name}" for name in NAMES)):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    (root / "tests/__init__.py").touch()
    (root / "assignments/course.secret").write_text(SECRET)
    return root


def grade(course, source, out, name="conv"):
    """Run ``autograder grade``; the documents by key of the hand-in, and what was printed."""
    command = [sys.executable, "-m", "autograder", "grade", str(source), "--assignment", name, "--out", str(out)]
    run = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    documents = {path.parent.name: json.loads(path.read_text(encoding="utf-8")) for path in out.glob("*/results.json")}
    return documents, run.stdout


def question_points(document):
    """Points before lateness, by question: the headings are the tests that have a number of points."""
    return {test["name"]: (test["score"], test["max_score"]) for test in document["tests"] if "max_score" in test}


def lost(document):
    return {name for name, (score, possible) in question_points(document).items() if score < possible}


@pytest.mark.parametrize("name", NAMES)
def test_the_handout_is_in_step_with_the_reference(name):
    workspace = open_assignment(name, ROOT)
    assert differences(build_handout(workspace), ROOT / "assignments" / name / "handout") == []


@pytest.fixture(scope="session", params=NAMES)
def qualified(request, course, tmp_path_factory):
    """What ``autograder qualify`` finds out about an assignment."""
    file = tmp_path_factory.mktemp(request.param) / "found.json"
    command = [sys.executable, "-m", "autograder", "qualify", request.param, "--json", str(file)]
    run = subprocess.run(command, cwd=course, capture_output=True, text=True, check=False)
    assert file.is_file(), run.stderr
    return run.returncode, json.loads(file.read_text(encoding="utf-8"))


def test_right_answers_earn_everything_and_wrong_ones_lose_exactly_what_they_must(qualified):
    status, found = qualified
    assert found["findings"] == []
    assert (status, found["qualified"]) == (0, True)


def test_every_question_has_wrong_answers_and_all_kinds_of_variants_are_there(qualified):
    _, found = qualified
    assert [question["name"] for question in found["questions"] if not question["mutants"]] == []
    kinds = [trial["kind"] for trial in found["trials"] if trial["seed"] == 0]
    assert kinds.count("alternate") >= 2
    assert kinds.count("cheat") >= 1
    assert kinds.count("skeleton") == 1


SAMPLE_CLASS = {  # name → score, grade
    "Reference": (100, 100),
    "Im2col": (100, 100),
    "Strided Einsum": (100, 100),
    "Untouched Skeleton": (0, 0),
    "Flipped Kernel": (89, 89),
    "Every Tie Rewarded": (96, 96),
    "Hidden Loop": (93, 93),
    "Endless Loop": (88, 88),
    "Crash At Import": (68, 68),
    "Memory Bomb": (89, 75.65),
    "Cheat": (0, 0),
    "A Day Late": (100, 70),
    "Corrupt Upload": (0, 0),
}


def table(printed):
    """Name → (score, grade), as the terminal shows them."""
    rows = {}
    for line in printed.splitlines():
        cells = [cell.strip() for cell in line.split("  ") if cell.strip()]
        if len(cells) == 5 and "/" in cells[1]:
            rows[cells[0]] = (float(cells[1].partition("/")[0]), float(cells[3]))
    return rows


def test_the_table_of_the_demo_is_right_line_by_line(course, tmp_path):
    command = [sys.executable, "-m", "autograder", "sample", "conv", "--out", str(tmp_path / "export.zip")]
    subprocess.run(command, cwd=course, check=True, capture_output=True)
    documents, printed = grade(course, tmp_path / "export.zip", tmp_path / "out")
    assert table(printed) == SAMPLE_CLASS
    assert len(documents) == len(SAMPLE_CLASS)
    for key, document in documents.items():
        assert problems(document) == [], key


QUESTIONS = ["output_size", "pad2d", "conv2d_forward", "conv2d_backward", "max_pool2d_forward", "max_pool2d_backward"]
POOLING = {"max_pool2d_forward", "max_pool2d_backward"}
EXPORT = [  # in the order of the export: lost questions of layers.py, share kept, what the results say
    ("windows", set(), 1.0, ""),
    ("im2col", set(), 1.0, "on time"),
    ("stub", set(QUESTIONS), 1.0, "NotImplementedError"),
    ("flipped", {"conv2d_forward"}, 1.0, ""),
    ("comprehension", {"conv2d_forward"}, 0.85, "comprehension"),
    ("endless", POOLING, 0.85, "no answer within 5 s"),
    ("bomb", {"conv2d_backward"}, 0.85, ""),
    ("syntax", set(QUESTIONS), 1.0, "def output_size(n, kernel:"),
    ("always-equal", set(QUESTIONS), 1.0, ""),
    ("notebook", set(), 0.70, ""),
    ("too-late", set(), 0.0, ""),
    ("windows-line-ends", set(), 1.0, ""),
]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the export of other people's hand-ins is not beside this checkout")
def test_hand_ins_that_nobody_here_wrote_get_what_they_should(course, tmp_path):
    documents, _ = grade(course, next(SHARED.glob("*.zip")), tmp_path / "out")
    assert len(documents) == len(EXPORT)
    for (key, document), (name, should_lose, keeps, says) in zip(sorted(documents.items()), EXPORT, strict=True):
        assert problems(document) == [], key
        assert lost(document) & set(QUESTIONS) == should_lose, name
        earned = sum(score for score, _ in question_points(document).values())
        assert document["score"] == pytest.approx(keeps * earned), name
        assert says in json.dumps(document), name
