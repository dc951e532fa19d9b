"""The contract, for submissions that fail, cheat or break things: each ends as a failure of its own."""

import time

import numpy as np
import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, CandidateFailure, Part
from autograder.sandbox.wire import Handle
from tests.autograder.sandbox.helpers import BOUNDS, ask, failure, hand_in


def test_leaving_politely_is_an_exception_like_any_other(start):
    candidate = start(
        "import sys\ndef leave(): sys.exit('bye')\ndef stop(): raise KeyboardInterrupt\ndef one(): return 1"
    )
    assert failure(candidate, "leave").message.startswith("SystemExit: bye")
    assert failure(candidate, "stop").message.startswith("KeyboardInterrupt")
    assert ask(candidate, "one") == 1


def test_reading_the_keyboard_does_not_wait(start):
    assert failure(start("def f(): return input()"), "f").message.startswith("EOFError")


@pytest.mark.parametrize(
    ("deed", "message"),
    [
        ("import os; os._exit(3)", "f: ended the process (exit status 3)"),
        ("import ctypes; ctypes.string_at(0)", "f: ended the process (Segmentation fault)"),
    ],
)
def test_ending_the_process_is_a_crash_and_stays_one(start, deed, message):
    candidate = start(f"def f(): {deed}\ndef g(): return 1")
    crash = failure(candidate, "f")
    assert (crash.outcome, crash.message) == (Outcome.CRASHED, message)
    assert failure(candidate, "g") is crash


def test_an_endless_loop_times_out(start):
    candidate = start("def f():\n    while True: pass", Bounds(seconds=0.5, memory_mb=256, reply_mb=1))
    started = time.monotonic()
    late = failure(candidate, "f")
    assert (late.outcome, late.message) == (Outcome.TIMED_OUT, "f: no answer within 0.5 s")
    assert time.monotonic() - started < 3


def test_the_time_limit_is_for_all_calls_together(start):
    candidate = start("import time\ndef f(): time.sleep(0.4)", Bounds(seconds=1, memory_mb=256, reply_mb=1))
    ask(candidate, "f")
    ask(candidate, "f")
    assert failure(candidate, "f").outcome is Outcome.TIMED_OUT


def test_too_large_an_allocation_is_out_of_memory(start):
    candidate = start("import numpy as np\ndef f(): return np.ones(1 << 50)")
    wanting = failure(candidate, "f")
    assert wanting.outcome is Outcome.OUT_OF_MEMORY
    assert wanting.message.startswith("f: needs more than the 256 MB it may use")


def test_an_oversized_answer_is_refused(start):
    candidate = start("def f(): return bytes(2 << 20)", Bounds(seconds=20, memory_mb=256, reply_mb=1))
    refused = failure(candidate, "f")
    assert refused.outcome is Outcome.CRASHED
    assert "at most 1048576" in refused.message


def test_a_flood_of_output_is_cut(start):
    candidate = start(
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
    assert ask(candidate, "f") == "done"
    assert candidate.printed.startswith("start\nxxx")
    assert len(candidate.printed) == 4000


def test_what_was_printed_before_a_failure_is_told(start_one):
    candidate = start_one("def f(): print('so far'); raise ValueError\ndef g(): print('too'); return [[[object]]]")
    failure(candidate, "f")
    assert candidate.printed == "so far"
    ask(candidate, "g")
    assert candidate.printed == "so far\ntoo"


def test_a_lying_subclass_stays_where_it_is(start_one):
    candidate = start_one(
        """
        import numpy as np
        class Right(np.ndarray):
            def __eq__(self, other): return True
            def __array__(self, *_): return np.zeros(3)
        class One(int): pass
        def array(): return np.ones(3).view(Right)
        def number(): return [One(1)]
        """
    )
    assert isinstance(ask(candidate, "array"), Handle)
    assert [type(item) for item in ask(candidate, "number")] == [Handle]


def test_candidates_do_not_learn_of_each_other(start):
    source = """
        import builtins, numpy as np, random
        def spoil():
            builtins.sorted = None
            np.ones = None
            np.pi = 3
            import sys
            sys.modules["left"] = sys
        def look():
            import sys
            return sorted([2, 1]), np.pi, "left" in sys.modules, np.ones(1).tolist(), random.random(), np.random.rand()
    """
    first, second, third = start(source), start(source), start(source)
    before = ask(first, "look")
    ask(second, "spoil")
    assert ask(third, "look") == before
    assert before[:4] == ([1, 2], np.pi, False, [1.0])


def test_a_crash_costs_only_its_own_candidate(sandbox):
    well, ill = (sandbox.start(hand_in("import os\ndef f(): return 1\ndef g(): os.abort()"), BOUNDS) for _ in "ab")
    assert ask(well, "f") == 1
    assert failure(ill, "g").outcome is Outcome.CRASHED
    ill.close()
    assert ask(well, "f") == 1
    well.close()


FORGERIES = {
    "noise": "b'nonsense' * 100",
    "half a frame": "frame({'kind': 'value', 'value': 1, 'printed': ''})[:-1]",
    "a lying length": "struct.pack('>4sIQ', b'cvag', 1 << 31, 1 << 62)",
    "no answer": "frame([1, 2])",
    "an unknown kind": "frame({'kind': 'passed', 'value': 1, 'printed': ''})",
    "an array for a kind": "frame({'kind': np.arange(2), 'value': 1, 'printed': ''})",
    "an array for what was printed": "frame({'kind': 'value', 'value': 1, 'printed': np.arange(2)})",
    "no text": "frame({'kind': 'raised', 'memory': 1, 'text': 2, 'printed': ''})",
}
FORGER = """
    import gc, os, struct, numpy as np
    from autograder.sandbox import wire
    def frame(value):
        return b"".join(wire.encode(value))
    def forge(code):
        data = eval(code)
        for descriptor in range(3, 100):  # whichever leads to the grader
            try:
                os.write(descriptor, data)
            except OSError:
                pass
        os._exit(0)
    def pretend():
        worker = next(thing for thing in gc.get_objects() if type(thing).__name__ == "Worker")
        worker._call = lambda request: {"kind": "value", "value": "forged"}
    def honest(): return "honest"
"""


@pytest.mark.parametrize("forgery", FORGERIES.values(), ids=FORGERIES)
def test_a_forged_frame_is_a_failure_like_any_other(start_one, forgery):
    assert failure(start_one(FORGER), "forge", forgery).outcome is Outcome.CRASHED


def test_a_forger_can_change_only_answers_of_its_own(start):
    candidate = start(FORGER)
    ask(candidate, "pretend")
    assert ask(candidate, "honest") == "forged"
    with pytest.raises(CandidateFailure, match="not what was asked for"):
        candidate.call("work.honest", [], {}, [Part("out"), Part("cache", kept=True)])
    assert failure(start(FORGER), "forge", FORGERIES["an array for a kind"]).outcome is Outcome.CRASHED
