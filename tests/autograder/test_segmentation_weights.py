"""The weights in solutions/segmentation are those that the scripts beside them make."""

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
SOLUTIONS = ROOT / "solutions" / "segmentation"
TRAINED = (SOLUTIONS / "network.safetensors", SOLUTIONS / "alternates" / "scores_with_skips" / "network.pt")
SHORT = ("--steps", "3", "--images", "20", "--val", "4")


@pytest.mark.parametrize("weights", TRAINED, ids=lambda path: path.parent.name)
def test_the_log_is_that_of_the_weights_and_they_earn_everything(weights):
    log = weights.with_suffix(".log").read_text(encoding="utf-8")
    assert f"{weights.name}: SHA-256 {hashlib.sha256(weights.read_bytes()).hexdigest()}\n" in log
    accuracy, iou = map(float, re.findall(r"pixel accuracy ([\d.]+), mean IoU ([\d.]+)", log)[-1])
    questions = {question.name: question for question in open_assignment("segmentation", ROOT).assignment.questions}
    assert accuracy > questions["network_accuracy"].curve[-1][0] + 0.01
    assert iou > questions["network_iou"].curve[-1][0] + 0.03
    assert weights.stat().st_size < 4 << 20


@pytest.mark.slow
@pytest.mark.parametrize("name", ["network.safetensors", "network.pt"])
def test_the_same_steps_give_the_same_bytes(tmp_path, name):
    outs = [tmp_path / part / name for part in ("first", "second")]
    for out in outs:
        out.parent.mkdir()
        command = [sys.executable, str(SOLUTIONS / "train_network.py"), "--out", str(out), *SHORT]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    first, second = (out.read_bytes() for out in outs)
    assert first == second
    assert hashlib.sha256(first).hexdigest() in outs[0].with_suffix(".log").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def making():
    """The script that writes the weights of cheats."""
    spec = importlib.util.spec_from_file_location("cheats_weights", SOLUTIONS / "cheats" / "_weights.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_cheat_knows_just_what_the_public_check_shows(making):
    known = load_file(SOLUTIONS / "cheats" / "public_scenes_by_heart" / "network.safetensors")
    made = making.by_heart()
    assert torch.equal(made["labels"], known["labels"])
    assert torch.allclose(made["keys"], known["keys"], atol=1e-5)


def test_the_mean_of_the_labels_is_that_of_public_scenes(making):
    known = load_file(SOLUTIONS / "cheats" / "mean_of_the_labels" / "network.safetensors")
    assert torch.allclose(making.mean_labels(), known["shares"], atol=1e-5)
    assert known["shares"].sum(0).max() <= 1.0001


def test_small_files_claim_to_hold_much():
    path = SOLUTIONS / "cheats" / "weights_without_end" / "network.pt"
    assert path.stat().st_size < 10_000
    assert sum(tensor.numel() for tensor in torch.load(path, weights_only=True).values()) > 5_000_000
