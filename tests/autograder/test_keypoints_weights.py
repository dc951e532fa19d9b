"""The weights in solutions/keypoints are those that the scripts beside them make."""

import hashlib
import importlib.util
import re
import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from autograder.workspace import open_assignment

ROOT = Path(__file__).parents[2]
SOLUTIONS = ROOT / "solutions" / "keypoints"
FOLDED = SOLUTIONS / "alternates" / "folded_networks"
SHORT = ("--steps", "3", "--images", "40", "--val", "4")


@pytest.mark.parametrize(
    ("name", "question"), [("regression", "regressor_error"), ("heatmap_network", "heatmap_error")]
)
def test_the_log_is_that_of_the_weights_and_they_earn_everything(name, question):
    weights = SOLUTIONS / f"{name}.safetensors"
    log = weights.with_suffix(".log").read_text(encoding="utf-8")
    assert f"{weights.name}: SHA-256 {hashlib.sha256(weights.read_bytes()).hexdigest()}\n" in log
    error_px = float(re.findall(r"([\d.]+) px mean error", log)[-1])
    assert error_px < open_assignment("keypoints", ROOT).assignment.question(question).curve[0][0] - 1.5
    assert weights.stat().st_size < 4 << 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["regression", "heatmap_network"])
def test_the_same_steps_give_the_same_bytes(tmp_path, name):
    outs = [tmp_path / "first", tmp_path / "second"]
    for out in outs:
        out.mkdir()
        command = [sys.executable, str(SOLUTIONS / "train_networks.py"), name, "--out", str(out), *SHORT]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    first, second = ((out / f"{name}.safetensors").read_bytes() for out in outs)
    assert first == second
    assert hashlib.sha256(first).hexdigest() in (outs[0] / f"{name}.log").read_text(encoding="utf-8")


def test_folded_weights_are_those_of_the_reference():
    """Every convolution with batch normalisation, by its definition."""
    reference = load_file(SOLUTIONS / "heatmap_network.safetensors")
    folded = torch.load(FOLDED / "heatmap_network.pt", weights_only=True)
    for part, number in (("quarter", 0), ("eighth", 1), ("sixteenth", 2)):
        name = f"{part}.{number}"
        scale = reference[f"{name}.1.weight"] / (reference[f"{name}.1.running_var"] + 1e-5).sqrt()
        bias = reference[f"{name}.1.bias"] - reference[f"{name}.1.running_mean"] * scale
        weight = reference[f"{name}.0.weight"] * scale[:, None, None, None]
        assert torch.allclose(folded[f"{part}.{2 * number}.weight"].float(), weight, rtol=1e-3, atol=1e-4)
        assert torch.allclose(folded[f"{part}.{2 * number}.bias"].float(), bias, rtol=1e-3, atol=1e-3)


@pytest.fixture(scope="module")
def making():
    """The script that writes the weights of cheats."""
    spec = importlib.util.spec_from_file_location("cheats_weights", SOLUTIONS / "cheats" / "_weights.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_mean_face_is_that_of_public_cats(making):
    known = load_file(SOLUTIONS / "cheats" / "the_mean_face" / "regression.safetensors")
    assert torch.allclose(making.mean_face(), known["points"], atol=1e-3)


def test_the_cheat_remembers_also_what_the_public_check_shows(making):
    known, made = (
        load_file(SOLUTIONS / "cheats" / "remembers_public_cats" / "regression.safetensors"),
        making.by_heart(),
    )
    assert torch.equal(known["points"], made["points"])
    assert torch.allclose(known["looks"].float(), made["looks"].float(), atol=1e-3)
