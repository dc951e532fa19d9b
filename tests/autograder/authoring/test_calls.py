import ast

import pytest

from autograder.authoring.calls import PlainCalls, bound_by, loaded_by

HELPERS = """
def twice(x): return [x, x]
def pair(*xs): return [xs]
def named(x, y=1): return x
def early(x):
    if x: return 1
    return 2
def shadows(K):
    N = 2
    return K
def odd(x):
    x = 2
    return x
def again(x): return again(x)
def nothing(x): return
def forward(submission):
    parts = "out"
    return submission.layers.forward.returning(parts)
"""


def plain(source):
    helpers = {node.name: node for node in ast.parse(HELPERS).body}
    calls = PlainCalls(helpers, known={"N"})
    return ast.unparse(calls.visit(ast.parse(source))), calls.modules


@pytest.mark.parametrize(
    ("source", "result"),
    [
        ("submission.layers.f(1)", "f(1)"),
        ("submission.layers.f.returning('out')(1)", "f(1)"),
        ("twice(twice(a))", "[[a, a], [a, a]]"),
        ("pair(1, pair())", "[[1, [[]]]]"),
        ("again(1)", "again(1)"),
        ("forward(submission)(x)", "forward(x)"),
        ("other(1)", "other(1)"),
    ],
)
def test_what_is_plain_to_see_is_said(source, result):
    assert plain(source)[0] == result


@pytest.mark.parametrize(
    "source",
    [
        "named(1)",
        "twice(x=1)",
        "twice(*xs)",
        "twice()",
        "twice(1, 2)",
        "early(1)",
        "shadows(1)",
        "odd(1)",
        "nothing(1)",
    ],
)
def test_what_is_not_plain_stays(source):
    assert plain(source)[0] == source


def test_a_function_is_of_the_module_that_names_it_first():
    text, modules = plain("submission.a.f(submission.b.f, submission.b.g)")
    assert (text, modules) == ("f(submission.b.f, g)", {"f": "a", "g": "b"})


def test_names_that_are_bound_and_read():
    (statement,) = ast.parse("a, *b.c[d] = [e for e in f] + list(map(lambda g: g, h))").body
    assert bound_by(statement) == {"a", "b"}
    assert loaded_by(statement) == {"b", "d", "f", "h", "list", "map"}
    assert [bound_by(node) for node in ast.parse("x += 1\ny: int = 2\nz.append(1)\npass\nlen(z)").body] == [
        {"x"},
        {"y"},
        {"z"},
        set(),
        {"len"},
    ]
