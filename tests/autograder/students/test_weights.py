"""Weights are opened in a candidate before they are packed."""

import pytest
import safetensors.torch
import torch

from autograder.assignment import Assignment
from autograder.records import HandIn, SourceFile, Submission, Weights
from autograder.sandbox.choose import for_checking
from autograder.students.weights import unfit_weights

NETWORK = {"name": "net", "task": "segmentation", "module": "toy", "weights": ["net.safetensors", "net.pt"]}


def assignment(**budget):
    return Assignment.model_validate(
        {
            "name": "toy",
            "title": "Toy",
            "files": ["toy.py"],
            "questions": [{"name": "double", "points": 1}],
            "networks": [NETWORK | budget],
        }
    )


def submission(path):
    weights = Weights(name=path.name, path=path, size=path.stat().st_size, sha256="0" * 64)
    source = SourceFile(module="toy", origin="toy.py", text="raise RuntimeError('the hand-in must not run')")
    return Submission(hand_in=HandIn(key="x"), sources={"toy": source}, weights={"net": weights})


@pytest.mark.slow
def test_what_does_not_open_or_is_over_budget_is_told(tmp_path):
    good, cut, evil = tmp_path / "net.safetensors", tmp_path / "cut" / "net.safetensors", tmp_path / "net.pt"
    cut.parent.mkdir()
    safetensors.torch.save_file({"w": torch.zeros(10)}, good)
    cut.write_bytes(good.read_bytes()[:-8])
    torch.save(torch.nn.Linear(2, 2), evil)
    with for_checking(assignment().libraries) as sandbox:

        def told(path, **budget):
            return list(unfit_weights(assignment(**budget), submission(path), lambda: sandbox))

        assert told(good) == []
        assert told(good, parameters=10) == []
        assert told(good, parameters=9) == ["numbers in net.safetensors: expected at most 9, found 10"]
        (damaged,) = told(cut)
        assert "net.safetensors cannot be opened: it is damaged or cut short" in damaged
        (refused,) = told(evil)
        assert "net.pt cannot be opened: it holds more than tensors" in refused


def test_without_weights_no_sandbox_is_asked():
    nothing = Submission(hand_in=HandIn(key="x"), sources={})
    assert list(unfit_weights(assignment(), nothing, lambda: pytest.fail("a sandbox was asked for"))) == []
