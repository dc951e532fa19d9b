"""How an exam declares sizes that grow, and what it is told where it cannot."""

import pytest

from autograder.errors import ConfigError
from autograder.exam.growth import Size, growing
from autograder.exam.session import with_exam
from autograder.records import Outcome
from autograder.sandbox.choose import for_checking

from ..conftest import ASSIGNMENT, EXAM

GROWING = """
from autograder.exam import growing

@growing("double", n=(1, 11))
def call(submission, rng, n):
    submission.toy.double(rng.standard_normal(n))
"""
RIGHT = "def double(x): return 2 * x\ndef triple(x): return 3 * x\n"
HIDDEN = (
    RIGHT + "class Each:\n    def __init__(self, x): self.x = x\n    def __len__(self): return len(self.x)\n"
    "    def __getitem__(self, n): return 2 * self.x[n]\n"
    "import numpy as np\ndef double(x): return np.array(Each(x)) if np.ndim(x) else 2 * x\n"
)


def test_sizes_are_read():
    growth = growing("q", N=(1, 9, 500), H=(2, 12))(print)
    assert growth.sizes == {"N": Size(1, 9, 500), "H": Size(2, 12)}
    assert growth.tiny() == {"N": 1, "H": 2}
    assert growth.tiny(H=12) == {"N": 1, "H": 12}
    assert list(growth.timed()) == [("N", 500)]


@pytest.mark.parametrize("values", [(1,), (1, 8), (9, 1), (1, 9, 9), (1, 9, 20, 30), (1, "9"), 9, ()])
def test_sizes_that_do_not_grow_are_named(values):
    with pytest.raises(ConfigError, match=r"@growing\('q'\): expected N=\(tiny, grown\)"):
        growing("q", N=values)


def test_nothing_that_grows_is_no_growth():
    with pytest.raises(ConfigError, match="expected sizes that grow"):
        growing("q")


def examine(workspace, hand_in):
    def body(exam):
        with for_checking(("numpy",)) as sandbox:
            return {result.check.id: result for result in exam.examine(hand_in, sandbox)}

    return with_exam(workspace, body)


def test_it_is_part_of_the_rules_and_no_check_of_its_own(toy_course, hand_in_of):
    results = examine(toy_course(exam=EXAM + GROWING), hand_in_of(RIGHT))
    assert list(results) == ["double/test_two", "double/rules", "double/test_arrays", "triple/test_three"]
    assert {result.outcome for result in results.values()} == {Outcome.PASSED}


def test_a_loop_that_reading_does_not_find_breaks_the_rules(toy_course, hand_in_of):
    results = examine(toy_course(exam=EXAM + GROWING), hand_in_of(HIDDEN))
    assert results["double/rules"].outcome is Outcome.NOT_ALLOWED
    assert "toy.double runs more and more Python as n grows" in results["double/rules"].message
    assert "toy.py, line 6: def __getitem__" in results["double/rules"].message
    assert {r.outcome for id, r in results.items() if id != "double/rules"} == {Outcome.PASSED}
    assert examine(toy_course(), hand_in_of(HIDDEN))["double/rules"].outcome is Outcome.PASSED


def test_an_answer_does_not_keep_the_rules_by_failing(toy_course, hand_in_of):
    source = RIGHT + "def double(x): return 1 / 0"
    results = examine(toy_course(exam=EXAM + GROWING), hand_in_of(source))
    assert results["double/rules"].outcome is Outcome.CRASHED
    assert "ZeroDivisionError" in results["double/rules"].message


def test_where_a_question_hangs_it_is_not_waited_for_again(toy_course, hand_in_of):
    source = RIGHT + "import math\ndef double(x): return math.factorial(10**8)"
    results = examine(toy_course(exam=EXAM + GROWING), hand_in_of(source))
    assert results["double/test_two"].outcome is Outcome.TIMED_OUT
    assert results["double/rules"].outcome is Outcome.PASSED
    assert results["double/rules"].seconds < 0.5


def test_a_growth_that_does_not_call_the_function_is_a_fault(toy_course, hand_in_of):
    exam = EXAM + GROWING.replace("submission.toy.double", "submission.toy.triple")
    results = examine(toy_course(exam=exam), hand_in_of(RIGHT))
    assert results["double/rules"].outcome is Outcome.FAULT
    assert "never calls toy.double" in results["double/rules"].message


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"double", n', '"triple", n', r"@growing\('triple'\): there is no such question in which loops are refused"),
        ('"double", n', '"quadruple", n', r"@growing\('quadruple'\): there is no such question"),
        ("from autograder", GROWING.replace("def call", "def again") + "from autograder", "comes twice"),
    ],
)
def test_what_cannot_be_watched_is_named(toy_course, old, new, message):
    with pytest.raises(ConfigError, match=message):
        with_exam(toy_course(exam=EXAM + GROWING.replace(old, new, 1)), lambda exam: exam)


def test_loops_of_fixed_length_are_watched_too(toy_course, hand_in_of):
    fixed = ASSIGNMENT.replace("loops = false", 'loops = "fixed"')
    workspace = toy_course(assignment=fixed, exam=EXAM + GROWING)
    passing = RIGHT + "def double(x):\n    for _ in (1,): x = 2 * x\n    return x\n"
    assert examine(workspace, hand_in_of(passing))["double/rules"].outcome is Outcome.PASSED
    assert examine(workspace, hand_in_of(HIDDEN))["double/rules"].outcome is Outcome.NOT_ALLOWED
