"""The attacks are ones: what the layers refuse works without them. Only deeds that leave the machine well."""

import contextlib
import ctypes
import os
import shutil
from pathlib import Path

import pytest

from . import witness
from .attacker import KEY, MARK, is_refused
from .conftest import attempt_in, victim_of
from .test_meddling import SETTINGS, SIGNALS, TYPING
from .test_memory import UNCOUNTED
from .test_reading import FILES, PROCESSES
from .test_rising import KERNEL, NAMESPACES, RIGHTS
from .test_starting import FORKING, PROGRAMS
from .test_talking import MESSAGES, SOCKETS
from .test_writing import COURSE, ELSEWHERE

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="without layers, only root may do all of this")

NOT_TRIED = {
    "ending everyone", "ending the first", "ending its own group", "ending the grader", "stopping the grader",
    "ending the warm process", "stopping the warm process", "ending the grader's group", "one thread of the grader",
    "one thread, the old way", "a high number that is the grader's below", "a signal with a value", "by descriptor",
    "one for a thread", "sigqueue in C", "the grader's limits", "the warm process's limits", "the grader's cores",
    "the warm process's cores", "the grader's priority", "the priority of all of its user's", "niceness",
    "the grader's scheduling", "the group of the grader", "the warm process's memory by call",
    "the grader's memory by call", "memory by tracing", "memory by seizing", "memory of the warm process by tracing",
    "the time", "the time of day", "the clock's speed", "the host's name", "an end", "hanging up", "accounting",
    "mounting again", "a pivoted root", "where crashes go", "the loader's configuration", "who dies first",
    "that it dies last", "the grader's attributes", "its own priority", "real time", "the grader's disk",
    "fork and a terminal", "as a daemon", "clone with its memory", "vfork", "mounting", "the grader's pages", "a key",
}  # fmt: skip
"""They would hurt the machine, the test or its neighbours."""

NOTHING_TO_REFUSE = {
    "a call that is not there", "a call of the future", "x32", "opening by x32", "forking by x32", "being looked into",
    "quotas by descriptor", "another kernel", "another kernel from a file", "a module", "a module from a file",
    "away a module", "ping", "its session", "going into the grader's group", "capabilities", "ambient capabilities",
    "another program's file", "more threads",
}  # fmt: skip
"""Some kernels do not have it, refuse it to root too, or allow it to everyone."""

TABLES = {
    **FILES, **PROCESSES, **COURSE, **ELSEWHERE, **FORKING, **PROGRAMS, **SOCKETS, **MESSAGES, **SIGNALS, **SETTINGS,
    **TYPING, **RIGHTS, **NAMESPACES, **KERNEL, **UNCOUNTED,
}  # fmt: skip
POSSIBLE = {name: code for name, code in TABLES.items() if name not in NOT_TRIED | NOTHING_TO_REFUSE}


@pytest.fixture
def bare_victim(unconfined, tmp_path):
    yield victim_of(unconfined, tmp_path)
    for path in (Path(place) for place in witness.left_behind() if place.startswith("/")):
        with contextlib.suppress(OSError):
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    remove_messages()
    assert witness.left_behind() == []


def remove_messages():
    """The queues, shared memory and semaphores that some deeds make."""
    libc = ctypes.CDLL(None)
    libc.msgctl(libc.msgget(KEY, 0), 0, None)
    libc.shmctl(libc.shmget(KEY, 0, 0), 0, None)
    libc.semctl(libc.semget(KEY, 0, 0), 0, 0)
    libc.mq_unlink(b"/" + MARK.encode())


@pytest.mark.parametrize("code", POSSIBLE.values(), ids=POSSIBLE)
def test_without_layers_it_is_not_refused(unconfined, bare_victim, code):
    assert not is_refused(answer := attempt_in(unconfined, bare_victim, code)), answer
