"""Public checks become lines to play with: the call stays, what should come out of it does not."""

import pytest

from autograder.authoring.examples import example_of

HEAD = """
import numpy as np
from numpy import linalg as la
from autograder.exam import assert_equal, assert_matches, cases, kept, public, question

KERNEL = np.array(
    [1, 2],  # two
)
IMAGE = np.ones(SIZE)
SIZE = 3
EXPECTED = {"answer": 42}
PICTURE = image([1])


def _tuple(value):
    return tuple(value)


def image(*rows):
    'One image.'
    return np.array([[rows]])


def scaled(x, by):
    x = x * by
    return np.array(x)


def _forward(submission):
    parts = "out", kept("cache")
    return submission.layers.forward.returning(*parts)


"""


def example(body, question="f", decorators="@public", arguments="submission"):
    lines = "\n".join(f"    {line}" for line in body.split("\n"))
    text = f'{HEAD}@question("f")\n{decorators}\ndef test_f({arguments}):\n    """Doc."""\n{lines}\n'
    return example_of(question, [text])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("assert_equal(submission.layers.f(7, 3), 5)", "f(7, 3)"),
        ("f = submission.layers.f\nassert_equal(f(1), 5)\nassert_equal(f(2), 6)", "f(1)"),
        ("g = submission.layers.f\nout = g(1)\nassert_equal(out, 5)", "f(1)"),
        ("out, _ = submission.layers.f.returning('out', kept('c'))(1)\nassert_equal(out, 5)", "out, _ = f(1)\nout"),
        ("*_, c = _forward(submission)(1)\nassert_equal(submission.layers.f(c), 5)", "*_, c = forward(1)\nf(c)"),
        ("x = [1,2]  # odd\nwanted = EXPECTED\nassert_equal(submission.layers.f(x), wanted)", "x = [1,2]\nf(x)"),
        (
            "x = [1]\nx.append(2)\nx[0] = 3\nassert_equal(submission.layers.f(x), 5)",
            "x = [1]\nx.append(2)\nx[0] = 3\nf(x)",
        ),
        ("assert_equal(_tuple(submission.layers.f([n for n in (1, 2)])), 5)", "f([n for n in (1, 2)])"),
        ("x = image([1], [3])\nassert_equal(submission.layers.f(x), 5)", "x = np.array([[[[1], [3]]]])\nf(x)"),
        ("assert_equal(submission.layers.f(PICTURE), 5)", "PICTURE = np.array([[[[1]]]])\nf(PICTURE)"),
        (
            "assert_matches(submission.layers.f(IMAGE, KERNEL), 5)",
            "KERNEL = np.array(\n    [1, 2],  # two\n)\nIMAGE = np.ones(SIZE)\nSIZE = 3\nf(IMAGE, KERNEL)",
        ),
    ],
)
def test_what_becomes_of_a_check(body, code):
    assert example(body).code == code


def test_imports_and_functions_that_it_needs_are_told():
    found = example("out = submission.layers.f(submission.more.g(la.norm(np.ones(3))))\nassert_equal(out, 1)")
    assert found.code == "f(g(la.norm(np.ones(3))))"
    assert found.imports == ("from numpy import linalg as la", "import numpy as np")
    assert dict(found.functions) == {"f": "layers", "g": "more"}


@pytest.mark.parametrize(
    ("body", "options"),
    [
        ("assert_equal(submission.layers.f(case), 5)", {"arguments": "submission, case"}),
        ("for x in (1, 2):\n    assert_equal(submission.layers.f(x), 5)", {}),
        ("x = submission.keep(3)\nassert_equal(submission.layers.f(x), 5)", {}),
        ("assert_equal(submission.layers.f(kept('x')), 5)", {}),
        ("assert_equal(submission.layers.f(unknown), 5)", {}),
        ("x = scaled([1], 2)\nassert_equal(submission.layers.f(x), 5)", {}),
        ("x = scaled([1], by=2)\nassert_equal(submission.layers.f(x), 5)", {}),
        ("x = image(*[[1]])\nassert_equal(submission.layers.f(x), 5)", {}),
        ("assert submission.layers.f(1) == 5", {}),
        ("assert_equal(submission.layers.f(submission.more.f(1)), 5)", {}),
        ("assert_equal(submission.layers.f(1), 5)", {"question": "g"}),
    ],
)
def test_a_check_that_makes_no_example(body, options):
    assert example(body, **options) is None


def test_the_first_check_that_makes_one_is_taken():
    checks = [
        f'@question("f")\n@public\ndef test_{number}(submission):\n    {body}\n'
        for number, body in enumerate(
            ("pass", "assert_equal(submission.a.f(1), 2)", "assert_equal(submission.a.f(2), 4)")
        )
    ]
    assert example_of("f", checks).code == "f(1)"
    assert example_of("f", ["\n".join(checks)]).code == "f(1)"
