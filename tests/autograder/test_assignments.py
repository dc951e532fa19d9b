"""The assignments of this course keep their promises, through the real command line."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.authoring.handout import build_handout, differences
from autograder.authoring.variants import Kind, variants
from autograder.report.validate import problems
from autograder.workspace import open_assignment

ROOT = Path(__file__).parents[2]
NAMES = sorted(path.parent.name for path in (ROOT / "assignments").glob("*/assignment.toml"))
SHARED = ROOT.parent / "shared" / "data" / "gradescope-export"

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="grading needs the Linux sandbox")


def grade(source, out, name="conv"):
    """Run ``autograder grade``; the documents by key of the hand-in, and what was printed."""
    command = [sys.executable, "-m", "autograder", "grade", str(source), "--assignment", name, "--out", str(out)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
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
def examined(request, tmp_path_factory):
    """Every variant of an assignment with its graded document."""
    folder = tmp_path_factory.mktemp(request.param)
    known = {variant.name: variant for variant in variants(open_assignment(request.param, ROOT))}
    for name, variant in known.items():
        (folder / "class" / name).mkdir(parents=True)
        for source in variant.submission.sources.values():
            (folder / "class" / name / source.origin).write_text(source.text, encoding="utf-8")
    documents, _ = grade(folder / "class", folder / "out", request.param)
    return {name: (variant, documents[name]) for name, variant in known.items()}


def test_the_convolution_assignment_has_enough_variants_to_mean_something():
    kinds = [variant.kind for variant in variants(open_assignment("conv", ROOT))]
    assert kinds.count(Kind.ALTERNATE) >= 2
    assert kinds.count(Kind.MUTANT) >= 6
    assert kinds.count(Kind.CHEAT) >= 1


def test_reference_and_alternates_earn_everything(examined):
    for variant, document in examined.values():
        if variant.kind in (Kind.REFERENCE, Kind.ALTERNATE):
            assert lost(document) == set(), variant.name
            assert document["score"] == sum(possible for _, possible in question_points(document).values()), (
                variant.name
            )


def test_the_skeleton_and_every_cheat_earn_nothing(examined):
    for variant, document in examined.values():
        if variant.kind in (Kind.SKELETON, Kind.CHEAT):
            assert document["score"] == 0, variant.name


def test_a_cheat_would_earn_nothing_without_the_source_rules_too(examined):
    for variant, document in examined.values():
        if variant.kind is Kind.CHEAT:
            ran = [t for t in document["tests"] if "." in t.get("number", "") and t["name"] != "Within the rules"]
            failed = {test["number"].partition(".")[0] for test in ran if test["status"] == "failed"}
            assert failed == {test["number"].partition(".")[0] for test in ran}, variant.name


def test_every_mutant_loses_exactly_the_questions_it_names(examined):
    wrong = {
        variant.name: (sorted(variant.loses), sorted(lost(document)))
        for variant, document in examined.values()
        if variant.kind is Kind.MUTANT and lost(document) != variant.loses
    }
    assert wrong == {}, "mutant: (should lose, loses)"


def test_every_results_file_is_valid(examined):
    for variant, document in examined.values():
        assert problems(document) == [], variant.name


SAMPLE_CLASS = {  # name → score, grade
    "Reference": (100, 100),
    "Im2col": (100, 100),
    "Strided Einsum": (100, 100),
    "Untouched Skeleton": (0, 0),
    "Flipped Kernel": (75, 75),
    "Every Tie Rewarded": (85, 85),
    "Hidden Loop": (75, 75),
    "Endless Loop": (70, 70),
    "Crash At Import": (0, 0),
    "Memory Bomb": (75, 63.75),
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


def test_the_table_of_the_demo_is_right_line_by_line(tmp_path):
    command = [sys.executable, "-m", "autograder", "sample", "conv", "--out", str(tmp_path / "export.zip")]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    documents, printed = grade(tmp_path / "export.zip", tmp_path / "out")
    assert table(printed) == SAMPLE_CLASS
    assert len(documents) == len(SAMPLE_CLASS)
    for key, document in documents.items():
        assert problems(document) == [], key


QUESTIONS = ["output_size", "pad2d", "conv2d_forward", "conv2d_backward", "max_pool2d_forward", "max_pool2d_backward"]
POOLING = {"max_pool2d_forward", "max_pool2d_backward"}
EXPORT = [  # in the order of the export: lost questions, share kept, what the results say
    ("windows", set(), 1.0, ""),
    ("im2col", set(), 1.0, "on time"),
    ("stub", set(QUESTIONS), 1.0, "NotImplementedError"),
    ("flipped", {"conv2d_forward"}, 1.0, ""),
    ("comprehension", {"conv2d_forward"}, 0.85, "comprehension"),
    ("endless", POOLING, 0.85, "no answer within 2 s"),
    ("bomb", {"conv2d_backward"}, 0.85, ""),
    ("syntax", set(QUESTIONS), 1.0, "def output_size(n, kernel:"),
    ("always-equal", set(QUESTIONS), 1.0, ""),
    ("notebook", set(), 0.70, ""),
    ("too-late", set(), 0.0, ""),
    ("windows-line-ends", set(), 1.0, ""),
]


@pytest.mark.skipif(not SHARED.is_dir(), reason="the export of other people's hand-ins is not beside this checkout")
def test_hand_ins_that_nobody_here_wrote_get_what_they_should(tmp_path):
    documents, _ = grade(next(SHARED.glob("*.zip")), tmp_path / "out")
    assert len(documents) == len(EXPORT)
    for (key, document), (name, should_lose, keeps, says) in zip(sorted(documents.items()), EXPORT, strict=True):
        assert problems(document) == [], key
        assert lost(document) == should_lose, name
        earned = sum(score for score, _ in question_points(document).values())
        assert document["score"] == pytest.approx(keeps * earned), name
        assert says in json.dumps(document), name
