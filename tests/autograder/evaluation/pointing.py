"""A small course about keypoints: three bright dots, one in each channel, which a network without weights finds."""

import inspect
import itertools

import torch

from autograder.data.keypoints import KeypointImage
from autograder.workspace import open_assignment

from .painting import SECRET, safetensors

_number = itertools.count()
NAMES = ("left", "right", "tip")
PAIRS = ((0, 1),)

ASSIGNMENT = """
name = "pointing"
title = "Finding dots"
files = ["network.py", "maps.py"]
[limits]
seconds = 5
memory_mb = 512
[[networks]]
name = "dots"
task = "points"
weights = ["dots.safetensors", "dots.pt"]
parameters = 1000
weights_mb = 0.5
seconds = 15
memory_mb = 1024
[[networks]]
name = "maps"
task = "heatmaps"
module = "maps"
weights = ["maps.safetensors"]
decode = "maps.decode"
seconds = 15
memory_mb = 1024
[[questions]]
name = "dots"
points = 10
curve = [[0.5, 10], [8, 0]]
[[questions]]
name = "looking"
points = 5
[[questions]]
name = "maps"
file = "maps.py"
points = 10
curve = [[0.0, 0], [0.9, 10]]
[gradescope]
hidden_checks = "visible"
"""

DOTS = """
import torch
from torch import nn


class Dots(nn.Module):
    def __init__(self):
        super().__init__()
        self.shift = nn.Parameter(torch.zeros(2))

    def forward(self, x):
        n, _, h, w = x.shape
        best = x.flatten(2).argmax(2)
        return (torch.stack([best % w, best // w], 2).float() + self.shift).flatten(1)


def build_model(num_keypoints):
    return Dots()
"""

MAPS = """
import torch
from torch import nn


class Maps(nn.Module):
    def __init__(self):
        super().__init__()
        self.level = nn.Parameter(torch.ones(1))

    def forward(self, x):
        return torch.cat([x, self.level.expand(len(x), 1, *x.shape[2:])], 1)


def build_model(num_keypoints):
    return Maps()


def decode(output, size):
    best = output[:, :-1].flatten(2).argmax(2)
    w = output.shape[3]
    cells = torch.stack([best % w, best // w], 2)
    return (cells + 0.5) * torch.tensor([size[1] / w, size[0] / output.shape[2]]) - 0.5
"""

WEIGHTS = {
    "dots.safetensors": safetensors({"shift": torch.zeros(2)}),
    "maps.safetensors": safetensors({"level": torch.ones(1)}),
}


def dots(count, seed=0, sizes=((18, 24), (20, 20))):
    """Images with a bright dot in each channel; the tip of every third is not visible, and its place not known."""
    generator = torch.Generator().manual_seed(seed)
    images = []
    for number in range(count):
        height, width = sizes[number % len(sizes)]
        image = torch.randint(0, 60, (3, height, width), dtype=torch.uint8, generator=generator)
        half = width // 2
        x = torch.randint(0, half, (3,), generator=generator) + torch.tensor([0, half, 3])  # left is left of right
        y = torch.randint(0, height, (3,), generator=generator)
        image[range(3), y, x] = 250
        visible = torch.tensor([True, True, number % 3 > 0])
        points = torch.stack([x, y], 1).float()
        points[~visible] = float("nan")
        images.append(KeypointImage(f"dots {number}", image, points, visible))
    return images


_IMAGES = f"""
import torch
from autograder.exam import KeypointImage, Mismatch, hidden, pointed, question

NAMES, PAIRS = {NAMES}, {PAIRS}


{inspect.getsource(dots)}
"""
EXAMS = {
    "dots": _IMAGES
    + """

@pointed(names=NAMES, pairs=PAIRS, network="dots", reference="image diagonal")
def images(rng):
    return dots(12, int(rng.integers(1 << 31)))


@question("dots")
@hidden(hint="Look at your network on images of your own.")
def test_error(evaluation, award):
    award.measured(evaluation.mean_pixel_error, "mean pixel error")


@question("looking")
@hidden(hint="Does your network look at the image?")
def test_it_looks(evaluation):
    if not (evaluation.spread >= 0.5 and evaluation.explained >= 0.5):
        raise Mismatch(f"spread {evaluation.spread:.2f}, {evaluation.explained:.2f} of the variance explained")
""",
    "maps": _IMAGES
    + """

@pointed(names=NAMES, pairs=PAIRS, network="maps", reference=("left", "right"))
def images(rng):
    return dots(12, int(rng.integers(1 << 31)))


@question("maps")
@hidden(hint="Look at your network on images of your own.")
def test_pck(evaluation, award):
    award.measured(evaluation.pck(0.1), "PCK at 0.1")
""",
}


def write(folder, dots=DOTS, maps=MAPS, weights=None):
    """A hand-in of both networks."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in (("network.py", dots), ("maps.py", maps)):
        (folder / name).write_text(text, encoding="utf-8")
    for name, data in (WEIGHTS if weights is None else weights).items():
        (folder / name).write_bytes(data)
    return folder


def course(root):
    """Write the course and open its assignment."""
    number = next(_number)  # Python imports each name once
    files = {
        "assignments/course.toml": 'name = "Toy course"\ntimezone = "Europe/London"\n',
        "assignments/course.secret": SECRET,
        "assignments/pointing/assignment.toml": ASSIGNMENT,
        **{f"tests/pointing/test_hidden_{name}_{number}.py": text for name, text in EXAMS.items()},
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "assignments/course.secret").chmod(0o600)
    write(root / "solutions" / "pointing")
    return open_assignment("pointing", root)
