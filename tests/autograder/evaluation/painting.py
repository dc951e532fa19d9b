"""A small course about a network: three colours to be told apart, which a 1×1 convolution does."""

import io
import itertools
import textwrap

import torch
from safetensors.torch import save

from autograder.data.labelled import LabelledImage
from autograder.workspace import open_assignment

_number = itertools.count()
CLASSES = ("red", "green", "blue")
SECRET = "a secret of more than sixteen characters"

ASSIGNMENT = """
name = "painting"
title = "Telling colours apart"
files = ["network.py"]
[limits]
seconds = 5
memory_mb = 512
[[networks]]
name = "colours"
task = "segmentation"
weights = ["network.safetensors", "network.pt"]
data = "patches"
parameters = 1000
weights_mb = 0.5
seconds = 15
memory_mb = 1024
gflops_per_image = 0.01
[[questions]]
name = "accuracy"
points = 10
curve = [[0.5, 0], [0.9, 10]]
[[questions]]
name = "iou"
points = 20
curve = [[0.3, 0], [0.5, 10], [0.9, 20]]
[gradescope]
hidden_checks = "visible"
"""

EXAM = """
import torch
from autograder.exam import LabelledImage, hidden, labelled, question


@labelled(classes=("red", "green", "blue"))
def patches(rng):
    images = []
    for number in range(12):
        height, width = (17, 20) if number % 3 else (16, 16)
        shares = rng.dirichlet([0.3, 0.3, 0.3])  # so that an image by itself is not like all of them
        labels = torch.from_numpy(rng.choice(3, (height, width), p=shares))
        noise = torch.from_numpy(rng.integers(0, 60, (3, height, width)))
        image = noise + 180 * torch.nn.functional.one_hot(labels, 3).permute(2, 0, 1)
        labels[0] = 255
        images.append(LabelledImage(f"patch {number}", image.to(torch.uint8), labels.to(torch.uint8)))
    return images


@question("accuracy")
@hidden(hint="Look at your network on images of your own.")
def test_pixel_accuracy(evaluation, award):
    award.measured(evaluation.pixel_accuracy, "pixel accuracy")


@question("iou")
@hidden(hint="Look at your network on images of your own.")
def test_mean_iou(evaluation, award):
    award.measured(evaluation.mean_iou, "mean IoU")
"""

RIGHT = """
import torch
from torch import nn


def build_model(num_classes):
    return nn.Sequential(nn.Conv2d(3, num_classes, 1))
"""


def weight(matrix=None):
    """The state of the 1×1 convolution: the brightest channel is the class."""
    matrix = torch.eye(3) if matrix is None else torch.tensor(matrix)
    return {"0.weight": matrix.reshape(3, 3, 1, 1), "0.bias": torch.zeros(3)}


def safetensors(state):
    return save(state)


def pt(value):
    file = io.BytesIO()
    torch.save(value, file)
    return file.getvalue()


def write(folder, network=RIGHT, **weights):
    """A hand-in; weights by suffix: ``safetensors=…`` or ``pt=…``."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "network.py").write_text(textwrap.dedent(network), encoding="utf-8")
    for suffix, data in weights.items():
        (folder / f"network.{suffix}").write_bytes(data)
    return folder


def course(root, assignment=ASSIGNMENT, exam=EXAM):
    """Write the course and open its assignment."""
    files = {
        "assignments/course.toml": 'name = "Toy course"\ntimezone = "Europe/London"\n',
        "assignments/course.secret": SECRET,
        "assignments/painting/assignment.toml": assignment,
        f"tests/painting/test_hidden_{next(_number)}.py": exam,  # Python imports each name once
    }
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    (root / "assignments/course.secret").chmod(0o600)
    write(root / "solutions" / "painting", safetensors=safetensors(weight()))
    return open_assignment("painting", root)


def patches(count=6, sizes=((16, 16), (17, 20)), seed=0):
    """Labelled images as those of the exam."""
    generator = torch.Generator().manual_seed(seed)
    images = []
    for number in range(count):
        labels = torch.randint(0, 3, sizes[number % len(sizes)], generator=generator)
        noise = torch.randint(0, 60, (3, *labels.shape), generator=generator)
        image = noise + 180 * torch.nn.functional.one_hot(labels, 3).permute(2, 0, 1)
        labels[0] = 255
        images.append(LabelledImage(f"patch {number}", image.to(torch.uint8), labels.to(torch.uint8)))
    return images
