"""Promises on how the modules of a hand-in are found, named and imported."""

from __future__ import annotations

from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure
from autograder.sandbox.self_check.contract import (
    Bench,
    ask,
    expect,
    expect_failure,
    failure,
    module,
    promise,
)


@promise
def modules_of_the_hand_in_import_each_other(bench: Bench) -> None:
    candidate = bench.start(
        "import helper\nfrom other import two\ndef f(): return helper.one(), two()",
        helper="def one(): return 1",
        other="import helper\ndef two(): return 2 * helper.one()",
    )
    expect("a call through three modules", (1, 2), ask(candidate, "f"))


@promise
def packages_and_relative_imports_work(bench: Bench) -> None:
    sources = {
        "work": module("work", "import parts\nfrom parts.deep import pool\ndef f(): return parts.ONE, pool.two()"),
        "parts": module("parts", "from . import numbers\nONE = numbers.ONE", "parts/__init__.py", is_package=True),
        "parts.numbers": module("parts.numbers", "ONE = 1"),
        "parts.deep.pool": module("parts.deep.pool", "from ..numbers import ONE\ndef two(): return 2 * ONE"),
    }
    candidate = bench.start_with(sources)
    expect("a call through a package", (1, 2), ask(candidate, "f"))
    expect("a call of a module in a folder", 2, candidate.call("parts.deep.pool.two", [], {}))


@promise
def modules_that_import_each_other_in_a_circle_work_as_in_python(bench: Bench) -> None:
    candidate = bench.start(
        "import helper\nONE = 1\ndef f(): return helper.two()", helper="import work\ndef two(): return work.ONE + 1"
    )
    expect("a call around the circle", 2, ask(candidate, "f"))


@promise
def a_module_of_the_hand_in_goes_before_a_library_of_that_name(bench: Bench) -> None:
    candidate = bench.start(
        "import random, json, fft\ndef f(): return random.MINE, json.loads('1'), fft.MINE",
        random="MINE = 'mine'",
        fft="MINE = 'too'",
    )
    expect("what the names mean", ("mine", 1, "too"), ask(candidate, "f"))


@promise
def a_submission_is_not_taken_for_another_with_the_same_names(bench: Bench) -> None:
    found = [ask(bench.start("import helper\ndef f(): return helper.ONE", helper=f"ONE = {n}"), "f") for n in (1, 2, 1)]
    expect("three submissions", [1, 2, 1], found)


@promise
def a_library_is_not_taken_for_a_module_of_the_hand_in(bench: Bench) -> None:
    missing = failure(bench.start(), "statistics.mean", [1, 2])
    expect_failure(missing, Outcome.FAILED, "statistics.py is missing")


@promise
def odd_names_of_files_and_functions_survive(bench: Bench) -> None:
    source = module("größe", "def maß(x):\n    raise ValueError(x)\ndef echo(x): return x + 'ß'", "hw 2/größe (1).py")
    candidate = bench.start_with({"größe": source})
    expect("a call", "tß", candidate.call("größe.echo", ["t"], {}))
    expect_failure(failure(candidate, "größe.maß", "t"), Outcome.CRASHED, "hw 2/größe (1).py, line 2, in maß")


@promise
def names_that_python_reserves_can_be_called(bench: Bench) -> None:
    sources = {name: module(name, "def f(): return __name__") for name in ("class", "hw-2", "main", "worker", "test")}
    candidate = bench.start_with(sources)
    expect("the modules' own names", list(sources), [candidate.call(f"{name}.f", [], {}) for name in sources])


@promise
def lines_of_windows_count_as_they_do_in_an_editor(bench: Bench) -> None:
    candidate = bench.start("x = 1\r\n\r\ndef f():\r\n    return 1 / 0\r\n")
    expect_failure(failure(candidate, "f"), Outcome.CRASHED, "work.py, line 4, in f", "    return 1 / 0")


@promise
def the_part_that_runs_only_as_a_program_does_not_run(bench: Bench) -> None:
    candidate = bench.start("def f(): return __name__, __file__\nif __name__ == '__main__':\n    raise SystemExit")
    expect("what the module is called", ("work", "work.py"), ask(candidate, "f"))


@promise
def a_class_of_the_hand_in_can_be_looked_into(bench: Bench) -> None:
    candidate = bench.start(
        """
        import dataclasses, inspect, pickle
        @dataclasses.dataclass
        class Box:
            width: int = 1
        def f(): return dataclasses.asdict(pickle.loads(pickle.dumps(Box(3)))), inspect.getsource(f)
        """
    )
    text = "def f(): return dataclasses.asdict(pickle.loads(pickle.dumps(Box(3)))), inspect.getsource(f)\n"
    expect("what Python's own tools say", ({"width": 3}, text), ask(candidate, "f"))


@promise
def a_missing_module_is_named(bench: Bench) -> None:
    sources = {"parts.pool": module("parts.pool", "")}
    missing = failure(bench.start_with(sources), "parts.conv.f")
    expect_failure(missing, Outcome.FAILED, "f: parts/conv.py is missing")


@promise
def a_missing_function_is_named_with_the_nearest_there_is(bench: Bench) -> None:
    candidate = bench.start("def conv2d_foward(): return 1\ndef other(): return 2")
    near = failure(candidate, "conv2d_forward")
    expect_failure(near, Outcome.FAILED, "work.py has no conv2d_forward; did you mean conv2d_foward?")
    far = failure(candidate, "zzz")
    expect("a name like no other", (Outcome.FAILED, "zzz: work.py has no zzz"), (far.outcome, far.message))
    expect("another call", 2, ask(candidate, "other"))


@promise
def a_module_that_cannot_be_imported_fails_every_call_alike(bench: Bench) -> None:
    candidate = bench.start("import helper\ndef f(): return 1", helper="def one(): return 1\n1 / 0")
    first, second = failure(candidate, "f"), failure(candidate, "f")
    expect_failure(first, Outcome.CRASHED, "ZeroDivisionError", "work.py, line 1", "helper.py, line 2")
    expect("the second time", _told(first), _told(second))


@promise
def a_library_that_is_not_there_is_named_with_the_line_that_wants_it(bench: Bench) -> None:
    candidate = bench.start("import no_such_library as nsl\ndef f():\n    return nsl.zeros(1)\ndef g(): return 1")
    expect("a call that does not need it", 1, ask(candidate, "g"))
    expect_failure(failure(candidate, "f"), Outcome.CRASHED, "no_such_library", "work.py, line 3, in f")


def _told(failed: CandidateFailure) -> tuple[Outcome, str]:
    return failed.outcome, failed.message
