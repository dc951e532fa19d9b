"""Promises on how candidates begin, live side by side, and end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, Candidate, CandidateFailure
from autograder.sandbox.self_check.contract import (
    BOUNDS,
    Bench,
    ask,
    expect,
    expect_failure,
    expect_that,
    failure,
    hand_in,
    promise,
)

_GONE_SECONDS = 3.0
_BRIEF = Bounds(seconds=0.5, memory_mb=256, reply_mb=1)

_SPOILS = """
    import builtins, os, random, sys
    import numpy as np
    mine = []
    def spoil():
        mine.append(1)
        builtins.sorted = None
        np.ones = None
        np.pi = 3
        sys.modules["left_behind"] = sys
        os.environ["LEFT_BEHIND"] = "1"
        sys.path.append("left behind")
        sys.setrecursionlimit(77)
    def look():
        return (mine, sorted([2, 1]), np.pi, "left_behind" in sys.modules, "LEFT_BEHIND" in os.environ,
                "left behind" in sys.path, sys.getrecursionlimit() == 77, np.ones(1).tolist())
    def draw():
        return [random.random(), float(np.random.rand()), random.random()]
    def pid():
        return os.getpid()
"""


@promise
def a_candidate_finds_nothing_of_the_one_before(bench: Bench) -> None:
    first = bench.start(_SPOILS)
    ask(first, "spoil")
    first.close()
    found = ask(bench.start(_SPOILS), "look")
    expect("what the next one sees", ([], [1, 2], 3.141592653589793, False, False, False, False, [1.0]), found)


@promise
def a_candidate_finds_nothing_of_one_that_lives_beside_it(bench: Bench) -> None:
    one, other = bench.start(_SPOILS), bench.start(_SPOILS)
    before = ask(other, "look")
    ask(one, "spoil")
    expect("what the other sees", before, ask(other, "look"))


@promise
def random_numbers_that_are_not_seeded_are_the_same_in_every_candidate(bench: Bench) -> None:
    first, second = (bench.start(_SPOILS) for _ in range(2))
    expect("the numbers of the second", ask(first, "draw"), ask(second, "draw"))


@promise
def each_candidate_is_a_process_of_its_own(bench: Bench) -> None:
    pids = [ask(bench.start(_SPOILS), "pid") for _ in range(3)]
    expect_that(len({*pids, os.getpid()}) == 4, "processes", "three, and none of them the grader's", pids)


@promise
def handles_of_two_candidates_do_not_mix(bench: Bench) -> None:
    one, other = bench.start(), bench.start()
    kept = [one.keep("first of one"), one.keep("second of one"), other.keep("first of the other")]
    found = [one.fetch(kept[0]), other.fetch(kept[2]), one.fetch(kept[1])]
    expect("what they hold", ["first of one", "first of the other", "second of one"], found)


@promise
def nothing_of_a_submission_runs_before_the_first_call(bench: Bench) -> None:
    candidate = bench.start("import time\ntime.sleep(1)\ndef f(): return 1")
    started = time.monotonic()
    ask(candidate, "f")
    took = time.monotonic() - started
    expect_that(took >= 1, "the first call of a module that sleeps a second", "a second", took)


@promise
def only_modules_that_are_used_run(bench: Bench) -> None:
    candidate = bench.start("def f(): return 1", other="raise SystemExit('other has run')")
    expect("a call of the module that is not broken", 1, ask(candidate, "f"))


@promise
def a_module_runs_once_and_keeps_its_state_between_calls(bench: Bench) -> None:
    candidate = bench.start("print('run')\ncalls = []\ndef f():\n    calls.append(1)\n    return len(calls)")
    expect("three calls", [1, 2, 3], [ask(candidate, "f") for _ in range(3)])
    expect("what it printed", "run", candidate.printed)


@promise
def the_process_of_a_closed_candidate_is_gone(bench: Bench) -> None:
    candidate = bench.start(_SPOILS)
    pid = ask(candidate, "pid")
    candidate.close()
    _expect_gone(pid, "its process after close")


@promise
def closing_twice_or_before_the_first_call_does_no_harm(bench: Bench) -> None:
    used, unused = bench.start(_SPOILS), bench.start(_SPOILS)
    ask(used, "pid")
    for candidate in (used, unused, used, unused):
        candidate.close()
    expect_works(bench)


@promise
def closing_the_sandbox_ends_its_candidates_and_may_be_done_twice(bench: Bench) -> None:
    sandbox = bench.another()
    pid = ask(sandbox.start(hand_in(_SPOILS), BOUNDS), "pid")
    sandbox.close()
    sandbox.close()
    _expect_gone(pid, "a candidate of the closed sandbox")


@promise
def the_end_of_one_candidate_costs_no_other(bench: Bench) -> None:
    well, ill = (bench.start("import os\ndef f(): return 1\ndef g(): os.abort()") for _ in range(2))
    expect("the one that is well", 1, ask(well, "f"))
    expect_failure(failure(ill, "g"), Outcome.CRASHED)
    ill.close()
    expect("the one that is well, later", 1, ask(well, "f"))


@promise
def a_candidate_that_died_answers_every_later_call_with_the_same_failure(bench: Bench) -> None:
    candidate = bench.start("import os\ndef f(): os._exit(3)\ndef g(): return 1")
    first = failure(candidate, "f")
    for later in (failure(candidate, "g"), failure(candidate, "g"), _keeping(candidate)):
        expect("a later call", (first.outcome, first.message), (later.outcome, later.message))


@promise
def a_candidate_whose_time_is_up_answers_every_later_call_with_the_same_failure(bench: Bench) -> None:
    candidate = bench.start("import time\ndef f(): time.sleep(3)\ndef g(): return 1", _BRIEF)
    first, later = failure(candidate, "f"), failure(candidate, "g")
    expect("a later call", (first.outcome, first.message), (later.outcome, later.message))


@promise
def what_a_submission_started_does_not_outlive_its_candidate(bench: Bench) -> None:
    candidate = bench.start(
        """
        import os, time
        def f():
            try:
                child = os.fork()
            except OSError:
                return 0  # nothing can be started: then nothing is left
            if child == 0:
                time.sleep(60)
                os._exit(0)
            return child
        """
    )
    child = ask(candidate, "f")
    candidate.close()
    if child:
        _expect_gone(child, "a child of a closed candidate")


@promise
def a_deadline_ends_the_process_its_threads_and_its_children(bench: Bench) -> None:
    candidate = bench.start(
        """
        import os, threading, time
        pids = [os.getpid()]
        def start():
            try:
                child = os.fork()
            except OSError:
                child = 0
            else:
                if child == 0:
                    time.sleep(60)
                    os._exit(0)
            threading.Thread(target=time.sleep, args=(60,)).start()
            return pids + [child] * bool(child)
        def loop():
            end = time.monotonic() + 3
            while time.monotonic() < end: pass
        """,
        Bounds(seconds=1, memory_mb=256, reply_mb=1),
    )
    pids = ask(candidate, "start")
    expect_failure(failure(candidate, "loop"), Outcome.TIMED_OUT)
    assert isinstance(pids, list)
    for pid in pids:
        _expect_gone(pid, "a process after its deadline")
    expect_works(bench)


@promise
def the_sandbox_goes_on_after_every_kind_of_end(bench: Bench) -> None:
    deeds = ("import os; os._exit(0)", "import os; os.abort()", "import time; time.sleep(3)", "1 / 0")
    for deed in deeds:
        failure(bench.start(f"def f(): {deed}", _BRIEF), "f")
        expect_works(bench)


@promise
def the_sandbox_says_which_layers_are_on_and_why_others_are_not(bench: Bench) -> None:
    isolation = bench.sandbox.isolation
    expect_that(bool(isolation.backend), "the back end", "a name", isolation)
    expect_that(bool(isolation.layers or isolation.missing), "layers", "some, on or missing", isolation)
    expect_that(all(isolation.missing.values()), "what is missing", "a reason for each", dict(isolation.missing))
    both = set(isolation.layers) & set(isolation.missing)
    expect_that(not both, "layers", "none both on and missing", both)


def expect_works(bench: Bench) -> None:
    """Broken unless a new candidate answers."""
    candidate = bench.start("def f(x): return x + 1")
    expect("a fresh candidate", 2, ask(candidate, "f", 1))
    candidate.close()


def _keeping(candidate: Candidate) -> CandidateFailure:
    try:
        candidate.keep(1)
    except CandidateFailure as failed:
        return failed
    return CandidateFailure(Outcome.PASSED, "keeping a value went well")


def _expect_gone(pid: object, what: str) -> None:
    assert isinstance(pid, int)
    deadline = time.monotonic() + _GONE_SECONDS
    while _is_alive(pid):
        expect_that(time.monotonic() < deadline, what, f"gone within {_GONE_SECONDS:g} s", f"process {pid} alive")
        time.sleep(0.01)


def _is_alive(pid: int) -> bool:
    """Whether there is such a process that has not ended. Not for Windows, where the question ends it."""
    if sys.platform == "linux":
        try:
            stat = Path(f"/proc/{pid}/stat").read_text()
        except OSError:
            return False
        return stat.rpartition(")")[2].split()[0] not in "ZX"
    else:
        try:
            os.kill(pid, 0)
        except OSError as error:
            return isinstance(error, PermissionError)  # it is somebody else's
        return True
