"""A hand-in that hangs, dies or deafens itself costs only itself, and the grader knows by its own clock."""

import time

import pytest

from autograder.records import Outcome
from autograder.sandbox.base import Bounds, CandidateFailure

from .attacker import PRELUDE, deed
from .conftest import opened

SHORT = Bounds(seconds=0.3, memory_mb=128, reply_mb=1)
HANGING = {
    "an endless loop": "while True: pass",
    "an endless loop that catches everything": """
        while True:
            try:
                while True: pass
            except BaseException:
                pass
    """,
    "an endless loop deaf to signals": """
        for number in set(signal.valid_signals()) - {signal.SIGKILL, signal.SIGSTOP}:
            try:
                signal.signal(number, signal.SIG_IGN)
            except (OSError, ValueError):
                pass
        while True: pass
    """,
    "an endless loop with signals blocked": """
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        while True: pass
    """,
    "C that holds the lock": "ctypes.PyDLL(None).sleep(60)",
    "C that loops": "sum(iter(int, 1))",
    "a great power": "10 ** 10 ** 9",
    "a hard expression": "import re; re.match('(a+)+$', 'a' * 64 + 'b')",
    "a hash that collides": "{type('E', (int,), {'__hash__': lambda s: 1})(i) for i in range(10**6)}",
    "stopping itself": "os.kill(os.getpid(), signal.SIGSTOP)",
    "stopping itself by a thread": "signal.pthread_kill(threading.get_ident(), signal.SIGSTOP); time.sleep(60)",
    "sleeping": "time.sleep(60)",
    "waiting for nobody": "os.read(os.pipe()[0], 1)",
    "waiting for the grader": "os.read(os.dup(channel()), 1)",
    "a lock twice": "lock = threading.Lock(); lock.acquire(); lock.acquire()",
    "threads that fight for the lock": """
        sys.setswitchinterval(1000)
        for _ in range(4):
            threading.Thread(target=lambda: sum(iter(int, 1)), daemon=True).start()
        while True: pass
    """,
    "an object that will not go": """
        class Stays:
            def __del__(self):
                while True: pass
        Stays()
    """,
    "a loop on the way out": "import atexit; atexit.register(time.sleep, 60); time.sleep(60)",
    "a name that is never told": """
        class Slow:
            def __repr__(self): time.sleep(60)
        return Slow()
    """,
    "an exception that is never told": """
        class Slow(Exception):
            def __str__(self): time.sleep(60)
        raise Slow
    """,
    "a clock that stands still": "time.monotonic = time.time = lambda: 0.0; time.sleep(60)",
    "an answer that never ends": "os.write(channel(), b'cvag'); time.sleep(60)",
}
DRIP = """
    for byte in b"cvag" + (1 << 20).to_bytes(4, "big") + bytes(8) + b" " * (1 << 20):
        os.write(channel(), bytes([byte]))
        time.sleep(0.02)
"""
DYING = {
    "a segmentation fault": "ctypes.string_at(0)",
    "a write to nowhere": "ctypes.memset(8, 0, 8)",
    "a jump to nowhere": "ctypes.CFUNCTYPE(None)(16)()",
    "an abort": "os.abort()",
    "an exit": "os._exit(0)",
    "an exit with a lie": "os._exit(77)",
    "an exit of C": "libc.exit(0)",
    "killing itself": "os.kill(os.getpid(), signal.SIGKILL)",
    "a signal to itself": "os.kill(os.getpid(), signal.SIGTERM)",
    "a signal that says out of time": "os.kill(os.getpid(), signal.SIGXCPU)",
    "endless recursion": "f = lambda: f(); f()",
    "endless recursion without a limit": "sys.setrecursionlimit(10**9); f = lambda x: f(x); f(1)",
    "recursion in C": """
        sys.setrecursionlimit(10**9)
        x = []
        for _ in range(10**6): x = [x]
        repr(x)
    """,
    "an exit of Python": "sys.exit(0)",
    "an interrupt": "raise KeyboardInterrupt",
    "a generator's end": "raise GeneratorExit",
    "hanging up": "os.close(channel()); time.sleep(60)",
    "hanging up politely": "socket.socket(fileno=os.dup(channel())).shutdown(socket.SHUT_WR); time.sleep(60)",
    "closing everything": "os.closerange(0, 1024); time.sleep(60)",
    "another channel": "os.dup2(os.pipe()[1], channel()); time.sleep(0.2)",
    "freeing what is not its own": "libc.free(ctypes.c_void_p(0x1234))",
    "a broken object": "ctypes.memset(id(None) + 8, 0, 8); repr(None)",
    "a broken frame": "import types; exec((lambda: 0).__code__.replace(co_code=b'\\xff' * 100))",
}
AT_IMPORT = {
    "loops": ("while True: pass", Outcome.TIMED_OUT),
    "exits": ("import sys; sys.exit(0)", Outcome.CRASHED),
    "leaves": ("import os; os._exit(0)", Outcome.CRASHED),
    "raises": ("raise BaseException('x' * 10**6)", Outcome.CRASHED),
    "recurses": ("import work as w; w.__getattr__ = w.x", Outcome.CRASHED),
    "removes itself": ("import sys; sys.modules.clear()", Outcome.CRASHED),
    "breaks importing": ("import sys; sys.meta_path.clear(); sys.path.clear(); import nothing", Outcome.CRASHED),
}


def table(deeds):
    return pytest.mark.parametrize("code", deeds.values(), ids=deeds)


def ended(sandbox, victim, code, bounds=SHORT):
    """How it ended, and after how many seconds of ours."""
    with opened(sandbox, deed(code), bounds) as candidate:
        started = time.monotonic()
        with pytest.raises(CandidateFailure) as caught:
            candidate.call("work.attempt", [], victim.known())
        return caught.value, time.monotonic() - started


@table(HANGING)
def test_hanging_ends_at_the_deadline(sandbox, victim, code):
    failure, seconds = ended(sandbox, victim, code)
    assert failure.outcome is Outcome.TIMED_OUT, failure
    assert seconds < 1.5


def test_an_answer_that_drips_does_not_prolong_the_deadline(sandbox, victim):
    failure, seconds = ended(sandbox, victim, DRIP)
    assert failure.outcome is Outcome.TIMED_OUT, failure
    assert seconds < 1.5


@table(DYING)
def test_dying_is_a_failure_of_its_own(sandbox, victim, code):
    failure, seconds = ended(sandbox, victim, code, Bounds(seconds=3, memory_mb=32, reply_mb=1))
    assert failure.outcome in {Outcome.CRASHED, Outcome.TIMED_OUT, Outcome.OUT_OF_MEMORY}, failure
    assert failure.outcome is not Outcome.TIMED_OUT or "XCPU" in code, failure
    assert seconds < 3


@pytest.mark.parametrize(("source", "outcome"), AT_IMPORT.values(), ids=AT_IMPORT)
def test_a_module_that_does_harm_at_import_fails_each_call(sandbox, victim, source, outcome):
    with opened(sandbox, PRELUDE + source, SHORT) as candidate:
        for _ in "ab":
            with pytest.raises(CandidateFailure) as caught:
                candidate.call("work.f", [], {})
            assert caught.value.outcome in {outcome, Outcome.FAILED}, caught.value


def test_a_thread_that_hangs_does_not_hold_up_an_answer(attack, sandbox):
    started = time.monotonic()
    assert attack("threading.Thread(target=time.sleep, args=(60,)).start()") == "done: None"
    assert time.monotonic() - started < 2


def test_a_flood_of_output_is_cut(sandbox, victim):
    with opened(sandbox, PRELUDE + "def f():\n    for _ in range(10**4): print('x' * 1000)\n    return 1") as candidate:
        assert candidate.call("work.f", [], {}) == 1
        assert len(candidate.printed) <= 8000


@pytest.mark.parametrize("descriptor", [1, 2])
def test_a_flood_past_python_goes_nowhere(attack, capfd, descriptor):
    assert attack(f"for _ in range(1000): os.write({descriptor}, b'flood' * 10000)") == "done: None"
    assert "flood" not in "".join(capfd.readouterr())


def test_a_flood_in_an_exception_is_cut(sandbox, victim):
    failure, _ = ended(sandbox, victim, "raise ValueError('x' * 10**7)")
    assert failure.outcome is Outcome.CRASHED
    assert len(failure.message) < 10_000


def test_escape_sequences_do_not_reach_a_terminal(sandbox, victim):
    failure, _ = ended(sandbox, victim, "print('\\x1b[2J'); raise ValueError('\\x1b]0;pwned\\x07')")
    assert "\x1b" not in failure.message
    assert "\x07" not in failure.message
