"""Promises on how a submission that fails is told: the right outcome, in the student's own terms."""

from __future__ import annotations

import sys

from autograder.errors import SandboxFault
from autograder.records import Outcome, SourceFile
from autograder.sandbox.base import Part
from autograder.sandbox.self_check.contract import (
    Bench,
    ask,
    expect,
    expect_failure,
    expect_raised,
    expect_that,
    failure,
    promise,
)


@promise
def an_exception_shows_the_students_own_lines_and_no_others(bench: Bench) -> None:
    candidate = bench.start(
        """
        import json, helper
        def f(x):
            return json.loads(x, object_hook=helper.strict)
        """,
        helper="def strict(d):\n    raise KeyError('a key of theirs')\n",
    )
    raised = failure(candidate, "f", "{}")
    expect("the outcome", Outcome.CRASHED, raised.outcome)
    lines = [
        "KeyError: 'a key of theirs'",
        "  work.py, line 3, in f",
        "    return json.loads(x, object_hook=helper.strict)",
        "  helper.py, line 2, in strict",
        "    raise KeyError('a key of theirs')",
    ]
    expect("the message", lines, raised.message.splitlines())


@promise
def an_exception_does_not_end_the_candidate(bench: Bench) -> None:
    candidate = bench.start("def f(): raise ValueError('x')\ndef g(): return 1")
    expect_failure(failure(candidate, "f"), Outcome.CRASHED, "ValueError: x")
    expect("the next call", 1, ask(candidate, "g"))


@promise
def lines_of_a_notebook_are_told_by_cell(bench: Bench) -> None:
    source = SourceFile(
        module="work",
        origin="conv.ipynb",
        text="def f():\n    return 1 / 0\n",
        places=("cell 3, line 1", "cell 3, line 2"),
    )
    raised = failure(bench.start_with({"work": source}), "f")
    expect_failure(raised, Outcome.CRASHED, "conv.ipynb, cell 3, line 2, in f")


@promise
def a_syntax_error_names_its_place_and_shows_its_line(bench: Bench) -> None:
    for text, headline, line in (
        ("x = 1\ny = = 2\n", "SyntaxError: invalid syntax (work.py, line 2)", "    y = = 2"),
        ("def f():\nreturn 1\n", "IndentationError", "    return 1"),
        ("if 1:\n\tx = 1\n        y = 2\n", "TabError", "    y = 2"),
    ):
        raised = failure(bench.start_with({"work": SourceFile(module="work", origin="work.py", text=text)}), "f")
        expect_failure(raised, Outcome.CRASHED, headline, "(work.py, line ")
        expect("the last line of the message", line, raised.message.splitlines()[-1])


@promise
def leaving_politely_is_an_exception_like_any_other(bench: Bench) -> None:
    candidate = bench.start(
        "import sys\ndef leave(): sys.exit('bye')\ndef stop(): raise KeyboardInterrupt\ndef one(): return 1"
    )
    expect_failure(failure(candidate, "leave"), Outcome.CRASHED, "SystemExit: bye", "work.py, line 2, in leave")
    expect_failure(failure(candidate, "stop"), Outcome.CRASHED, "KeyboardInterrupt", "work.py, line 3, in stop")
    expect("the next call", 1, ask(candidate, "one"))


@promise
def endless_recursion_is_a_crash_that_names_its_line_and_is_not_endless(bench: Bench) -> None:
    candidate = bench.start("def f(n):\n    return f(n + 1)\ndef g(): return 1")
    raised = failure(candidate, "f", 0)
    expect_failure(raised, Outcome.CRASHED, "RecursionError", "work.py, line 2, in f")
    expect_that(len(raised.message) < 5000, "the message", "some lines", len(raised.message))
    expect("the next call", 1, ask(candidate, "g"))


@promise
def ending_the_process_is_a_crash_and_says_how(bench: Bench) -> None:
    crash = failure(bench.start("import os\ndef f(): os._exit(3)"), "f")
    expect("how it is told", (Outcome.CRASHED, "f: ended the process (exit status 3)"), (crash.outcome, crash.message))


@promise
def a_crash_of_compiled_code_is_a_crash_and_says_which(bench: Bench) -> None:
    deeds = {"import ctypes; ctypes.string_at(0)": "Segmentation fault", "import os; os.abort()": "Abort"}
    for deed, words in deeds.items():
        crash = failure(bench.start(f"def f(): {deed}"), "f")
        expect_failure(crash, Outcome.CRASHED, "f: ended the process", *([words] if sys.platform != "win32" else []))


@promise
def wrong_arguments_are_told_as_python_tells_them(bench: Bench) -> None:
    candidate = bench.start("def f(x): return x")
    expect_failure(failure(candidate, "f"), Outcome.CRASHED, "TypeError: f() missing 1 required positional argument")


@promise
def an_exception_whose_own_text_fails_is_told_by_its_type(bench: Bench) -> None:
    for body in ("raise ValueError", "raise SystemExit", "return 5", "return 'x' * 10**6"):
        raised = failure(bench.start(f"class E(Exception):\n    def __str__(self): {body}\ndef f(): raise E"), "f")
        expect_failure(raised, Outcome.CRASHED, "E")
        expect_that(len(raised.message) < 10_000, "the message", "not endless", len(raised.message))


@promise
def a_message_is_printable_whatever_the_exception_says(bench: Bench) -> None:
    candidate = bench.start("def f(x): raise ValueError(x)")
    message = failure(candidate, "f", "🦆\x1b[31m\ud800\u202e").message
    expect("the first line", "ValueError: 🦆\ufffd[31m\ufffd\ufffd", message.splitlines()[0])


@promise
def a_result_with_other_parts_fails_and_says_what_came(bench: Bench) -> None:
    found = {"(1, 2, 3)": "3", "[1]": "1", "1": "one int", "None": "one NoneType", "{}": "one dict", "()": "0"}
    for result, words in found.items():
        wrong = failure(bench.start(f"def f(): return {result}"), "f", parts=[Part("out"), Part("cache")])
        expected = (Outcome.FAILED, f"f: expected 2 results (out, cache), got {words}")
        expect(f"a result of {result}", expected, (wrong.outcome, wrong.message))


@promise
def a_result_that_cannot_be_sent_fails_and_says_why(bench: Bench) -> None:
    candidate = bench.start(
        """
        def deep():
            x = []
            for _ in range(99): x = [x]
            return x
        def huge(): return 10**5000
        def one(): return 1
        """
    )
    for function in ("deep", "huge"):
        expect_failure(failure(candidate, function), Outcome.FAILED, f"{function}: the result cannot be sent")
    expect("the next call", 1, ask(candidate, "one"))


@promise
def an_argument_that_cannot_be_sent_is_our_fault_and_costs_nothing(bench: Bench) -> None:
    candidate = bench.start("def f(x): return 1")
    for argument in (object(), {(1, 2): 3}, {1, 2}, 10**5000):
        with expect_raised(SandboxFault, f"an argument of type {type(argument).__name__}"):
            ask(candidate, "f", argument)
    expect("the next call", 1, ask(candidate, "f", 1))


@promise
def a_call_of_a_closed_candidate_is_our_fault(bench: Bench) -> None:
    candidate = bench.start("def f(): return 1")
    ask(candidate, "f")
    candidate.close()
    with expect_raised(SandboxFault, "a call after close"):
        ask(candidate, "f")


@promise
def lines_are_counted_as_python_counts_them(bench: Bench) -> None:
    raised = failure(bench.start("x = 'a'  # \f\n# \u2028\ndef f():\n    return 1 / 0\n"), "f")
    expect_failure(raised, Outcome.CRASHED, "work.py, line 4, in f\n    return 1 / 0")


_FORGER = """
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
_FORGERIES = {
    "noise": "b'nonsense' * 100",
    "half a frame": "frame({'kind': 'value', 'value': 1, 'printed': ''})[:-1]",
    "a lying length": "struct.pack('>4sIQ', b'cvag', 1 << 31, 1 << 62)",
    "no answer": "frame([1, 2])",
    "an unknown kind": "frame({'kind': 'passed', 'value': 1, 'printed': ''})",
    "an array for a kind": "frame({'kind': np.arange(2), 'value': 1, 'printed': ''})",
    "an array for what was printed": "frame({'kind': 'value', 'value': 1, 'printed': np.arange(2)})",
    "no text": "frame({'kind': 'raised', 'memory': 1, 'text': 2, 'printed': ''})",
}


@promise
def a_forged_frame_is_a_crash_whatever_it_looks_like(bench: Bench) -> None:
    for what, forgery in _FORGERIES.items():
        crash = failure(bench.start(_FORGER), "forge", forgery)
        expect_that(crash.outcome is Outcome.CRASHED, what, "a crash", f"{crash.outcome.value}: {crash.message}")


@promise
def a_forger_can_change_only_answers_of_its_own(bench: Bench) -> None:
    candidate = bench.start(_FORGER)
    ask(candidate, "pretend")
    crash = failure(candidate, "honest", parts=[Part("out"), Part("cache", kept=True)])
    expect_failure(crash, Outcome.CRASHED, "not what was asked for")
    expect("the next candidate", "honest", ask(bench.start(_FORGER), "honest"))
