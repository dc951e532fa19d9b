"""68 points on real grey faces, through the real candidate; the faces lie beside the project where they are there."""

import hashlib
from pathlib import Path

import pytest
import torch

from autograder.data.catalogue import find_set
from autograder.evaluation import PointedSplit, evaluate
from autograder.evaluation.evidence import evidence
from autograder.networks import Network
from autograder.records import SourceFile, Weights
from autograder.sandbox.choose import for_checking

from .painting import safetensors

ROOT = Path(__file__).parents[3]
FACES = ROOT.parent / "shared" / "data" / "faces-mini"
if not FACES.is_dir():
    pytest.skip(f"there are no faces in {FACES}", allow_module_level=True)

MEAN = """
import torch
from torch import nn


class Mean(nn.Module):
    def __init__(self, count):
        super().__init__()
        self.face = nn.Parameter(torch.zeros(2 * count))

    def forward(self, x):
        return self.face.expand(len(x), -1)


def build_model(num_keypoints):
    return Mean(num_keypoints)
"""


@pytest.fixture(scope="module")
def split():
    faces = find_set("faces-68", ROOT)
    names, pairs = faces.description.keypoint_names, faces.description.pairs
    eyes = (names[36], names[45])
    return PointedSplit(images=faces.split("val", root=FACES), names=tuple(names), pairs=tuple(pairs), reference=eyes)


def test_the_mean_face_is_measured_and_recognised(split, tmp_path):
    truth = torch.stack([item.points_px for item in split])
    mean = truth.mean(0)
    data, path = safetensors({"face": mean.flatten()}), tmp_path / "faces.safetensors"
    path.write_bytes(data)
    weights = Weights(name=path.name, path=path, size=len(data), sha256=hashlib.sha256(data).hexdigest())
    network = Network(name="faces", task="points", weights=(path.name,), seconds=300)
    sources = {"network": SourceFile(module="network", origin="network.py", text=MEAN)}
    with for_checking(("numpy", "torch", "safetensors")) as sandbox:
        found = evaluate(lambda bounds: sandbox.start(sources, bounds), network, weights, split, "cpu")
    assert (len(split.names), len(split.pairs), split.sizes[0]) == (68, 29, (128, 128))
    errors = (truth - mean).norm(dim=2).double()
    eyes = (truth[:, 36] - truth[:, 45]).norm(dim=1).double()
    assert found.mean_pixel_error == pytest.approx(errors.mean().item(), rel=1e-5)
    assert found.nme == pytest.approx((errors / eyes[:, None]).mean().item(), rel=1e-5)
    assert found.pck(0.1) == pytest.approx((errors / eyes[:, None] <= 0.1).double().mean().item(), abs=1e-3)
    assert (found.spread, found.explained) == pytest.approx((0, 0), abs=1e-5)
    assert found.changed == 0.0
    (each,) = evidence([found])
    assert each.figures["network_faces.png"].startswith(b"\x89PNG")
