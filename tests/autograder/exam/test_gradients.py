"""Gradients come back from a function of a hand-in, or the student is told that they do not."""

import textwrap

import pytest
import torch

from autograder.exam import Mismatch, with_gradient
from autograder.exam.submission import ExamSubmission
from autograder.records import SourceFile
from autograder.sandbox.base import Bounds, CandidateFailure
from autograder.sandbox.choose import for_checking

AT = torch.tensor([1.0, -2.0, 3.0])


@pytest.fixture(scope="module")
def sandbox():
    with for_checking(("numpy", "torch")) as sandbox:
        yield sandbox


@pytest.fixture
def function(sandbox):
    """Makes a function of a hand-in from the text of its module."""
    opened = []

    def make(body):
        text = f"import torch\n\ndef f(x, scale=1):\n{textwrap.indent(textwrap.dedent(body), '    ')}"
        sources = {"losses": SourceFile(module="losses", origin="losses.py", text=text)}
        bounds = Bounds(seconds=60, memory_mb=1024, reply_mb=64)
        opened.append(ExamSubmission(lambda: sandbox.start(sources, bounds)))
        return opened[-1].losses.f

    yield make
    for submission in opened:
        submission.close()


def test_the_number_and_its_gradient_come_back(function):
    square = function("return (x ** 2).sum() * scale")
    for _ in range(2):  # gradients of two calls do not add up
        value, gradient = with_gradient(square, AT, 3)
        assert (value, gradient.tolist()) == (torch.tensor(42.0), [6.0, -12.0, 18.0])
    value, gradient = with_gradient(square, AT, scale=2)
    assert gradient.tolist() == [4.0, -8.0, 12.0]
    assert AT.grad is None


def test_of_several_numbers_the_gradients_are_weighed_and_added_up(function):
    upstream = torch.tensor([1.0, 10.0, 100.0])
    value, gradient = with_gradient(function("return x ** 2 * scale"), AT, upstream=upstream, scale=2)
    assert value.tolist() == [2.0, 8.0, 18.0]
    assert gradient.tolist() == [4.0, -80.0, 1200.0]


@pytest.mark.parametrize("body", ["return (x ** 2).sum()", "return (x ** 2)[:2]"])
def test_a_result_of_another_shape_than_upstream_is_a_mismatch(function, body):
    with pytest.raises(Mismatch, match=r"^points: "):
        with_gradient(function(body), AT, name="points", upstream=torch.ones(3))


@pytest.mark.parametrize(
    "body",
    [
        "return torch.tensor((x ** 2).sum().item())",
        "return (x ** 2).sum().item()",
        "return (x.detach() ** 2).sum()",
        "return (x > 0).sum().float()",
        "return (torch.ones(3, requires_grad=True) ** 2).sum()",
        "return x ** 2",
        "return None",
    ],
)
def test_where_none_comes_back_that_is_said(function, body):
    with pytest.raises(Mismatch, match=r"^loss: no gradient comes back"):
        with_gradient(function(body), AT)


def test_what_autograd_says_is_told(function):
    with pytest.raises(Mismatch, match="modified by an inplace operation"):
        with_gradient(function("y = x.exp()\nz = (y * y).sum()\ny += 1\nreturn z"), AT)


def test_an_error_of_the_function_itself_stays_one(function):
    with pytest.raises(CandidateFailure, match="ZeroDivisionError"):
        with_gradient(function("return x.sum() * (1 / 0)"), AT)


def test_a_gradient_that_the_hand_in_forges_is_only_a_wrong_answer(function):
    body = """
        class Forged:
            def backward(self):
                x.grad = "yes"
        return Forged()
    """
    with pytest.raises((Mismatch, CandidateFailure)):
        with_gradient(function(body), AT)
