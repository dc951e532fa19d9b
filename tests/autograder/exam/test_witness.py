"""What the witnesses make of a candidate that says and takes what the test wants."""

import itertools

import pytest

from autograder.errors import ExamFault
from autograder.exam.growth import growing
from autograder.exam.submission import kept
from autograder.exam.verdict import BrokenRule
from autograder.exam.witness import SLOWER, Witness
from autograder.records import Outcome, SourceFile
from autograder.sandbox.base import CandidateFailure, LineSteps, Steps
from autograder.sandbox.wire import Handle

SOURCES = {"toy": SourceFile(module="toy", origin="toy.py", text="def f(n):\n    loop(n)\n    return n\n")}


class Played:
    """A candidate whose every call takes what `lines` and `seconds` say of n; the clock shows only that."""

    printed = ""

    def __init__(self, lines, seconds=lambda n: 1e-3, disturbed=""):
        self.lines, self.seconds, self.disturbed = lines, seconds, disturbed
        self.clock, self.parts, self.closed = 100.0, [], 0

    def call(self, function, arguments, options, returning=None):
        self.parts.append((function, returning))
        self.clock += self.seconds(*arguments)
        return tuple(Handle(0, "x") for _ in returning) if len(returning or ()) > 1 else Handle(0, "x")

    def count(self, function, arguments, options, returning=None):
        value = self.call(function, arguments, options, returning)
        lines = tuple(LineSteps(origin, line, *ran) for (origin, line), ran in self.lines(*arguments).items())
        return value, Steps(lines, self.disturbed)

    def processor_seconds(self):
        return self.clock

    def close(self):
        self.closed += 1


@growing("q", n=(1, 11, 500))
def once(submission, rng, n):
    submission.toy.f(n)


def watch(candidate, growth=once):
    try:
        return Witness(growth, "toy.f", candidate, SOURCES).watch()
    finally:
        assert candidate.closed == 1


def constant(n):
    return {("toy.py", 2): (40, 1), ("toy.py", 3): (2, 1)}


def loop(n):
    return {("toy.py", 2): (30 + 9 * n, n), ("toy.py", 3): (3 * n, n)}


def test_what_takes_the_same_steps_and_time_is_no_loop():
    assert watch(Played(constant)) == ""


def test_a_loop_is_told_by_the_line_that_grew_most():
    with pytest.raises(BrokenRule) as caught:
        watch(Played(loop))
    assert str(caught.value) == (
        "toy.f runs more and more Python as n grows: 42 steps for n = 1, 162 for 11, 282 for 21; "
        "most of it in toy.py, line 2: loop(n)"
    )


def test_a_loop_in_a_library_that_no_line_led_to_is_one_too():
    with pytest.raises(BrokenRule, match="most of it in a library"):
        watch(Played(lambda n: {("", 0): (5 * n, n)}))


ONCE_MORE = {
    "more lines": lambda n: constant(n) | ({("toy.py", 1): (900, 1)} if n > 1 else {}),
    "a branch with a fixed loop": lambda n: constant(n) | ({("toy.py", 1): (900, 60)} if n > 1 else {}),
    "less and less": lambda n: {("toy.py", 2): (4000 - n, 1000 - n)},
    "a library that halves": lambda n: {("toy.py", 2): (30 * n.bit_length(), n.bit_length())},
    "a few times more": lambda n: {("toy.py", 2): (40 + 4 * (n > 1), 4)},
}


@pytest.mark.parametrize("lines", ONCE_MORE.values(), ids=ONCE_MORE)
def test_another_branch_is_no_loop(lines):
    assert watch(Played(lines)) == ""


def test_every_second_step_of_a_size_is_a_loop():
    with pytest.raises(BrokenRule):
        watch(Played(lambda n: {("toy.py", 2): (5 * n, n // 2)}))


def test_a_loop_over_a_few_at_a_time_is_one():
    with pytest.raises(BrokenRule, match=r"14 steps for n = 1, 24 for 11, 34 for 21"):
        watch(Played(lambda n: {("toy.py", 2): (10 + 5 * (n // 5) - (n % 5 == 0) + 4, n // 5)}))


def test_a_loop_over_many_at_a_time_is_one():
    with pytest.raises(BrokenRule, match=r"steps for n = 11, 35 for 250, 60 for 500; most of it in toy.py, line 2"):
        watch(Played(lambda n: {("toy.py", 2): (10 + n // 10, n // 25)}))


def test_a_loop_over_the_smaller_of_two_sizes_is_one():
    @growing("q", n=(1, 11), m=(0, 8))
    def both(submission, rng, n, m):
        submission.toy.f(min(n, m))

    with pytest.raises(BrokenRule, match=r"as all sizes grow: \S+, then \S+, then 84 steps up to n = 7, m = 6; most"):
        watch(Played(lambda n: {("toy.py", 2): (12 * n + 12, n)}), both)


def test_what_runs_only_once_hides_no_loop():
    candidate = Played(lambda n: {("toy.py", 2): (900, 900)} if len(candidate.parts) == 1 else loop(n))
    with pytest.raises(BrokenRule, match="42 steps for n = 1, 162 for 11"):
        watch(candidate)


def test_calls_are_added_up():
    @growing("q", n=(1, 11))
    def twice(submission, rng, n):
        submission.toy.f(n)
        submission.toy.f(1)
        submission.toy.other(n)

    with pytest.raises(BrokenRule, match="84 steps for n = 1, 204 for 11"):
        watch(Played(loop), twice)


def test_who_disturbs_the_counting_breaks_the_rules():
    with pytest.raises(BrokenRule, match=r"toy.f disturbs the counting of what runs \(sys.settrace\)"):
        watch(Played(constant, disturbed="sys.settrace"))


@pytest.mark.parametrize("lines", [{}, {("", 0): (12, 1)}])
def test_a_count_of_nothing_is_flagged(lines):
    assert watch(Played(lambda n: lines)) == "nothing of the hand-in was seen to run"


def test_time_that_grows_is_flagged():
    flag = watch(Played(constant, lambda n: 1e-4 + n * 1e-5))
    assert flag == "46 times the processor time for n = 500 as for 1 (0.11 ms, 5.1 ms)"


def test_time_that_hardly_grows_is_not():
    assert watch(Played(constant, lambda n: 1e-3 if n == 1 else (SLOWER - 0.1) * 1e-3)) == ""


def test_readings_that_are_off_do_not_count():
    """Two of five: one call's time is read with the next."""
    readings = {1: itertools.cycle([1e-3, 0.0, 2e-3, 1e-3, 1e-3]), 500: itertools.cycle([0.0, 2e-3, 1e-3, 9.0, 1e-3])}
    assert watch(Played(constant, lambda n: next(readings.get(n, readings[1])))) == ""


def test_what_was_slow_only_once_is_not_flagged():
    slow = itertools.chain([1.0] * 5, itertools.repeat(1e-3))
    assert watch(Played(constant, lambda n: next(slow) if n == 500 else 1e-3)) == ""


@pytest.mark.parametrize("clock", [lambda: None, lambda: 7.0])
def test_time_that_cannot_be_read_says_so(clock):
    candidate = Played(constant)
    candidate.processor_seconds = clock
    assert watch(candidate).startswith("processor time cannot be measured here")


def test_a_size_without_many_is_not_timed():
    candidate = Played(constant, lambda n: 1e-3 * n)
    assert watch(candidate, growing("q", n=(1, 11))(once.call)) == ""
    assert len(candidate.parts) == 3 + 3  # the last three with all sizes grown at once


def test_a_failure_while_timing_costs_nothing_and_is_flagged():
    def fail(n):
        if n > 100:
            raise CandidateFailure(Outcome.OUT_OF_MEMORY, "f: needs more")
        return 1e-3

    assert watch(Played(constant, fail)) == "no answer for n = 500: f: needs more"


def test_a_failure_while_counting_is_the_outcome():
    def fail(n):
        raise CandidateFailure(Outcome.CRASHED, "ValueError")

    with pytest.raises(CandidateFailure):
        watch(Played(constant, fail))


def test_results_of_the_watched_function_stay_there_and_others_are_as_asked():
    @growing("q", n=(1, 11))
    def call(submission, rng, n):
        submission.toy.f.returning("out", kept("cache"))(n)
        submission.toy.f(n)
        submission.toy.other(n)

    candidate = Played(constant)
    watch(candidate, call)
    pair, single, other = candidate.parts[-3:]
    assert [part.kept for part in pair[1]] == [True, True]
    assert [part.kept for part in single[1]] == [True]
    assert other == ("toy.other", None)


def test_an_exam_that_calls_something_else_is_at_fault():
    with pytest.raises(ExamFault, match=r"never calls toy\.f"):
        watch(Played(constant), growing("q", n=(1, 11))(lambda submission, rng, n: submission.toy.g(n)))
