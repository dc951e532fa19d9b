"""What Gradescope would record for every kind of hand-in, in a replica of its container: ``make test-gradescope``."""

import io
import json
import re
import zipfile

import pytest

from autograder.authoring.variants import variants
from autograder.exam.seeds import course_secret
from autograder.packaging.gradescope import PROGRAMS, gradescope_files
from autograder.packaging.wheel import students_wheel
from autograder.workspace import open_assignment

from .judging import ON_TIME, assert_held, checked
from .replica import ROOT

POINTS = {  # of variants in solutions/conv, of 100
    "reference": 100,
    "im2col": 100,
    "skeleton": 0,
    "crashes_at_import": 68,
    "max_pool2d_forward_endless": 88,
    "conv2d_backward_memory_bomb": 89,
    "patches_the_grader": 0,
}
PRINTS = """
import os, sys
print("hello from the student")
print("hello from the student", file=sys.stderr, flush=True)
os.write(1, b"hello from the student")
"""


@pytest.fixture(scope="module")
def hand_ins(workspace):
    """The bytes of a variant, by its name."""
    known = {variant.name: variant.submission for variant in variants(workspace) if variant.name in POINTS}
    return {
        name: {source.origin: source.text.encode() for source in submission.sources.values()}
        for name, submission in known.items()
    }


def zipped(files):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def test_setup_makes_a_container_that_can_grade(made):
    replica, said = made
    print({what: f"{seconds:.0f} s" for what, seconds in replica.took.items()})
    assert re.search(r"^isolation +ok", said, re.MULTILINE), said


@pytest.mark.parametrize("name", POINTS)
def test_a_variant_gets_its_points(replica, hand_ins, name):
    ran = checked(replica.run(hand_ins[name], ON_TIME))
    print(f"{name}: {ran.seconds:.1f} s")
    assert ran.document["score"] == POINTS[name], ran.stdout
    assert {"uid", "seccomp"} <= set(ran.document["extra_data"]["isolation"]["layers"])


def test_the_default_container_of_half_a_core_is_enough(replica, hand_ins):
    ran = checked(replica.run(hand_ins["reference"], ON_TIME, cpus=0.5, memory_mb=768))
    print(f"reference on half a core: {ran.seconds:.1f} s")
    assert ran.document["score"] == 100, ran.stdout


def test_lateness_is_that_of_the_metadata(replica, hand_ins):
    late = ON_TIME | {"created_at": "2026-03-08T17:57:40.143363-07:00"}
    assert checked(replica.run(hand_ins["reference"], late)).document["score"] == 85
    own = {"due_date": "2026-03-08T18:00:00.000000-07:00"}
    extended = late | {"users": [ON_TIME["users"][0] | {"assignment": own}]}
    assert checked(replica.run(hand_ins["reference"], extended)).document["score"] == 100


def test_an_empty_upload(replica):
    ran = checked(replica.run({}, ON_TIME))
    assert ran.document["score"] == 0
    assert "no files were handed in" in ran.document["output"]


def test_a_zip_inside_the_upload_is_opened_and_one_in_that_is_not(replica, hand_ins):
    inner = zipped(hand_ins["reference"])
    assert checked(replica.run({"work.zip": inner}, ON_TIME)).document["score"] == 100
    ran = checked(replica.run({"outer.zip": zipped({"work.zip": inner})}, ON_TIME))
    assert ran.document["score"] == 0
    assert "outer.zip holds another zip, work.zip" in ran.document["output"]


def test_the_hand_in_of_another_assignment(replica):
    other = {path.name: path.read_bytes() for path in (ROOT / "solutions/segmentation").glob("*.py")}
    ran = checked(replica.run(other, ON_TIME))
    assert ran.document["score"] == 0
    assert "expected layers.py, general.py" in ran.document["output"]


def test_networks_are_evaluated_and_may_come_to_the_leaderboard(replica):
    workspace = open_assignment("segmentation", ROOT)
    replica.unpack(gradescope_files(workspace, students_wheel(), course_secret(workspace.secret)), PROGRAMS)
    toml = replica.autograder / "source/course/assignments/segmentation/assignment.toml"
    board = '[{ measure = "mean_iou", name = "Mean IoU" }, { measure = "parameters", order = "asc" }]'
    toml.write_text(f"{toml.read_text()}\n[gradescope]\nleaderboard = {board}\n")
    known = [*workspace.assignment.files, "network.safetensors"]
    ran = checked(replica.run({name: (workspace.reference / name).read_bytes() for name in known}, ON_TIME))
    print(f"segmentation: {ran.seconds:.1f} s")
    assert [leader["name"] for leader in ran.document["leaderboard"]] == ["Mean IoU", "parameters"]
    assert ran.document["leaderboard"][0]["value"] > 0.8
    assert ran.document["extra_data"]["score_before_lateness"] == 100, ran.stdout


def test_what_students_print_is_not_in_stdout(replica, hand_ins):
    talking = hand_ins["reference"] | {"layers.py": hand_ins["reference"]["layers.py"] + PRINTS.encode()}
    ran = checked(replica.run(talking, ON_TIME))
    assert "hello from the student" not in ran.stdout
    assert ran.document["stdout_visibility"] == "hidden"


def test_without_landlock_the_modes_of_files_keep_secrets(replica, hand_ins):
    spying = b"""
import os
PLACES = ["/autograder/source", "/autograder/results", "/autograder/submission", "/autograder/submission_metadata.json",
          "/autograder/source/course/assignments/course.secret", "/root", "/proc/1/environ"]
for place in PLACES:
    try:
        os.listdir(place) if os.path.isdir(place) else open(place).read()
    except OSError:
        continue
    raise RuntimeError("could read " + place)
"""
    looking = hand_ins["reference"] | {"layers.py": spying + hand_ins["reference"]["layers.py"]}
    ran = checked(replica.run(looking, ON_TIME, options=["--without-landlock"]))
    assert "landlock" in ran.document["extra_data"]["isolation"]["missing"]
    assert "could read" not in json.dumps(ran.document)
    ran = checked(replica.run(hand_ins["reference"], ON_TIME, options=["--without-landlock"]))
    assert ran.document["score"] == 100, ran.stdout


def test_own_deadline_keeps_what_was_found(replica, hand_ins):
    toml = replica.autograder / "source/course/assignments/conv/assignment.toml"
    toml.write_text(toml.read_text() + "\n[gradescope]\nminutes = 0.4\n")
    ran = checked(replica.run(hand_ins["max_pool2d_forward_endless"], ON_TIME, cpus=0.5))
    assert "took longer than 0.4 minutes" in ran.document["output"]
    assert ran.document["extra_data"]["held"] is True
    ended = {test["output"] for test in ran.document["tests"]}
    assert "Not run: the grading was interrupted." in ended
    assert any(test["status"] == "passed" and "." in test["number"] for test in ran.document["tests"])
    assert ran.seconds < 40


def test_a_container_that_is_too_small_holds_the_result(replica, hand_ins):
    try:
        ran = checked(replica.run(hand_ins["reference"], ON_TIME, memory_mb=150))
    except RuntimeError as problem:
        pytest.skip(str(problem))
    assert "want of memory" in ran.document["output"], ran.stdout
    assert ran.document["extra_data"]["held"] is True


BROKEN = {  # file in source/ → what it says instead; None: it is gone
    "course/assignments/conv/assignment.toml": "name =",
    "course/tests/conv/test_hidden_layers.py": "1 / 0",
    "course/assignments/course.secret": "short",
    "settings": None,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_mistake_of_ours_is_no_zero(replica, hand_ins, name):
    path = replica.autograder / "source" / name
    path.unlink()
    if BROKEN[name] is not None:
        path.write_text(BROKEN[name])
    assert_held(checked(replica.run(hand_ins["reference"], ON_TIME)))


def test_metadata_that_nobody_can_read_is_no_zero(replica, hand_ins):
    assert_held(checked(replica.run(hand_ins["reference"], ON_TIME | {"created_at": "soon"})))
