"""Networks for keypoints through ``autograder grade``: two in one assignment, and attacks that earn nothing."""

import json
import subprocess
import sys

import pytest
import torch
from PIL import Image

from autograder.sandbox.choose import for_grading

from .painting import safetensors
from .pointing import DOTS, MAPS, WEIGHTS, course, write

if sys.platform != "linux":
    pytest.skip("grading needs the Linux sandbox", allow_module_level=True)


def forward(*lines):
    """The right network, but for these lines before its return; `xy` is what it would return, float32 (N, 6)."""
    body = "\n        ".join(["xy = (torch.stack([best % w, best // w], 2).float() + self.shift).flatten(1)", *lines])
    return DOTS.replace(
        "return (torch.stack([best % w, best // w], 2).float() + self.shift).flatten(1)", f"{body}\n        return xy"
    ).replace("import torch\n", "import gc, os, sys, time\nimport torch\n", 1)


def decode(*lines):
    return MAPS.replace("    best = ", "    " + "\n    ".join(lines) + "\n    best = ")


FULL = {"dots": 10, "looking": 5, "maps": 10}
NO_DOTS = {"dots": 0, "looking": 0, "maps": 10}
LOOKING = (
    "frame, found = sys._getframe(), []",
    "while frame:",
    "    found += [v for v in frame.f_locals.values() if isinstance(v, torch.Tensor) and v.dtype == torch.bool]",
    "    frame = frame.f_back",
    "found += [v for v in gc.get_objects() if type(v).__name__ in ('KeypointImage', 'PointedSplit')]",
    "xy = xy if found else xy * 0",
)
COMPANY = "your network gives the same image other points when it comes alone, or later"

HAND_INS = {
    "right": ({}, FULL, "mean pixel error 0.0000: 10 of 10 points"),
    "mean_face": (
        {"dots": forward("xy = torch.tensor([5.5, 9, 16.5, 9, 8, 9]).repeat(n, 1)")},
        {"dots": None, "looking": 0, "maps": 10},
        "Does your network look at the image?",
    ),
    "swapped": (
        {"dots": forward("xy = xy[:, [2, 3, 0, 1, 4, 5]]")}, {"dots": None, "looking": 0, "maps": 10}, "mean pixel err"
    ),
    "y_before_x": ({"dots": forward("xy = xy[:, [1, 0, 3, 2, 5, 4]]")}, {"dots": None, "looking": 0, "maps": 10}, ""),
    "shape": ({"dots": forward("xy = xy.reshape(n, 3, 2)")}, NO_DOTS, "expected shape (1, 6), got (1, 3, 2)"),
    "shape_on_light": (
        {"dots": forward("if x.any(): xy = xy[:, :4]")}, NO_DOTS, "what your network returned has a wrong shape"
    ),
    "whole_numbers": ({"dots": forward("xy = xy.long()")}, NO_DOTS, "expected dtype float32, got int64"),
    "nan": ({"dots": forward("xy[0, 4:] = float('nan')")}, NO_DOTS, "got 2 NaN"),
    "nan_on_light": (
        {"dots": forward("if x.any(): xy[0, 4:] = float('nan')")}, NO_DOTS, "holds numbers that are NaN or infinite"
    ),
    "huge": ({"dots": forward("xy = xy * 1e30")}, NO_DOTS, "a point that lies farther outside than the image is large"),
    "stateful": ({"dots": forward("self.calls = getattr(self, 'calls', 0) + 1", "xy = xy + self.calls")}, NO_DOTS,
                 COMPANY),
    "peeks_at_the_batch": ({"dots": forward("xy = xy + n")}, NO_DOTS, COMPANY),
    "hangs": ({"dots": forward("while x.any(): pass")}, NO_DOTS, "your network took too long"),
    "crashes_on_light": (
        {"dots": forward("if x.any(): raise ValueError(x.sum())")}, NO_DOTS, "your network crashed on an image"
    ),
    "looks_for_points": ({"dots": forward(*LOOKING)}, {"dots": None, "looking": 0, "maps": 10}, ""),
    "no_decode": ({"maps": MAPS.replace("def decode", "def decod")}, {**FULL, "maps": 0}, "maps.py has no decode"),
    "decode_hangs": ({"maps": decode("while output[:, :-1].any(): pass")}, {**FULL, "maps": 0}, "took too long"),
    "decode_peeks": ({"maps": decode("output = output if len(output) == 1 else output.flip(3)")}, {**FULL, "maps": 0},
                     COMPANY),
    "decode_is_flat": (
        {"maps": decode("return torch.zeros(len(output), 6)")}, {**FULL, "maps": 0},
        "expected shape (1, 3, 2), got (1, 6)",
    ),
    "no_background": (
        {"maps": MAPS.replace("torch.cat([x, self.level.expand(len(x), 1, *x.shape[2:])], 1)", "x * self.level")},
        {**FULL, "maps": 0}, "expected shape (1, 4, any, any), got (1, 3, 18, 24)",
    ),
    "no_weights_of_one": (
        {"weights": {"dots.safetensors": WEIGHTS["dots.safetensors"]}}, {**FULL, "maps": 0},
        "the weights of 'maps' were not handed in: expected maps.safetensors",
    ),
    "weights_of_the_other": (
        {"weights": {**WEIGHTS, "dots.safetensors": safetensors({"level": torch.ones(1)})}}, NO_DOTS,
        "dots.safetensors does not fit build_model(3): missing: shift; unexpected: level",
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The documents by name, from one run of the command."""
    root = tmp_path_factory.mktemp("course")
    workspace = course(root)
    try:
        for_grading(("numpy",), ()).close()
    except Exception as error:
        pytest.skip(f"candidates cannot be confined here: {error}")
    for name, (files, _, _) in HAND_INS.items():
        write(root / "class" / name, **files)
    command = [sys.executable, "-m", "autograder", "grade", root / "class", "-a", "pointing", "-o", root / "out"]
    done = subprocess.run([*map(str, command), "--workers", "2"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert workspace.assignment.points == 25
    return root, {path.parent.name: json.loads(path.read_text()) for path in (root / "out").glob("*/results.json")}


def texts(document):
    return "\n".join(entry.get("output", "") for entry in document["tests"])


def earned(document):
    """Question → points."""
    found = dict.fromkeys(FULL, 0.0)
    for entry in document["tests"]:
        for question in FULL:
            if question in entry["name"]:
                found[question] += entry.get("score", 0)
    return found


@pytest.mark.parametrize("name", HAND_INS)
def test_each_network_earns_what_it_finds(graded, name):
    document, (_, expected, words) = graded[1][name], HAND_INS[name]
    assert not document["extra_data"]["held"]
    found = earned(document)
    for question, points in expected.items():
        assert found[question] < FULL[question] if points is None else found[question] == points, texts(document)
    assert words in texts(document)


@pytest.mark.parametrize("name", HAND_INS)
def test_results_hold_no_hidden_image(graded, name):
    text = json.dumps(graded[1][name])
    assert "dots 1" not in text
    assert "tensor(" not in text


def test_staff_read_numbers_of_each_network_and_see_a_picture_of_each(graded):
    root, documents = graded
    dots, maps = documents["swapped"]["extra_data"]["networks"]
    assert (dots["network"], maps["network"]) == ("dots", "maps")
    assert (dots["pairs_confused"], maps["pairs_confused"], maps["pairs"]) == (12, 0, 12)
    assert maps["reference_length"] == "the distance from left to right"
    assert documents["mean_face"]["extra_data"]["networks"][0]["spread"] == 0.0
    names = {path.name for path in (root / "out" / "right").glob("*.png") if not path.name.startswith("examined-")}
    assert names == {"network_dots.png", "network_maps.png"}
    with Image.open(root / "out" / "right" / "network_dots.png") as picture:
        assert picture.format == "PNG"
    assert not (root / "out" / "nan" / "network_dots.png").exists()
