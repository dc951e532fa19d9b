"""The contract: what holds for every back end. What a submission does is in its source; nothing is mocked here."""

import numpy as np
import pytest

from autograder.records import Outcome
from autograder.sandbox.base import CandidateFailure, Part
from autograder.sandbox.wire import Handle
from tests.autograder.sandbox.helpers import ask, ends, failure, module

NETWORK = """
    class Network:
        def __init__(self, weight):
            self.weight = weight
        def forward(self, x):
            return self.weight * x

    def build(weight):
        return Network(weight)
    def double_in_place(x):
        x *= 2
    def weight_of(networks, *, named):
        return [network.weight for network in networks] + [named["extra"].weight]
    def pair(x):
        return x + 1, Network(x)
    def pid():
        import os
        return os.getpid()
"""


def test_a_call_answers_with_what_the_function_returns(start):
    candidate = start("def scaled(x, *, by=1): return by * x")
    answer = ask(candidate, "scaled", np.arange(6.0).reshape(2, 3), by=3)
    np.testing.assert_array_equal(answer, [[0, 3, 6], [9, 12, 15]])


def test_what_cannot_be_sent_is_a_handle_that_can_be_used(start):
    candidate = start(NETWORK)
    network = ask(candidate, "build", 3)
    assert network == Handle(0, "Network")
    assert candidate.call("#0.forward", [5], {}) == 15
    other = ask(candidate, "build", 4)
    assert ask(candidate, "weight_of", [network, other], named={"extra": network}) == [3, 4, 3]


def test_a_kept_value_can_be_changed_there_and_fetched(start_one):
    candidate = start_one(NETWORK)
    kept = candidate.keep(np.array([1, 2]))
    ask(candidate, "double_in_place", kept)
    np.testing.assert_array_equal(candidate.fetch(kept), [2, 4])


def test_parts_of_a_result_come_or_stay_as_asked(start_one):
    candidate = start_one(NETWORK)
    parts = (Part("out"), Part("cache", kept=True))
    answer = candidate.call("work.pair", [1], {}, parts)
    assert answer == (2, Handle(0, "Network"))
    kept = candidate.call("work.pair", [1], {}, [Part("both", kept=True)])
    assert isinstance(kept, Handle)


@pytest.mark.parametrize(
    ("body", "found"),
    [("return x, x, x", "3"), ("return [x]", "1"), ("return x", "one ndarray"), ("return None", "one NoneType")],
)
def test_a_result_with_other_parts_fails_and_says_what_came(start_one, body, found):
    candidate = start_one(f"def f(x): {body}")
    with pytest.raises(CandidateFailure) as caught:
        candidate.call("work.f", [np.ones((2, 2))], {}, [Part("out"), Part("cache")])
    assert caught.value.outcome is Outcome.FAILED
    assert caught.value.message == f"f: expected 2 results (out, cache), got {found}"


def test_a_missing_function_or_file_is_named(start_one):
    candidate = start_one("def other(): return 1", **{"parts.pool": ""})
    missing = failure(candidate, "wanted")
    assert (missing.outcome, missing.message) == (Outcome.FAILED, "wanted: work.py has no wanted")
    with pytest.raises(CandidateFailure, match=r"^f: parts/conv\.py is missing$"):
        candidate.call("parts.conv.f", [], {})
    with pytest.raises(CandidateFailure, match=r"^f: statistics\.py is missing$"):  # not the library's
        candidate.call("statistics.f", [], {})
    assert ask(candidate, "other") == 1


def test_an_exception_shows_the_students_own_lines_only(start):
    candidate = start(
        """
        import json, helper
        def f(x):
            return json.loads(x, object_hook=helper.strict)
        """,
        helper="def strict(d):\n    raise KeyError('a key of theirs')\n",
    )
    raised = failure(candidate, "f", "{}")
    assert raised.outcome is Outcome.CRASHED
    assert raised.message.splitlines() == [
        "KeyError: 'a key of theirs'",
        "  work.py, line 3, in f",
        "    return json.loads(x, object_hook=helper.strict)",
        "  helper.py, line 2, in strict",
        "    raise KeyError('a key of theirs')",
    ]


def test_lines_of_a_notebook_are_told_by_cell(start_one):
    text = "def f():\n    return 1 / 0\n"
    places = ("cell 3, line 1", "cell 3, line 2")
    candidate = start_one({"work": module("work", text, origin="conv.ipynb", places=places)})
    assert "conv.ipynb, cell 3, line 2, in f" in failure(candidate, "f").message


@pytest.mark.parametrize(
    ("source", "headline", "line"),
    [
        ("x = 1\ny = = 2\n", "SyntaxError: invalid syntax (work.py, line 2)", "    y = = 2"),
        (
            "def f():\nreturn 1\n",
            "IndentationError: expected an indented block after function definition on line 1 (work.py, line 2)",
            "    return 1",
        ),
        (
            "if 1:\n\tx = 1\n        y = 2\n",
            "TabError: inconsistent use of tabs and spaces in indentation (work.py, line 3)",
            "    y = 2",
        ),
    ],
)
def test_a_syntax_error_shows_its_line(start_one, source, headline, line):
    raised = failure(start_one({"work": module("work", source)}), "f")
    assert (raised.outcome, raised.message.splitlines()) == (Outcome.CRASHED, [headline, line])


def test_modules_of_the_hand_in_import_each_other(start):
    candidate = start(
        {
            "work": module("work", "import parts\nfrom parts.deep import pool\ndef f(): return parts.ONE, pool.two()"),
            "parts": module("parts", "from . import numbers\nONE = numbers.ONE", "parts/__init__.py", is_package=True),
            "parts.numbers": module("parts.numbers", "ONE = 1"),
            "parts.deep.pool": module("parts.deep.pool", "from ..numbers import ONE\ndef two(): return 2 * ONE"),
        }
    )
    assert ask(candidate, "f") == (1, 2)


def test_a_module_of_the_hand_in_goes_before_a_library_of_that_name(start_one):
    candidate = start_one("import random, json\ndef f(): return random.MINE, json.loads('1')", random="MINE = 'mine'")
    assert ask(candidate, "f") == ("mine", 1)


def test_odd_names_and_texts_survive(start_one):
    source = module("größe", "def maß(x): raise ValueError(x)\ndef echo(x): return x + 'ß'", "hw 2/größe (1).py")
    candidate = start_one({"größe": source})
    assert candidate.call("größe.echo", ["\ud800 🦆\x00"], {}) == "\ud800 🦆\x00ß"
    with pytest.raises(CandidateFailure) as caught:
        candidate.call("größe.maß", ["🦆\x1b[31m\ud800\u202e"], {})
    assert caught.value.message.splitlines()[:2] == [
        "ValueError: 🦆�[31m��",
        "  hw 2/größe (1).py, line 1, in maß",
    ]


def test_isolation_is_told(sandbox, linux):
    isolation = sandbox.isolation
    if sandbox is linux:
        assert "seccomp" in isolation.layers
    else:
        assert isolation.layers == ()
        assert "isolation" in isolation.missing


def test_after_close_the_process_is_gone(start):
    candidate = start(NETWORK)
    pid = ask(candidate, "pid")
    candidate.close()
    candidate.close()  # twice does no harm
    assert ends(pid)
