"""Promises on what a candidate may use: time, memory, the size of answers, output."""

from __future__ import annotations

import time

import numpy as np

from autograder.records import Outcome
from autograder.sandbox.base import Bounds
from autograder.sandbox.self_check.contract import (
    Bench,
    ask,
    expect,
    expect_failure,
    expect_that,
    failure,
    promise,
)
from autograder.sandbox.self_check.lifetime import expect_works

_OVERLONG = 3  # seconds that a deed takes whose deadline is far earlier
_LOOP = f"""
    import time
    end = time.monotonic() + {_OVERLONG}
    def loop():
        while time.monotonic() < end: pass
    def wait():
        time.sleep({_OVERLONG})
    def thread():
        import threading
        busy = threading.Thread(target=loop)
        busy.start()
        busy.join()
"""


def _brief(seconds: float = 0.5) -> Bounds:
    return Bounds(seconds=seconds, memory_mb=256, reply_mb=1)


def _expect_timed_out(bench: Bench, function: str) -> None:
    candidate = bench.start(_LOOP, _brief())
    started = time.monotonic()
    expect_failure(failure(candidate, function), Outcome.TIMED_OUT, function, "0.5 s")
    took = time.monotonic() - started
    expect_that(took < _OVERLONG, "time until it was ended", "about 0.5 s", took)


@promise
def a_loop_is_ended_at_its_deadline(bench: Bench) -> None:
    _expect_timed_out(bench, "loop")


@promise
def waiting_is_ended_at_its_deadline(bench: Bench) -> None:
    _expect_timed_out(bench, "wait")


@promise
def a_busy_thread_is_ended_at_its_deadline(bench: Bench) -> None:
    _expect_timed_out(bench, "thread")


@promise
def a_loop_while_a_module_is_imported_is_ended_at_its_deadline(bench: Bench) -> None:
    candidate = bench.start(f"import time\ntime.sleep({_OVERLONG})\ndef f(): return 1", _brief())
    expect_failure(failure(candidate, "f"), Outcome.TIMED_OUT)


@promise
def a_submission_that_ignores_signals_is_ended_all_the_same(bench: Bench) -> None:
    candidate = bench.start(
        f"""
        import signal, time
        def f():
            for number in signal.valid_signals():
                try:
                    signal.signal(number, signal.SIG_IGN)
                except (OSError, ValueError):
                    pass
            time.sleep({_OVERLONG})
        """,
        _brief(),
    )
    expect_failure(failure(candidate, "f"), Outcome.TIMED_OUT)
    expect_works(bench)


@promise
def the_seconds_are_for_all_calls_of_a_candidate_together(bench: Bench) -> None:
    candidate = bench.start("import time\ndef f(): time.sleep(0.8)", _brief(2))
    ask(candidate, "f")
    ask(candidate, "f")
    expect_failure(failure(candidate, "f"), Outcome.TIMED_OUT, "2 s")


@promise
def time_between_calls_does_not_count(bench: Bench) -> None:
    candidate = bench.start("def f(): return 1", _brief(1))
    for _ in range(2):
        expect("a call", 1, ask(candidate, "f"))
        time.sleep(1.1)
    expect("a call after more than its seconds", 1, ask(candidate, "f"))


@promise
def an_allocation_beyond_all_memory_is_out_of_memory_and_names_the_limit(bench: Bench) -> None:
    candidate = bench.start("import numpy as np\ndef f():\n    return np.ones(1 << 50)")
    expect_failure(failure(candidate, "f"), Outcome.OUT_OF_MEMORY, "256 MB", "work.py, line 3, in f")


@promise
def memory_taken_bit_by_bit_is_out_of_memory_at_the_limit(bench: Bench) -> None:
    candidate = bench.start(
        """
        def f():
            taken = []
            for _ in range(64):
                taken.append(b"x" * (16 << 20))  # 1 GB in all, should there be no limit
            return len(taken)
        """
    )
    expect_failure(failure(candidate, "f"), Outcome.OUT_OF_MEMORY, "256 MB", "work.py, line 4, in f")


@promise
def an_argument_beyond_all_memory_is_out_of_memory(bench: Bench) -> None:
    candidate = bench.start("def f(x): return x.nbytes", Bounds(seconds=10, memory_mb=64, reply_mb=1))
    expect("the outcome", Outcome.OUT_OF_MEMORY, failure(candidate, "f", np.zeros(128 << 20, np.uint8)).outcome)
    expect("the next call", 8, ask(candidate, "f", np.zeros(8, np.uint8)))


@promise
def what_the_memory_limit_leaves_can_be_used(bench: Bench) -> None:
    candidate = bench.start("def f(): return len(b'x' * (160 << 20)) >> 20")
    expect("MB that could be had of 256", 160, ask(candidate, "f"))


@promise
def memory_that_could_not_be_had_does_not_end_the_candidate(bench: Bench) -> None:
    candidate = bench.start("import numpy as np\ndef f(): np.ones(1 << 50)\ndef g(): return np.ones(1 << 20).sum()")
    expect_failure(failure(candidate, "f"), Outcome.OUT_OF_MEMORY)
    expect("the next call", float(1 << 20), float(ask(candidate, "g")))  # type: ignore[arg-type]


@promise
def a_process_that_the_system_kills_is_taken_to_have_wanted_memory(bench: Bench) -> None:
    candidate = bench.start("import os, signal\ndef f(): os.kill(os.getpid(), signal.SIGKILL)")
    expect_failure(failure(candidate, "f"), Outcome.OUT_OF_MEMORY, "f: was killed")


@promise
def an_answer_over_the_limit_is_refused_and_says_so(bench: Bench) -> None:
    candidate = bench.start("def f(n): return bytes(n)", _brief(20))
    expect_failure(failure(candidate, "f", 2 << 20), Outcome.CRASHED, f"at most {1 << 20}")


@promise
def an_answer_just_within_the_limit_comes(bench: Bench) -> None:
    candidate = bench.start("def f(n): return bytes(n)", _brief(20))
    expect("the size of an answer of 1 MB", 1 << 20, len(ask(candidate, "f", 1 << 20)))  # type: ignore[arg-type]


@promise
def what_is_printed_is_told_also_before_a_failure(bench: Bench) -> None:
    candidate = bench.start("def f():\n    print('so far')\n    raise ValueError\ndef g(): print('too')")
    expect("printed before any call", "", candidate.printed)
    failure(candidate, "f")
    expect("printed before the failure", "so far", candidate.printed)
    ask(candidate, "g")
    expect("printed by both calls", "so far\ntoo", candidate.printed)


@promise
def what_is_printed_is_made_printable(bench: Bench) -> None:
    candidate = bench.start(r"def f(): print('\x1b[31mred\x07\r\n\ud800 größe 🦆\t.')")
    ask(candidate, "f")
    expect("what it printed", "\ufffd[31mred\ufffd\n\ufffd größe 🦆\t.", candidate.printed)


@promise
def a_flood_of_output_is_cut_and_taken_for_no_answer(bench: Bench) -> None:
    candidate = bench.start(
        """
        import os, sys
        def f():
            print("start")
            for _ in range(100):
                sys.stderr.write("x" * 100_000)
                for descriptor in (1, 2):
                    os.write(descriptor, b"y" * 100_000)
            return "done"
        """
    )
    expect("the answer", "done", ask(candidate, "f"))
    expect("the beginning", "start\nxxx", candidate.printed[:9])
    expect_that(len(candidate.printed) <= 10_000, "what is kept", "some thousand characters", len(candidate.printed))


@promise
def reading_the_keyboard_does_not_wait(bench: Bench) -> None:
    expect_failure(failure(bench.start("def f(): return input()", _brief(20)), "f"), Outcome.CRASHED, "EOFError")
