import ast

import pytest

from autograder.collect.own_imports import without_own_imports

OWN = ("layers", "counting")


def edited(source):
    text, tree, others = without_own_imports(source, ast.parse(source), OWN)
    assert ast.dump(tree) == ast.dump(ast.parse(text))
    assert text.count("\n") - source.count("\n") in (0, 1)
    return text, [(other.assignment, other.line) for other in others]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("from layers import f", "pass\n"),
        ("ä = 'ö'; from layers import *; ü = 1", "ä = 'ö'; pass; ü = 1\n"),
        ("from layers import (\n    f,\n    g,\n); x = 1\ny = 2", "pass \\\n \\\n \\\n; x = 1\ny = 2\n"),
        ("if True:\n    from layers import (f,\n        g)\n", "if True:\n    pass \\\n\n\n"),
        ("class A:\n    from counting import f", "class A:\n    pass\n"),
        ("import counting", "import layers as counting\n"),
        ("import os.path, layers, counting as c", "import os.path, layers as layers, layers as c\n"),
    ],
)
def test_what_runs_at_once_and_is_its_own_is_taken_out(source, text):
    assert edited(source) == (text, [])


@pytest.mark.parametrize(
    "source",
    [
        "from layer import f",
        "from layers.deep import f",
        "from .layers import f",
        "import layers.deep",
        "def f():\n    from layers import g\n",
        "x = 'from layers import f'",
    ],
)
def test_everything_else_stays(source):
    assert edited(source) == (source, [])


def test_other_names_are_told():
    text, others = edited(
        "\nfrom layers import a, b as b, c as d\ntry:\n    from counting import e as f\nfinally: pass"
    )
    assert text == "\npass\ntry:\n    pass\nfinally: pass\n"
    assert others == [("d = c", 2), ("f = e", 4)]
