"""Attacks: each says in its name what must not work. Run as root, they also run in two other environments.

An attack runs in a candidate as the grader starts one. Afterwards nothing outside may have changed, and the next
candidate of the same sandbox must work.
"""

import contextlib
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.sandbox.base import CandidateFailure

from .attacker import BOUNDS, CALLS, deed, hand_in

if sys.platform == "linux":
    from autograder.sandbox.confine.apply import LAYERS
    from autograder.sandbox.linux import LinuxSandbox, confines

    from . import witness
else:
    collect_ignore_glob = ["test_*.py"]  # there is nothing that confines


@dataclass
class Victim:
    """What an attacker is after, and may have found out about it."""

    course: Path
    grader: int
    warm: int

    def known(self, **more):
        names = ("secret", "results", "other", "link", "folder")
        paths = {name: str(self.course / name) for name in names}
        return {
            "course": str(self.course),
            "grader": self.grader,
            "warm": self.warm,
            "home": str(Path.home()),
            **paths,
            **more,
        }


@pytest.fixture(scope="session")
def sandbox():
    with LinuxSandbox(("numpy",)) as sandbox:
        assert confines(sandbox.isolation), sandbox.isolation
        yield sandbox


@pytest.fixture(scope="session")
def unconfined():
    """For showing that what an attack tries is possible in itself."""
    with LinuxSandbox(("numpy",), without=frozenset(LAYERS)) as sandbox:
        yield sandbox


def victim_of(sandbox, tmp_path):
    """A course that anybody may read and write, so that only the sandbox protects it."""
    course = tmp_path / "course"
    (course / "folder").mkdir(parents=True)
    for name in ("secret", "results", "other"):
        (course / name).write_text(f"{name}: the right answers")
        (course / name).chmod(0o666)
    (course / "link").symlink_to("secret")
    for folder in (course, course / "folder"):
        folder.chmod(0o777)
    for parent in (tmp_path, *tmp_path.parents[:3]):
        with contextlib.suppress(OSError):
            parent.chmod(parent.stat().st_mode | 0o055)
    return Victim(course, os.getpid(), sandbox._warm._process.pid)


@pytest.fixture
def victim(sandbox, tmp_path):
    victim = victim_of(sandbox, tmp_path)
    before = witness.look(victim)
    yield victim
    assert witness.look(victim) == before
    with opened(sandbox, "def f(x): return x + 1") as candidate:
        assert candidate.call("work.f", [1], {}) == 2


@contextlib.contextmanager
def opened(sandbox, source, bounds=BOUNDS):
    candidate = sandbox.start(hand_in(source), bounds)
    try:
        yield candidate
    finally:
        candidate.close()


@pytest.fixture
def attack(sandbox, victim):
    """What becomes of a hand-in that does `code`: its own words, or the failure it ended with."""

    def attempt(code, bounds=BOUNDS):
        return attempt_in(sandbox, victim, code, bounds)

    return attempt


def attempt_in(sandbox, victim, code, bounds=BOUNDS):
    with opened(sandbox, deed(code), bounds) as candidate:
        try:
            answer = candidate.call("work.attempt", [], victim.known())
        except CandidateFailure as failure:
            return failure
    if "namespaces" in sandbox.isolation.layers:  # a layer that hides files does not refuse them
        return answer.replace("refused: ENOENT", "refused: EACCES: not there", 1)
    return answer


def deeds(table):
    """One test for each deed of `table`: name → code; those that this machine has no call for are left out."""
    possible = {name: code for name, code in table.items() if "'vfork'" not in code or "vfork" in CALLS}
    return pytest.mark.parametrize("code", possible.values(), ids=possible)
