"""Steps of a call, counted here: what grows with the input and what does not, and who disturbs the counting."""

import sys
import textwrap
import types

import pytest

from autograder.sandbox.step_counter import StepCounter
from tests.autograder.sandbox.helpers import in_python

OWN, LIBRARY = "own.py", "library.py"


def module(name, text, **known):
    made = types.ModuleType(name)
    vars(made).update(known)
    exec(compile(textwrap.dedent(text), name, "exec"), vars(made))
    return made


def count(function, *arguments):
    counter = StepCounter({OWN})
    counter.run(function, arguments, {})
    return {line: (steps, times) for origin, line, steps, times in counter.lines() if origin}


LIBRARY_CODE = module(
    LIBRARY,
    """
    def each(f, n):
        for i in range(n): f(i)
    def loop(n):
        for i in range(n): pass
    def once(n): return n + 1
    """,
)
LOOPS = {
    "for": "def f(n):\n    for i in range(n): pass",
    "for in one line with its body": "def f(n):\n    a = 0\n    for i in range(n): a += i",
    "while": "def f(n):\n    while n: n -= 1",
    "comprehension": "def f(n): return [i for i in range(n)]",
    "generator": "def f(n): return sum(i for i in range(n))",
    "callback of C code": "def f(n): return sorted(range(n), key=lambda i: -i)",
    "recursion": "def f(n): return n and f(n - 1)",
    "protocol": "class A:\n    def __getitem__(s, i): return i if i < s.n else s.end()\n"
    "    def end(s): raise IndexError\ndef f(n):\n    a = A(); a.n = n; return list(a)",
    "exceptions": "def f(n):\n    try:\n        1 // n\n        f(n - 1)\n    except ZeroDivisionError: pass",
    "a library's loop": "def f(n): return library.loop(n)",
    "a library's callbacks": "def f(n): return library.each(abs, n)",
    "own callbacks of a library": "def f(n): return library.each(lambda i: i, n)",
    "callbacks in code without lines": (
        "def g(n): return sorted(range(n), key=abs_of)\ndef abs_of(i): return -i\n"
        "abs_of.__code__ = abs_of.__code__.replace(co_linetable=b'')\ndef f(n): return g(n)"
    ),
}
CONSTANT = {
    "arithmetic": "def f(n): return n * n",
    "C code": "def f(n): return sum(range(n))",
    "a list of it": "def f(n): return sorted([n] * n)[::-1]",
    "a library": "def f(n): return library.once(n)",
    "a fixed loop": "def f(n):\n    for axis in (2, 3): n += axis\n    return n",
}


def most_often(text, n):
    f = module(OWN, text, library=LIBRARY_CODE).f
    f(n)  # once before, as in an exam
    return max(times for _, times in count(f, n).values())


@pytest.mark.parametrize("text", LOOPS.values(), ids=LOOPS)
def test_each_turn_of_a_loop_is_counted(text):
    assert most_often(text, 50) - most_often(text, 10) >= 40


@pytest.mark.parametrize("text", CONSTANT.values(), ids=CONSTANT)
def test_what_is_no_loop_takes_the_same_steps_for_any_size(text):
    f = module(OWN, text, library=LIBRARY_CODE).f
    f(1)
    assert count(f, 3) == count(f, 30)


def test_steps_of_a_library_are_charged_to_the_line_that_led_there():
    own = module(OWN, "def f(n):\n    a = 1\n    library.loop(n)\n    return a", library=LIBRARY_CODE)
    few, many = count(own.f, 5), count(own.f, 25)
    assert {line for line in many if many[line] != few[line]} == {3}
    assert many[3][1] - few[3][1] == 20


def test_a_line_has_the_sum_of_its_steps():
    steps = count(module(OWN, "def f(n):\n    return n + 1").f, 1)
    assert steps == {1: (1, 1), 2: (1, 1)}  # entered, then its line


def test_what_the_function_returns_and_raises_comes_through():
    counter = StepCounter({OWN})
    assert counter.run(divmod, (7, 2), {}) == (3, 1)
    with pytest.raises(ZeroDivisionError):
        StepCounter({OWN}).run(divmod, (7, 0), {})
    assert sys.gettrace() is None


DISTURBING = {
    "settrace": "sys.settrace(None)",
    "settrace, put back": "t = sys.gettrace(); sys.settrace(None); sys.settrace(t)",
    "another trace function": "sys.settrace(lambda *_: None)",
}


@pytest.mark.parametrize("trick", DISTURBING.values(), ids=DISTURBING)
def test_who_disturbs_the_counting_is_noticed(trick):
    code = f"""
        import sys
        from autograder.sandbox.step_counter import StepCounter
        def f():
            {trick}
        counter = StepCounter(())
        counter.run(f, (), {{}})
        print(counter.disturbed, sys.gettrace())
    """
    assert in_python(code) == "sys.settrace None"


def test_who_leaves_it_alone_is_not_accused():
    counter = StepCounter({OWN})
    counter.run(module(OWN, "import sys\ndef f(): return sys.gettrace(), sys._getframe().f_lineno").f, (), {})
    assert counter.disturbed == ""


def test_counting_again_begins_at_nothing():
    f = module(OWN, "def f(n): return [i for i in range(n)]").f
    f(1)
    assert count(f, 9) == count(f, 9)
