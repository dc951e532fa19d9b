"""The doctor says what is missing, and what would mend it."""

import subprocess
import sys

import pytest

from autograder import doctor
from autograder.doctor import LAYERS, Health
from autograder.sandbox.confine.apply import LAYERS as APPLIED

linux = pytest.mark.skipif(sys.platform != "linux", reason="the Linux sandbox is on Linux only")


def test_every_layer_is_explained():
    assert set(LAYERS) == set(APPLIED)


@linux
def test_every_layer_is_found_here_or_its_lack_is_explained():
    findings = doctor._isolation()
    assert findings[0].subject == "isolation"
    assert {finding.subject for finding in findings} >= set(APPLIED)
    for finding in findings:
        assert finding.health is Health.GOOD or finding.found.removeprefix("off: ")


def test_elsewhere_it_says_that_checking_works(monkeypatch):
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    (finding,) = doctor._isolation()
    assert finding.health is Health.NOTE
    assert "autograder check" in finding.mend


@pytest.fixture
def torch_says(monkeypatch):
    """Put something in the place of the process that tries torch."""

    def say(stdout="", failure=None):
        def run(*_, **__):
            if failure is not None:
                raise failure
            return subprocess.CompletedProcess([], 0, stdout=stdout)

        monkeypatch.setattr(doctor.subprocess, "run", run)
        return doctor._torch()

    return say


def told(right, gpus):
    return f'{{"torch": "2.6", "torchvision": "0.21", "gpus": {gpus}, "right": {right}}}'


def test_a_sane_torch_and_no_gpu(torch_says):
    torch, gpu = torch_says(told("true", "[]"))
    assert (torch.health, gpu.health) == (Health.GOOD, Health.NOTE)


def test_a_gpu_is_named(torch_says):
    _, gpu = torch_says(told("true", '["H200"]'))
    assert (gpu.health, gpu.found) == (Health.GOOD, "H200")


def test_wrong_results_are_a_problem(torch_says):
    (torch,) = torch_says(told("false", "[]"))
    assert torch.health is Health.BAD
    assert "wrong results" in torch.found


@pytest.mark.parametrize(
    ("failure", "found"),
    [
        (subprocess.CalledProcessError(1, [], stderr="Traceback\nImportError: no nms"), "ImportError: no nms"),
        (subprocess.CalledProcessError(-11, [], stderr=""), "ended with status -11"),
        (subprocess.TimeoutExpired([], 1), "no answer"),
    ],
)
def test_a_torch_that_breaks_is_a_problem_with_a_mend(torch_says, failure, found):
    (torch,) = torch_says(failure=failure)
    assert torch.health is Health.BAD
    assert found in torch.found
    assert "torchvision" in torch.mend
