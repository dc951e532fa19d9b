"""The processor time of another process, whoever it runs as."""

import os
import sys
import time

import pytest

from autograder.sandbox.processor_time import processor_seconds
from tests.autograder.sandbox.conftest import candidates_of
from tests.autograder.sandbox.helpers import ask

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells")
BUSY = """
import time
def busy(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end: pass
"""


def test_it_is_what_the_process_itself_would_say():
    before = time.process_time()
    here = processor_seconds(os.getpid())
    assert before <= here <= time.process_time()


def test_a_process_that_is_gone_has_none():
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)
    assert processor_seconds(pid) is None


def spent(candidate):
    """Seconds that being busy for 50 ms takes, and that waiting takes."""
    ask(candidate, "busy", 0.0)
    begin = candidate.processor_seconds()
    ask(candidate, "busy", 0.05)
    middle = candidate.processor_seconds()
    time.sleep(0.1)
    return middle - begin, candidate.processor_seconds() - middle


def test_a_confined_candidate_is_measured_by_what_it_computes_not_by_the_clock(start_linux):
    busy, idle = spent(start_linux(BUSY))
    assert 0.05 <= busy < 0.2
    assert idle < 0.02


def test_a_candidate_of_the_portable_back_end_too(portable):
    with candidates_of(portable) as start:
        busy, _ = spent(start(BUSY))
    assert 0.05 <= busy < 0.2


def test_a_closed_candidate_is_not_measured(start_linux):
    candidate = start_linux(BUSY)
    ask(candidate, "busy", 0.0)
    candidate.close()
    assert candidate.processor_seconds() is None
