"""Where violations are, and that there is an answer on any text."""

import warnings

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.assignment import Rules
from autograder.exam.source_rules import violations
from autograder.records import SourceFile

from .source.reading import NO_LOOPS, check, reasons


def test_each_place_comes_once_and_in_order():
    text = """
        def g(x):
            return [i for i in x]

        def f(x):
            for i in x: g(i); list(map(g, x))
            return g(x)
    """
    assert [str(violation) for violation in check(text)] == [
        "layers.py, line 3: a list comprehension: return [i for i in x]",
        "layers.py, line 6: a for loop; map (a loop in disguise): for i in x: g(i); list(map(g, x))",
    ]


def test_a_place_in_a_notebook_is_named_by_its_cell():
    places = ("cell 3, line 1", "cell 3, line 2")
    text = "def f(x):\n    while x: pass"
    notebook = SourceFile(module="layers", origin="conv.ipynb", text=text, places=places)
    assert violations({"layers": notebook}, NO_LOOPS)[0].place == "conv.ipynb, cell 3, line 2"


@pytest.mark.parametrize("text", ["", "def g(x):\n    for i in x: pass", "def f(x:\n    for i in x: pass", "f\0"])
def test_what_running_reports_is_not_reported_here(text):
    assert check(text) == []


def test_no_rules_no_violations():
    assert check("def f(x):\n    while x: exec('1')", Rules(function="layers.f", loops=True)) == []


DEEP = {
    "sums": "+".join(["1"] * 100_000),
    "attributes": "x" + ".a" * 100_000,
    "calls": "x" + "()" * 50_000,
    "digits": "9" * 10_000,
}


@pytest.mark.parametrize("expression", DEEP.values(), ids=DEEP)
def test_text_too_deep_to_read_hides_nothing(expression):
    text = f"def go(x):\n    for i in x: pass\ny = {expression}\n"
    assert reasons("import helpers\ndef f(x): return helpers.go(x)", helpers=text) == [
        "nested too deeply to be checked"
    ]
    assert reasons(f"def f(x): ...\ny = {expression}") == ["nested too deeply to be checked"]


@pytest.mark.parametrize("depth", [500, 1500, 2000])
def test_a_tree_deeper_than_the_stack_is_read(depth):
    text = f"def f(x):\n    y = {'+'.join(['1'] * depth)}\n    for i in x: pass\n    return x{'.a' * 300}{'()' * 300}"
    assert reasons(text) == ["a for loop"]


def test_a_warning_as_error_hides_nothing():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert reasons("def f(x):\n    '\\d'\n    for i in x: pass") == ["a for loop"]


def test_a_name_that_is_rebound_for_ever_has_an_end():
    lines = ["import numpy as np", "def f(x):", *[f"    x = x.a{k}()" for k in range(200)], "    return np.sum(x)"]
    assert check("\n".join(lines)) == []


def test_names_too_tangled_to_follow_hide_nothing():
    lines = ["a0 = len", *[f"a{k} = a{k - 1}" for k in range(1, 5000)], "def f(x): return a4999(x)"]
    assert reasons("\n".join(lines)) == ["names too tangled to be checked"]


WORDS = (
    "def class lambda for while if else import from as global nonlocal return yield in not and match case with try "
    "except f g x np numpy . , : ( ) [ ] { } = := * ** @ + - 'a' 0 self exec getattr map del async await layers _"
)
PIECES = st.sampled_from([*WORDS.split(), "\n", "\n ", "\n  ", "\n    "])


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(), st.lists(PIECES, max_size=40).map(" ".join)))
def test_any_text_has_a_result(text):
    for prefix in ("", "def f(x):\n  "):
        for violation in check(prefix + text, Rules(function="layers.f", loops=False, imports=("a",), forbid=("a.b",))):
            assert violation.place.startswith("layers.py, line ")
            assert violation.reason


def test_a_hand_in_too_large_to_be_read_in_time_is_refused():
    text = "def f(x):\n    return x\n" + "a = 1\n" * 100_000
    sources = {"work": SourceFile(module="work", origin="work.py", text=text)}
    (violation,) = violations(sources, Rules(function="work.f", loops=False))
    assert violation.reason == "too large to be checked"


def test_a_text_is_split_once_however_often_it_breaks_a_rule(monkeypatch):
    import re

    split, calls = re.split, []
    monkeypatch.setattr(re, "split", lambda *arguments: calls.append(arguments) or split(*arguments))
    text = "def f(x):\n" + "    for i in x: pass\n" * 500
    sources = {"layers": SourceFile(module="layers", origin="layers.py", text=text)}
    assert len(violations(sources, Rules(loops=False, function="layers.f"))) == 500
    assert len(calls) == 1
