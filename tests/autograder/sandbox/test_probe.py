"""What is claimed is what was seen; trials are played here, and made in earnest by the sandbox of `test_linux`."""

import os
import signal
import sys
import tempfile
import time

import pytest

if sys.platform != "linux":
    pytest.skip(f"needs Linux, this is {sys.platform}", allow_module_level=True)

from autograder.sandbox import probe as subject
from autograder.sandbox.confine.apply import LAYERS as ALL_LAYERS
from autograder.sandbox.confine.apply import Plan
from autograder.sandbox.probe import MENDS, probe, readable
from tests.autograder.sandbox.helpers import ends

LAYERS = ALL_LAYERS[2:]  # without the group and the namespaces, which are the warm process's own


@pytest.fixture
def trials(monkeypatch):
    """Plays the trials: `fails` maps a layer to what goes wrong with it; `imports` judges a plan."""
    fails, tried = {}, []

    def attempt(plan, proof):
        tried.append((plan, proof))
        layer = next((name for name, known in subject._PROOFS.items() if known is proof), None)
        return judge(plan) if layer is None else fails.get(layer)

    def judge(plan):
        return None if imports(plan) else "Permission denied"

    def imports(plan):
        return True

    def set_imports(function):
        nonlocal imports
        imports = function

    monkeypatch.setattr(subject, "_try", attempt)
    monkeypatch.setattr(subject.landlock, "ruleset", lambda *_: None)
    return fails, tried, set_imports


def test_what_works_is_on(trials):
    plan, missing = probe(())
    assert plan.layers == set(LAYERS)
    assert missing == {}


def test_what_fails_is_off_and_says_why(trials):
    trials[0]["landlock"] = "OSError: the kernel has no Landlock"
    plan, missing = probe(())
    assert plan.layers == set(LAYERS) - {"landlock"}
    assert missing == {"landlock": "OSError: the kernel has no Landlock"}


def test_what_needs_another_layer_is_off_with_it(trials):
    trials[0]["no_new_privs"] = "not set"
    plan, missing = probe(())
    assert plan.layers == {"rlimits", "uid", "capabilities"}
    assert missing["seccomp"] == missing["landlock"] == "needs no_new_privs"


def test_what_is_not_wanted_is_not_tried(trials):
    plan, missing = probe((), without=["uid"])
    assert "uid" not in plan.layers
    assert missing == {"uid": "left off on request"}
    assert all("uid" not in tried.layers for tried, _ in trials[1])


def test_a_python_behind_closed_folders_keeps_the_right_to_search_under_landlock(trials):
    trials[2](lambda plan: plan.keep_search)
    plan, missing = probe(())
    assert (plan.keep_search, plan.layers, missing) == (True, set(LAYERS), {})


def test_without_landlock_it_gives_up_the_user_instead(trials):
    trials[0]["landlock"] = "no"
    trials[2](lambda plan: plan.keep_search or "uid" not in plan.layers)
    plan, missing = probe(())
    assert not plan.keep_search
    assert "uid" not in plan.layers
    assert "install it where everyone may read" in missing["uid"]


def test_a_trial_reports_what_went_wrong():
    nothing = Plan(frozenset())
    assert subject._try(nothing, lambda: None) is None
    assert subject._try(nothing, lambda: 1 / 0) == "ZeroDivisionError: division by zero"
    assert subject._try(nothing, lambda: os.kill(os.getpid(), signal.SIGTERM)) == "the probe ended with status 15"
    assert subject._try(nothing, lambda: os.kill(os.getpid(), signal.SIGKILL)) == "the probe was killed, 3 times"


@pytest.mark.parametrize(("kills", "problem"), [(2, None), (3, "the probe was killed, 3 times")])
def test_a_trial_that_somebody_killed_is_made_again(tmp_path, kills, problem):
    """Else a layer would be off for all candidates, because one process was killed."""

    def be_killed() -> None:
        if len(list(tmp_path.iterdir())) < kills:
            tempfile.mkstemp(dir=tmp_path)
            os.kill(os.getpid(), signal.SIGKILL)

    assert subject._try(Plan(frozenset()), be_killed) == problem


@pytest.mark.parametrize("hang", [lambda: time.sleep(60), lambda: os.kill(os.getpid(), signal.SIGSTOP)])
def test_a_trial_that_does_not_end_is_ended_with_what_it_started(monkeypatch, hang):
    reading, writing = os.pipe()

    def start_one_and_hang():
        os.write(writing, f"{os.getpid()} {os.fork() or os.getpid()} ".encode())
        hang()

    monkeypatch.setattr(subject, "_TRIAL_SECONDS", 0.5)
    begun = time.monotonic()
    assert subject._try(Plan(frozenset()), start_one_and_hang) == "the probe did not end within 0.5 s"
    assert time.monotonic() - begun < 10
    pids = set(map(int, os.read(reading, 256).split()))
    assert len(pids) == 2
    assert all(ends(pid) for pid in pids)
    os.close(reading)
    os.close(writing)


def test_a_trial_that_hangs_before_it_leads_its_session_is_ended_too(monkeypatch):
    monkeypatch.setattr(subject, "_TRIAL_SECONDS", 0.5)
    monkeypatch.setattr(subject, "Confinement", lambda plan: time.sleep(60))
    assert subject._try(Plan(frozenset()), lambda: None) == "the probe did not end within 0.5 s"


def test_a_group_that_was_proved_and_cannot_be_entered_is_off_and_says_why(monkeypatch):
    def taken():
        raise OSError("Device or resource busy")

    monkeypatch.setattr(subject, "_try", lambda plan, proof: None)
    monkeypatch.setattr(subject.cgroup, "enter", taken)
    assert subject.enter_group() == "Device or resource busy"


@pytest.mark.parametrize("layer", LAYERS)
def test_each_proof_fails_without_its_layer(layer):
    """Where it did not, the probe would claim layers that are not there."""
    if layer == "uid" and os.getuid() != 0:
        pytest.skip("only root can change the user")
    if layer == "capabilities" and os.getuid() != 0:
        pytest.skip("only root has capabilities")
    assert subject._try(Plan(frozenset()), subject._PROOFS[layer]) is not None


def test_python_and_its_libraries_are_readable_and_nothing_of_the_course():
    paths = {path.resolve() for path in readable(("numpy",)) if path.exists()}
    for needed in (
        os.__file__,
        pytest.__file__,
        sys.modules["numpy"].__file__ if "numpy" in sys.modules else os.__file__,
    ):
        assert any(os.path.realpath(needed).startswith(f"{path}{os.sep}") for path in paths)
    assert not any(os.path.realpath(__file__).startswith(f"{path}{os.sep}") for path in paths)


def test_mends_are_for_what_can_be_missing():
    assert MENDS.keys() <= {*ALL_LAYERS, "search"}
