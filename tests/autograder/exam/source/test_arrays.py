"""Builtins that walk over arrays are loops; over sizes and small tuples they are arithmetic."""

import time

import pytest

from autograder.assignment import Rules
from autograder.exam.source_rules import violations
from autograder.records import SourceFile

WALKS = {
    "a product of images": "return sum(x * w)\n    x.shape",
    "a parameter that has a shape": "N, C = x.shape\n    return sum(x)",
    "a parameter that has it later": "y = sum(x)\n    return y.reshape(x.ndim, -1)",
    "a quotient": "return sum(x / w)",
    "a slice of an axis": "return sum(x[:, None])",
    "the last axis": "return sum(x[..., 0])",
    "a slice of an array": "y = np.zeros(3)\n    return sum(y[1:])",
    "a method's result": "return sum(x.reshape(-1))",
    "a library's result": "return sum(np.einsum('ij->i', x))",
    "another name": "y = x.transpose(1, 0)\n    z = y\n    return sum(z)",
    "a start": "return sum(x.ravel(), 0.0)",
    "an alias": "add = sum\n    return add(x ** 2)",
    "the largest": "return max(x.ravel())",
    "the smallest": "return min(-x)",
    "in order": "return sorted(x.flatten())",
    "any of a mask": "return any(x.ravel() > 0)",
    "all of a mask": "return all(~x)",
    "an exact sum": "return math.fsum(x.ravel())",
    "a product": "return math.prod(x.ravel())",
    "turned": "return sum(x.T)",
    "what an own function gives": "return sum(seen(x))",
    "what an own function is called": "y = seen(x)\n    return sum(y * w)",
    "a sum of products": "return math.sumprod(x.ravel(), w.ravel())",
    "a distance": "return math.dist(w, x.ravel())",
    "a length": "return math.hypot(*x.ravel())",
    "the largest of its items": "return max(*x.ravel())",
    "a list of it": "return sum(list(x.ravel()))",
    "its numbers": "return sum(x.ravel().tolist())",
    "backwards": "return sum(reversed(tuple(x.ravel())))",
    "a flat iterator": "return sum(x.flat)",
    "one or the other": "return sum(x.ravel() if w else np.zeros(3))",
    "a name on the way": "return sum(y := x.ravel())",
    "a mean": "import statistics\n    return statistics.fmean(x.ravel())",
    "a list with a star": "return sum([*x.ravel()])",
    "a tuple with a star": "return sum((0, *x.ravel()))",
    "an own function that is given it": "return walked(x.ravel())",
    "an own function that is given it by name": "return walked(v=x / 2)",
    "an own function that is given sizes, too": "return walked(x.shape) + walked(x.ravel())",
    "an own function of an own function": "return passed_on(1, x.ravel())",
    "a lambda that is given it": "return (lambda v: max(v))(x.ravel())",
    "both branches": "y = x.ravel() if w else np.zeros(3)\n    return sum(x.ravel() + y)",
}
ADDS = {
    "a shape": "return sum(x.shape)",
    "part of a shape": "return math.prod(x.shape[1:])",
    "a shape by name": "shape = x.shape\n    return math.prod(shape)",
    "a parameter of which nothing is known": "return sum(w)",
    "a parameter that is unpacked": "KH, KW = w\n    return max(w) - min(w)",
    "two tuples": "return sum(w + (1, 2))",
    "a tuple many times": "return sum((1, 2) * 3)",
    "a literal": "return sum((x, x)) + max(1, 2) + len(sorted([3, 1]))",
    "two numbers": "return max(x.ndim - 2, 1) + min(x.shape[0] // 2, 3)",
    "two arrays, compared as wholes": "return max(x.size / 2, 1)",
    "axes that are left": "return sorted(set(range(x.ndim)) - {1})",
    "axes by name": "axes = {0, 2, 3}\n    return x.sum(axis=tuple(sorted(axes)))",
    "methods of arrays": "return x.sum() + x.max() + np.sum(x) + np.max(x) + np.any(x / 2) + np.prod(x.ravel())",
    "sizes as an array": "size = (np.array(x.shape[2:]) - 2) // 2 + 1\n    return max(size)",
    "half of all sizes": "return sum(np.array(x.shape) // 2)",
    "sizes as a tuple": "return np.zeros(tuple(np.array(x.shape) // 2))",
    "a list of sizes": "return sum(list(x.shape)) + max(*x.shape) + math.hypot(*x.shape)",
    "sizes as numbers": "return math.prod((np.array(x.shape) // 2).tolist())",
    "axes of an array": "return x.sum(axis=tuple(np.arange(2)))",
    "a range": "return sum(range(5))",
    "sizes of an own function": "return sum(sizes(x))",
    "an own class with a method of that name": "return sum(Table().ravel())",
    "a name that is an array only at times": "y = x.ravel()\n    y = y.shape\n    return sum(y)",
    "the same name elsewhere": "def g(w): return w.shape\n    return sum(w)",
    "strings": "return max('ab') + min(['x', 'y'])",
    "an own sum": "return total(x.ravel())",
    "a keyword": "return sorted([3, 1], reverse=True)",
    "sizes with a star": "return math.prod([*x.shape, 2]) + sum((1, *w))",
    "an own function that is given sizes": "return walked(x.shape) + walked(np.array(x.shape) // 2) + passed_on(x, w)",
    "an own function that is given what cannot be told": "return walked(*w) + walked(v=w)",
    "a set without some": "return sorted({0, 1, 2} - {1})",
}
HEAD = """
import math
import numpy as np

def seen(x): return np.lib.stride_tricks.sliding_window_view(x, 3)
def sizes(x): return x.shape[2:]
def total(x): return np.sum(x)
def walked(v): return sum(v)
def passed_on(n, v): return walked(v)

class Table:
    def ravel(self): return (1, 2)

def f(x, w):
    """


def found(body):
    module = SourceFile(module="layers", origin="layers.py", text=HEAD + body + "\n")
    return violations({"layers": module}, Rules(function="layers.f", loops=False))


@pytest.mark.parametrize("body", WALKS.values(), ids=WALKS)
def test_a_builtin_over_an_array_is_a_loop(body):
    (violation,) = found(body)
    assert violation.reason.endswith(" over an array (a loop in disguise)")


@pytest.mark.parametrize("body", ADDS.values(), ids=ADDS)
def test_a_builtin_over_sizes_is_none(body):
    assert found(body) == []


def test_where_loops_are_allowed_it_is_too():
    module = SourceFile(module="layers", origin="layers.py", text=HEAD + "return sum(x / w)\n")
    assert violations({"layers": module}, Rules(function="layers.f", loops=True, imports=("numpy", "math"))) == []
    assert violations({"layers": module}, Rules(function="layers.f", loops="fixed")) != []


def test_who_hides_an_array_among_thousands_is_refused_in_good_time():
    lines = [f"    y{k} = (x + w) * (x + w) + (x - w) * (x - w)" for k in range(400)]
    sums = [f"    sum(y{k} + y{k - 1})" for k in range(1, 400)]
    started = time.process_time()
    told = {violation.reason for violation in found("\n".join(["", *lines, *sums]))}
    assert told == {"sums too tangled to be checked"}
    assert time.process_time() - started < 10  # mostly 1
