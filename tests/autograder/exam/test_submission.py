"""What a check holds in its hands turns attributes into calls, and handles into objects."""

from collections import namedtuple

import numpy as np
import pytest

from autograder.errors import ExamFault
from autograder.exam.submission import ExamSubmission, RemoteObject, kept
from autograder.sandbox.base import Part
from autograder.sandbox.wire import Handle


class Recorder:
    """A candidate that notes what it is asked and answers from a list."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []
        self.printed = "hello"
        self.closed = False

    def call(self, function, arguments, options, returning=None):
        self.asked.append((function, tuple(arguments), dict(options), returning))
        return self.answers.pop(0)

    def keep(self, value):
        self.asked.append(("keep", value))
        return Handle(7, "ndarray")

    def fetch(self, handle):
        self.asked.append(("fetch", handle))
        return self.answers.pop(0)

    def close(self):
        self.closed = True


def opened(*answers):
    candidate = Recorder(*answers)
    return candidate, ExamSubmission(lambda: candidate)


def test_a_function_of_a_module_is_a_call():
    candidate, submission = opened(4)
    assert submission.layers.double(2, twice=True) == 4
    assert candidate.asked == [("layers.double", (2,), {"twice": True}, None)]


def test_the_parts_of_a_result_are_named():
    candidate, submission = opened((1, Handle(0, "dict")))
    out, cache = submission.layers.forward.returning("out", kept("cache"))(3)
    assert (out, repr(cache)) == (1, "<dict in the candidate>")
    assert candidate.asked[0][3] == (Part("out"), Part("cache", kept=True))


def test_what_stayed_there_can_be_passed_and_has_methods():
    candidate, submission = opened(Handle(5, "Net"), 1, 2, 3)
    net = submission.model.build()
    assert isinstance(net, RemoteObject)
    submission.layers.use(net, [net], {"n": net})
    net.forward(np.int64(1))
    net(9)
    assert candidate.asked[1][1] == (Handle(5, "Net"), [Handle(5, "Net")], {"n": Handle(5, "Net")})
    assert [asked[0] for asked in candidate.asked[2:]] == ["#5.forward", "#5.__call__"]


def test_a_value_can_be_kept_and_fetched():
    candidate, submission = opened("now")
    remote = submission.keep("before")
    assert submission.fetch(remote) == "now"
    assert candidate.asked == [("keep", "before"), ("fetch", Handle(7, "ndarray"))]


def test_no_candidate_is_started_before_the_first_call():
    def never():
        raise AssertionError("started")

    submission = ExamSubmission(never)
    assert submission.printed == ""
    submission.layers.f.returning("x")
    submission.close()


def test_closing_ends_the_candidate():
    candidate, submission = opened(1)
    submission.layers.f()
    assert submission.printed == "hello"
    submission.close()
    assert candidate.closed


@pytest.mark.parametrize("name", ["__array__", "__len__", "__iter__"])
def test_python_and_numpy_find_no_protocol_to_call(name):
    _, submission = opened(Handle(1, "Array"))
    with pytest.raises(AttributeError):
        getattr(submission.layers.f(), name)


def test_a_named_tuple_goes_as_a_plain_one():
    pair = namedtuple("pair", "x w")
    candidate, submission = opened(0)
    submission.layers.f(pair(1, [2]))
    assert candidate.asked[0][1] == ((1, [2]),)
    assert type(candidate.asked[0][1][0]) is tuple


def test_what_another_candidate_kept_is_a_mistake_of_the_exam():
    _, other = opened()
    _, submission = opened()
    foreign = other.keep(np.ones(2))
    for use in (submission.fetch, submission.keep, submission.layers.double, lambda x: submission.layers.double(y=[x])):
        with pytest.raises(ExamFault, match="<ndarray in the candidate> was kept by another candidate"):
            use(foreign)


def test_an_attribute_of_what_stayed_there_can_be_fetched():
    candidate, submission = opened("of the leaf")
    leaf = submission.keep(1)
    assert submission.fetch(leaf, "grad") == "of the leaf"
    assert candidate.asked[-1] == ("#7.__getattribute__", ("grad",), {}, None)


def test_the_last_call_is_known_with_shapes_in_place_of_arrays():
    _, submission = opened(1)
    assert submission.last_call == ""
    x = np.zeros((1, 2, 3))
    submission.layers.pad2d(x, 1, mode="zero", table=[x])
    assert submission.last_call == "pad2d(array (1, 2, 3), 1, mode='zero', table=…)"
