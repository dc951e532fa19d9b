"""What may hide code, and what only looks so."""

import pytest

from .reading import check

FUTURE = "from __future__ import annotations\n"
ANNOTATED = {
    "a parameter": "def f(x: [i for i in y]): return x",
    "keyword and variable ones": "def f(*a: eval, k: map = 1, **b: exec): return a",
    "a result": "def f(x) -> np.vectorize(abs): return x",
    "a variable": "def f(x):\n    y: globals() = x\n    return y",
    "a module-level one": "y: exec('1') = 1\ndef f(x): return x + y",
    "of a class": "class A:\n    n: locals()\n    def g(self, x: vars()): return x\ndef f(x): return A().g(x)",
}


@pytest.mark.parametrize("text", ANNOTATED.values(), ids=ANNOTATED)
def test_annotations_that_are_never_run_are_not_looked_at(text):
    assert check(FUTURE + text) == []


def test_annotations_that_run_are_looked_at():
    assert check("def f(x: [i for i in (1, 2)]): return x") != []
    assert check(FUTURE + "def f(x=[i for i in (1, 2)]): return x") != []
    assert check(FUTURE + "def f(x):\n    y: int = [i for i in x]\n    return y") != []


@pytest.mark.parametrize("name", ["typing.get_type_hints(g)", "g.__annotations__"])
def test_annotations_that_are_asked_for_hide_code(name):
    assert check(f"{FUTURE}import typing\ndef g(x: [i for i in y]): ...\ndef f(x): return {name}") != []


NO_KEY = {
    "np.max": "import numpy as np\ndef f(x, **options): return np.max(x, **options)",
    "np.min by another name": "from numpy import min as least\ndef f(x, **options): return least(x, **options)",
    "torch.max": "import torch\ndef f(x, **options): return torch.max(x, **options)",
    "a method": "def f(x, **options): return x.max(**options)",
}


@pytest.mark.parametrize("text", NO_KEY.values(), ids=NO_KEY)
def test_options_of_a_reduction_name_no_key(text):
    assert check(text) == []


@pytest.mark.parametrize(
    "call", ["max(x, **options)", "sorted(x, **options)", "x.sort(**options)", "np.max(x, key=options)"]
)
def test_options_that_may_name_a_key_are_refused(call):
    assert check(f"import numpy as np\ndef f(x, **options): return {call}") != []


def test_local_names_may_be_kept_together():
    assert check("def f(x):\n    y = 2 * x\n    cache = locals()\n    return y, cache") == []
    assert check("def f(x): return (lambda y: locals())(x)") == []


@pytest.mark.parametrize(
    "text",
    [
        "class A:\n    locals()['g'] = 1\ndef f(x): return A.g(x)",
        "def f(x):\n    class A: locals()['g'] = 1\n    return A.g(x)",
        "def f(x): return globals()",
        "def f(x): return vars()",
        "locals()['g'] = 1\ndef f(x): return g(x)",
        "def f(x):\n    def g(n): return n and locals()['g'](n - 1) + g(0)\n    return g(x)",
        "import numpy as np\ndef f(x, n=np): return locals()['n'].vectorize(abs)(x)",
    ],
)
def test_local_names_that_hide_something_are_refused(text):
    assert check(text) != []
