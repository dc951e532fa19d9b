"""A sandbox that starts in the background, and ends with whoever asked for it."""

import threading

import pytest

from autograder.errors import SandboxFault
from autograder.sandbox.base import Bounds
from autograder.students import warming
from autograder.students.warming import Warming


def test_it_is_there_when_it_is_asked_for_and_lives_until_it_is_closed():
    """On Linux its process would die with the thread that started it."""
    with Warming(("numpy",)) as warm:
        candidate = warm.sandbox.start({}, Bounds(seconds=5, memory_mb=256, reply_mb=1))
        candidate.close()
        assert warm.sandbox is warm.sandbox
    with pytest.raises(RuntimeError, match="closed"):
        _ = warm.sandbox


def test_what_keeps_it_from_starting_is_raised_where_it_is_asked_for(monkeypatch):
    def broken(libraries):
        raise SandboxFault("no process could be started")

    monkeypatch.setattr(warming, "for_checking", broken)
    with Warming(()) as warm, pytest.raises(SandboxFault, match="no process"):
        _ = warm.sandbox


def test_nobody_waits_for_one_that_is_not_needed(monkeypatch):
    begun, go_on, closed = threading.Event(), threading.Event(), threading.Event()

    class Slow:
        def close(self):
            closed.set()

    def slow(libraries):
        begun.set()
        assert go_on.wait(10)
        return Slow()

    monkeypatch.setattr(warming, "for_checking", slow)
    with Warming(()):
        assert begun.wait(10)
    assert not closed.is_set()
    go_on.set()
    assert closed.wait(10)
