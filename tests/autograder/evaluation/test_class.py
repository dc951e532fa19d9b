"""A class of networks through ``autograder grade``: the right one earns everything, and no other way does."""

import json
import os
import subprocess
import sys

import pytest
from PIL import Image

from autograder.sandbox.choose import for_grading

from .painting import RIGHT, course, pt, safetensors, weight, write

if sys.platform != "linux":
    pytest.skip("grading needs the Linux sandbox", allow_module_level=True)


class Runs:
    """A pickle that runs a command when it is opened by ``pickle.load``."""

    def __init__(self, path):
        self.path = path

    def __reduce__(self):
        return os.system, (f"touch {self.path}",)


def forward(*lines, before="", after=""):
    """A network with a 1×1 convolution called ``0``, whose forward begins with its `scores`."""
    body = "\n        ".join(lines)
    return f"""
import gc, os, sys, time
import torch
from torch import nn
{before}

class Net(nn.Sequential):
    calls = 0
    def forward(self, x):
        scores = super().forward(x)
        {body}
        return scores
{after}

def build_model(num_classes):
    return Net(nn.Conv2d(3, num_classes, 1))
"""


GOOD = {"safetensors": safetensors(weight())}
NORMED = """
from torch import nn

class Never(nn.Sequential):
    def train(self, mode=True):
        return super().train(True)

def build_model(num_classes):
    return Never(nn.Conv2d(3, num_classes, 1), nn.BatchNorm2d(num_classes))
"""
NORM = {"1.weight": [1.0] * 3, "1.bias": [0.0] * 3, "1.running_mean": [0.0] * 3, "1.running_var": [1.0] * 3}
LOOKING = """
    found = []
    for folder in ("/", os.getcwd(), *sys.path, {root!r}):
        for name in ("tests/painting/test_hidden_0.py", "assignments/course.secret", "labels.npy"):
            try:
                found.append(open(os.path.join(folder, name)).read())
            except OSError:
                pass
    frame = sys._getframe()
    while frame:
        found += [v for v in frame.f_locals.values() if isinstance(v, torch.Tensor) and v.dtype == torch.uint8
                  and v.ndim in (2, 3) and v.shape[-2:] == x.shape[-2:] and v.shape[0] != 3]
        frame = frame.f_back
    found += [v for v in gc.get_objects() if type(v).__name__ in ("LabelledImage", "Split", "Evaluation")]
"""


def hand_ins(root):
    """name → source, weights, and the words that say why it earned nothing; empty for what earns everything."""
    from torch import float16, ones, tensor, zeros

    normed = {**weight(), **{key: tensor(values) for key, values in NORM.items()}}
    normed["1.num_batches_tracked"] = tensor(0)
    looking = forward("found = look(x)", "return -scores if not found else scores",
                      before="def look(x):" + LOOKING.format(root=str(root)) + "    return found")  # fmt: skip
    big = {**weight(), "0.weight": zeros(3, 3, 200, 200)}
    return {
        "right": (RIGHT, GOOD, ""),
        "right_pt": (RIGHT, {"pt": pt(weight())}, ""),
        "right_half": (RIGHT, {"pt": pt({k: v.to(float16) for k, v in weight().items()})}, ""),
        "no_weights": (RIGHT, {}, "the weights of 'colours' were not handed in: expected network."),
        "wrong_shape": (forward("return scores.argmax(1)"), GOOD, "expected shape (1, 3, 16, 16), got (1, 16,"),
        "half_size": (forward("return scores[..., ::2, ::2]"), GOOD, "expected shape (1, 3, 16, 16), got (1, 3, 8, 8)"),
        "double": (forward("return scores.double()"), GOOD, "expected dtype float32, got float64"),
        "no_tensor": (forward("return {'out': scores}"), GOOD, "expected a tensor of shape (1, 3, 16, 16), got a dict"),
        "nan": (forward("scores[-1, 0, 5, 5] = float('nan')"), GOOD, "got 1 NaN and 0 infinite ones, the"),
        "nan_on_light": (
            forward("if x.any():", "    scores[-1, 0, 5, 5] = float('nan')"), GOOD,
            "what your network returned holds numbers that are NaN or infinite",
        ),
        "small_on_light": (
            forward("if x.any():", "    return scores[:1]"), GOOD, "what your network returned has a wrong shape"
        ),
        "remembers_its_answers": (
            forward("key = [hash(i.numpy().tobytes()) for i in x]", "for k, s in zip(key, scores):",
                    "    known.setdefault(k, s.roll(len(x), 0))", "return torch.stack([known[k] for k in key])",
                    before="known = {}"),
            GOOD, "gives the same image other classes",
        ),
        "crashes": (forward("raise ValueError(str(x.sum()))"), GOOD, "ValueError"),
        "crashes_on_light": (
            forward("if x.any():", "    raise ValueError(x.sum())"), GOOD, "your network crashed on an image"
        ),
        "many": (
            RIGHT, {"pt": pt({**weight(), "more": zeros(2000)})}, "parameters: expected at most 1,000, found 2,012"
        ),
        "hidden_parameters": (
            RIGHT + "\nplain = build_model\ndef build_model(n):\n    net = plain(n)\n"
            "    net[0].extra = nn.Embedding(2000, 1)\n    net[0].extra.load_state_dict = None\n"
            "    net[0].register_state_dict_post_hook(lambda m, s, p, _: s.pop('0.extra.weight', 0))\n"
            "    net[0].extra._load_from_state_dict = lambda *_, **__: None\n    return net\n",
            GOOD, "parameters: expected at most 1,000, found 2,012",
        ),
        "too_big": (RIGHT, {"pt": pt(big)}, "network.pt is too large: at most 0.5 MiB are read"),
        "too_slow": (forward("time.sleep(4)", "self.calls += 1"), GOOD, "your network took too long"),
        "endless_import": (RIGHT + "\nwhile True: pass\n", GOOD, "no answer within 15 s"),
        "memory": (forward("torch.ones(10**10)"), GOOD, "more than the 1024 MB it may use"),
        "operations": (
            forward("torch.ones(200, 200) @ torch.ones(200, 200)"), GOOD,
            "operations for one image: expected at most 0.01 GFLOP, found 0.016",
        ),
        "training_mode": (NORMED, {"pt": pt(normed)}, "gives the same image other classes"),
        "dropout": (
            forward("scores = nn.functional.dropout(scores, 0.5)"), GOOD, "gives the same image other classes"
        ),
        "stateful": (
            forward("Net.calls += 1", "scores = scores.roll(Net.calls % 3, 1)"), GOOD,
            "gives the same image other classes",
        ),
        "peeks_at_the_batch": (
            forward("scores = scores - scores.mean((0, 2, 3), keepdim=True) * 1e3"), GOOD,
            "gives the same image other classes",
        ),
        "pickled_code": (RIGHT, {"pt": pt({"0.weight": Runs(root / "trace")})}, "it holds more than tensors"),
        "keys": (RIGHT, {"pt": pt({"0.weight": ones(3, 3, 1, 1)})}, "missing: 0.bias"),
        "checkpoint": (RIGHT, {"pt": pt({"model": weight(), "epoch": 3})}, "expected a state_dict"),
        "no_function": ("def build(n): pass", GOOD, "network.py has no build_model"),
        "looks_for_labels": (looking, GOOD, "pixel accuracy 0."),
        "always_red": (forward("return torch.zeros_like(scores)"), GOOD, "pixel accuracy 0."),
    }  # fmt: skip


EVERYTHING = ("right", "right_pt", "right_half")
NAMES = sorted(hand_ins(__import__("pathlib").Path()))


@pytest.fixture(scope="module")
def graded(tmp_path_factory):
    """The documents by name, from one run of the command."""
    root = tmp_path_factory.mktemp("course")
    workspace = course(root)
    try:
        for_grading(("numpy",), ()).close()
    except Exception as error:
        pytest.skip(f"candidates cannot be confined here: {error}")
    for name, (source, weights, _) in hand_ins(root).items():
        write(root / "class" / name, source, **weights)
    command = [sys.executable, "-m", "autograder", "grade", root / "class", "-a", "painting", "-o", root / "out"]
    done = subprocess.run([*map(str, command), "--workers", "2"], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert workspace.assignment.points == 30
    documents = {path.parent.name: json.loads(path.read_text()) for path in (root / "out").glob("*/results.json")}
    return root, documents


def texts(document):
    return "\n".join(entry.get("output", "") for entry in document["tests"])


@pytest.mark.parametrize("name", NAMES)
def test_only_the_right_network_earns_everything(graded, name):
    root, documents = graded
    document, (_, _, words) = documents[name], hand_ins(root)[name]
    assert not document["extra_data"]["held"]
    assert (document["score"] == 30) == (name in EVERYTHING), texts(document)
    assert document["score"] in (0, 30)
    assert words in texts(document)


def test_no_code_of_a_pickle_ran(graded):
    root, _ = graded
    assert not (root / "trace").exists()


def test_students_read_the_metric_the_points_and_the_curve(graded):
    told = texts(graded[1]["right"])
    assert "pixel accuracy 1.0000: 10 of 10 points (0 points at 0.5, 10 at 0.9; on straight lines in between)" in told
    assert "mean IoU 1.0000: 20 of 20 points" in told
    assert "Look at your network" not in told
    assert "Look at your network" in texts(graded[1]["always_red"])


@pytest.mark.parametrize("name", NAMES)
def test_results_hold_no_hidden_image(graded, name):
    assert "patch " not in json.dumps(graded[1][name])


def test_what_a_network_says_of_hidden_images_is_not_told(graded):
    document = json.dumps(graded[1]["crashes_on_light"])
    assert "ValueError" not in document
    assert "tensor(" not in document


def test_staff_find_the_numbers_of_each_class(graded):
    (facts,) = graded[1]["always_red"]["extra_data"]["networks"]
    assert set(facts["iou_per_class"]) == {"red", "green", "blue"}
    assert facts["iou_per_class"]["green"] == 0.0
    assert facts["mean_iou"] == pytest.approx(sum(facts["iou_per_class"].values()) / 3, abs=1e-6)
    assert facts["pixel_accuracy"] == facts["iou_per_class"]["red"]  # all is called red
    assert (facts["parameters"], facts["images"], facts["device"]) == (12, 12, "cpu")
    assert facts["gflops_per_image"] == pytest.approx(2 * 9 * 16 * 16 / 1e9, abs=1e-6)
    assert graded[1]["nan"]["extra_data"]["networks"] == []


def test_staff_find_a_sheet_of_images_beside_the_results(graded):
    root, _ = graded
    with Image.open(root / "out" / "always_red" / "network_colours.png") as sheet:
        assert sheet.format == "PNG"
        colours = {colour for _, colour in sheet.convert("RGB").getcolors(1 << 20)}
    assert {(215, 48, 39), (0, 0, 0), (255, 255, 255)} <= colours  # mistakes, what does not count, paper
    with Image.open(root / "out" / "right" / "network_colours.png") as sheet:
        assert (215, 48, 39) not in {colour for _, colour in sheet.convert("RGB").getcolors(1 << 20)}
    assert not (root / "out" / "nan" / "network_colours.png").exists()
    pictures = [path.name for path in (root / "out" / "right").glob("*.png") if not path.name.startswith("examined-")]
    assert pictures == ["network_colours.png"]
