"""The doctor says what is missing, what it would protect against and what would mend it; and grading acts on it."""

import functools
import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from autograder import cli, doctor
from autograder.doctor import LAYERS, Health
from autograder.records import Isolation
from autograder.sandbox.portable import PortableSandbox
from autograder.sandbox.self_check import CONTRACT, Result, State

if sys.platform != "linux":
    pytest.skip("the layers are those of Linux", allow_module_level=True)

from autograder.sandbox import linux as back_end
from autograder.sandbox.confine.apply import LAYERS as APPLIED


def test_every_layer_is_explained():
    assert set(LAYERS) == set(APPLIED)


def test_every_layer_is_found_here_or_its_lack_is_explained():
    findings = doctor._isolation()
    assert findings[0].subject == "isolation"
    assert {finding.subject for finding in findings} >= set(APPLIED)
    for finding in findings:
        assert finding.health is Health.GOOD or finding.found


def test_without_proc_it_says_what_to_mount(monkeypatch, tmp_path):
    monkeypatch.setattr(back_end, "PROC", tmp_path / "self")
    (finding,) = doctor._isolation()
    assert finding.health is Health.BAD
    assert finding.found == "/proc is not mounted, and without it no candidate can be confined"
    assert finding.mend.startswith("mount -t proc proc /proc")


@pytest.mark.parametrize("layer", APPLIED)
def test_a_missing_layer_is_told_with_what_it_is_for_and_what_would_mend_it(layer):
    isolation = Isolation(backend="linux", layers=tuple(set(APPLIED) - {layer}), missing={layer: "no such thing here"})
    findings = {finding.subject: finding for finding in doctor._layers(isolation, Health.BAD)}
    missing = findings.pop(layer)
    assert (missing.state, missing.lines[:2]) == ("missing", [f"against {LAYERS[layer]}", "no such thing here"])
    assert missing.lines[2].startswith("→ ")
    assert {finding.state for finding in findings.values()} == {"on"}


def test_the_report_fits_into_80_columns(monkeypatch):
    isolation = Isolation(backend="linux", missing=dict.fromkeys([*APPLIED, "search"], "a long reason, " * 20))
    monkeypatch.setattr(doctor, "examine", lambda: doctor._layers(isolation, Health.BAD))
    said = CliRunner().invoke(cli.app, ["doctor"])
    assert said.exit_code == 1
    assert max(len(line.rstrip()) for line in said.stdout.splitlines()) <= 80
    assert said.stdout.count("missing") == len(APPLIED)


@pytest.fixture
def without(monkeypatch):
    """Switch layers of the Linux back end off."""

    def switch_off(*layers):
        known = functools.partial(back_end.LinuxSandbox, without=frozenset(layers))
        monkeypatch.setattr(back_end, "LinuxSandbox", known)

    return switch_off


@pytest.fixture
def grade(toy_course, tmp_path, monkeypatch):
    """Grade two hand-ins with the command: its result, and the results.json of each."""

    def grade(*options):
        toy_course()
        for name in ("ada", "bob"):
            (tmp_path / "class" / name).mkdir(parents=True)
            text = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
            (tmp_path / "class" / name / "toy.py").write_text(text, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        out = tmp_path / "out"
        said = CliRunner().invoke(cli.app, ["grade", str(tmp_path / "class"), "-a", "toy", "-o", str(out), *options])
        return said, [json.loads(path.read_text(encoding="utf-8")) for path in sorted(out.glob("*/results.json"))]

    return grade


LACKS = [("rlimits",), ("capabilities",), ("seccomp",), ("no_new_privs",), ("namespaces", "uid", "landlock")]


@pytest.mark.parametrize("layers", LACKS, ids=", ".join)
def test_where_layers_are_missing_the_doctor_says_that_grade_will_refuse(without, layers):
    without(*layers)
    findings = doctor._isolation()
    assert "`autograder grade` will refuse" in findings[0].found
    assert set(layers) <= {finding.subject for finding in findings if finding.health is Health.BAD}


def test_where_layers_are_missing_grade_refuses_and_grades_nobody(without, grade):
    without("seccomp")
    said, documents = grade()
    assert said.exit_code == 3
    assert "candidates cannot be confined here (seccomp: left off on request)" in " ".join(said.output.split())
    assert documents == []


def test_unsafe_grades_all_the_same_and_every_result_says_what_was_missing(without, grade):
    without("seccomp")
    said, documents = grade("--unsafe")
    assert said.exit_code == 0, said.output
    assert len(documents) == 2
    for document in documents:
        assert document["extra_data"]["isolation"]["backend"] == "portable"
        assert document["extra_data"]["isolation"]["layers"] == []
        assert document["extra_data"]["isolation"]["missing"]["isolation"]


def results(*broken):
    check = next(iter(CONTRACT.values()))
    yield Result(check, State.KEPT)
    yield Result(check, State.NOT_ASKED, "torch is not installed")
    for words in broken:
        yield Result(check, State.BROKEN, words)


@pytest.fixture
def self_check(monkeypatch):
    """What the command says of a self-check that finds these things broken."""

    def run(*broken):
        monkeypatch.setattr(doctor, "back_ends", lambda: [("portable", PortableSandbox)])
        monkeypatch.setattr("autograder.sandbox.self_check.self_check", lambda _: results(*broken))
        said = CliRunner().invoke(cli.app, ["doctor", "--self-check"])
        return said.exit_code, said.stdout.splitlines()

    return run


def test_a_self_check_that_finds_nothing_is_told_in_a_line(self_check):
    assert self_check() == (0, ["portable: 1 of 2 promises kept; 1 not asked: torch is not installed"])


def test_a_self_check_tells_each_broken_promise_with_what_was_found(self_check):
    status, lines = self_check("one: expected [1], found 2", "one: expected [1], found 2")
    assert status == 3
    assert lines == [
        f"✗ portable: {next(iter(CONTRACT))}",
        "    one: expected [1], found 2",
        f"✗ portable: {next(iter(CONTRACT))}",
        "    the same",
        "portable: 1 of 4 promises kept; 2 broken; 1 not asked: torch is not installed",
    ]


def test_both_back_ends_are_self_checked_here_and_one_elsewhere(monkeypatch):
    assert [name for name, _ in doctor.back_ends()] == ["linux", "portable"]
    monkeypatch.setattr(doctor.sys, "platform", "darwin")
    assert [name for name, _ in doctor.back_ends()] == ["portable"]


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
