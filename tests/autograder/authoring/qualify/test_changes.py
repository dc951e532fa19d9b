"""What an answer can change is never told as less than it is."""

import textwrap
from dataclasses import replace

import pytest

from autograder.authoring.qualify.changes import change_of, ground_of
from autograder.records import HandIn, SourceFile, Submission, Weights

LAYERS = """
import math
import numpy as np
from other import shared

SCALE = 2
TABLE = {}

def helper(x):
    return SCALE * x

def pool(x):
    return helper(x)

alias = helper

def convolve(x):
    return alias(x) + np.sum(x)

def register(f):
    TABLE["f"] = f
    return f

@register
def registered(x):
    return x

def tabled(x):
    return TABLE["f"](x)

def imported(x):
    return shared(x)

class Layer:
    def forward(self, x):
        return helper(x)

def made():
    return Layer()

def lonely(x):
    return abs(x)
"""
OTHER = "def shared(x):\n    return deep(x)\n\ndef deep(x):\n    return x\n"


def submission(**texts):
    sources = {
        name: SourceFile(module=name, origin=f"{name}.py", text=textwrap.dedent(text)) for name, text in texts.items()
    }
    return Submission(hand_in=HandIn(key="someone"), sources=sources)


REFERENCE = submission(layers=LAYERS, other=OTHER)


def touched(functions, **replaced):
    """Whether checks that call `functions` may end otherwise where modules are replaced."""
    sources = {name: source.text for name, source in REFERENCE.sources.items()} | replaced
    change = change_of(REFERENCE, submission(**sources))
    return ground_of(REFERENCE, functions).is_touched_by(change)


def with_added(text):
    return f"{LAYERS}\n\n{textwrap.dedent(text)}"


@pytest.mark.parametrize(
    ("function", "replaced"),
    [
        ("pool", "pool"),
        ("pool", "helper"),
        ("convolve", "helper"),
        ("convolve", "alias"),
        ("tabled", "TABLE"),
        ("made", "helper"),
        ("made", "Layer"),
        ("lonely", "abs"),
    ],
)
def test_a_function_is_touched_by_what_it_reaches(function, replaced):
    assert touched([f"layers.{function}"], layers=with_added(f"def {replaced}(x):\n    return 0\n"))


def test_what_was_registered_at_import_stays_although_its_name_gets_another_meaning():
    assert not touched(["layers.tabled"], layers=with_added("def registered(x):\n    return 0\n"))
    assert touched(["layers.tabled"], layers=with_added("@register\ndef other(x):\n    return 0\n"))


@pytest.mark.parametrize("replaced", ["pool", "convolve", "Layer", "something_new"])
def test_a_function_is_not_touched_by_what_it_does_not_reach(replaced):
    assert not touched(["layers.lonely"], layers=with_added(f"def {replaced}(x):\n    return 0\n"))


def test_a_definition_in_another_module_counts_through_its_import():
    deeper = f"{OTHER}\n\ndef deep(x):\n    return 0\n"
    assert touched(["layers.imported"], other=deeper)
    assert not touched(["layers.lonely"], other=deeper)


@pytest.mark.parametrize(
    "added",
    [
        "raise RuntimeError",
        "np.sum = max",
        "SCALE = math.pi",
        "if True:\n    def unused():\n        pass\n",
        "for unused in (): pass",
        "def unused(x=math.pi):\n    return x\n",
        "def unused(*, x=print()):\n    return x\n",
        "def unused(x: print()):\n    return x\n",
        "@print\ndef unused(x):\n    return x\n",
        "class Unused(Layer):\n    pass\n",
        "class Unused:\n    print()\n",
        "class Unused(metaclass=Layer):\n    pass\n",
        "import torch",
        "from numpy import no_such_thing",
        "from math import *",
        "from . import other",
        "def __getattr__(name):\n    return 0\n",
        "__name__ = 'other'",
        "SCALE += 1",
        "[SCALE][0] = 3",
        "'text' + 1",
        "del SCALE",
        "def unused(:",
    ],
)
def test_whatever_else_runs_at_import_touches_all_that_imports_it(added):
    assert touched(["layers.lonely"], layers=with_added(added))
    assert not touched(["other.shared"], layers=with_added(added))


@pytest.mark.parametrize(
    "added",
    [
        '"""A docstring."""',
        'LOSES = ("pool",)',
        "LATEST = {}",
        "pass",
        "import math as mathematics",
        "from other import shared as common",
        "def unused(x, y=1, *, z=None):\n    import os\n    return x\n",
        "class Unused:\n    '''Says.'''\n    size = 3\n    def forward(self, x): return x\n",
    ],
)
def test_definitions_alone_touch_nothing_that_does_not_name_them(added):
    assert not touched(["layers.lonely"], layers=with_added(added))


def test_a_name_that_is_imported_anew_touches_what_uses_it():
    assert touched(["layers.convolve"], layers=with_added("import math as np"))


def test_annotations_run_nothing_where_they_are_postponed():
    postponed = submission(layers=f"from __future__ import annotations\n{LAYERS}", other=OTHER)
    text = f"{postponed.sources['layers'].text}\n\ndef unused(x: print()) -> None:\n    pass\n"
    change = change_of(postponed, submission(layers=text, other=OTHER))
    assert not ground_of(postponed, ["layers.lonely"]).is_touched_by(change)


def test_a_text_that_goes_on_where_the_reference_ends_is_no_new_definition():
    assert touched(["layers.lonely"], layers=f"{LAYERS.rstrip()} + 1\n")
    assert touched(["layers.lonely"], layers=f"{LAYERS}\n\n    x = 3\n")


def test_a_module_written_anew_touches_what_imports_it():
    assert touched(["layers.lonely"], other="def shared(x): return x")
    assert not touched(["other.shared"], layers="def lonely(x): return 0")


def test_a_new_file_with_the_name_of_a_library_touches_what_imports_it():
    assert touched(["layers.lonely"], math="pi = 3")
    assert not touched(["other.shared"], math="pi = 3")
    assert not touched(["layers.lonely"], helpers="x = 1")


def test_a_module_that_is_missing_touches_what_imports_it():
    change = change_of(REFERENCE, submission(layers=LAYERS))
    assert ground_of(REFERENCE, ["layers.lonely"]).is_touched_by(change)


def test_a_sibling_that_is_newly_imported_counts_although_it_is_in_a_function():
    third = submission(layers=LAYERS, other=OTHER, third="")
    added = submission(layers=with_added("def unused():\n    import third\n"), other=OTHER, third="")
    assert ground_of(third, ["layers.lonely"]).is_touched_by(change_of(third, added))


@pytest.mark.parametrize("code", ["eval('helper')(x)", "globals()['hel' + 'per'](x)", "getattr(np, str(x))"])
def test_code_that_hides_what_it_reaches_is_touched_by_everything(code):
    hiding = submission(layers=f"{LAYERS}\n\ndef hides(x):\n    return {code}\n", other=OTHER)
    change = change_of(hiding, submission(layers=hiding.sources["layers"].text, other="x = 1"))
    assert ground_of(hiding, ["layers.hides"]).is_touched_by(change)
    assert not ground_of(hiding, ["other.shared"]).is_touched_by(change_of(hiding, submission(layers="", other=OTHER)))


@pytest.mark.parametrize(
    ("importing", "uses", "is_touched"),
    [
        ("from other import deep", "abs(x)", False),
        ("from other import deep", "deep(x)", True),
        ("from other import deep as low", "low(x)", True),
        ("from other import *", "deep(x)", True),
        ("import other", "other.deep(x)", True),
        ("import other as o", "o.deep(x)", True),
        ("import other", "abs(x)", False),
        ("from other import shared", "shared(x)", True),
    ],
)
def test_an_import_counts_where_something_uses_it(importing, uses, is_touched):
    asking = submission(layers=f"{importing}\n\ndef asks(x):\n    return {uses}\n", other=OTHER)
    deeper = submission(layers=asking.sources["layers"].text, other=f"{OTHER}\n\ndef deep(x):\n    return 0\n")
    change = change_of(asking, deeper)
    assert ground_of(asking, ["layers.asks"]).is_touched_by(change) == is_touched


def test_a_name_in_a_text_counts():
    named = submission(layers=f"{LAYERS}\n\ndef by_text(x):\n    return getattr(np, 'helper')(x)\n", other=OTHER)
    text = f"{named.sources['layers'].text}\n\ndef helper(x):\n    return 0\n"
    assert ground_of(named, ["layers.by_text"]).is_touched_by(change_of(named, submission(layers=text, other=OTHER)))


def test_other_weights_can_change_every_question_that_asks_what_a_network_gave(tmp_path):
    sources = {"layers": SourceFile(module="layers", origin="layers.py", text="def f(x): return x\n")}

    def with_weights(digest):
        weights = Weights(name="network.pt", path=tmp_path / "network.pt", size=1, sha256=digest)
        own = {"colours": weights} if digest else {}
        return Submission(hand_in=HandIn(key="a"), sources=sources, weights=own)

    reference = with_weights("a" * 64)
    asks, does_not = (ground_of(reference, ["layers.f"], networks) for networks in (["colours"], []))
    asks_another = ground_of(reference, ["layers.f"], ["shapes"])
    assert not asks.is_touched_by(change_of(reference, with_weights("a" * 64)))
    for other in ("b" * 64, ""):
        assert asks.is_touched_by(change_of(reference, with_weights(other)))
        assert not does_not.is_touched_by(change_of(reference, with_weights(other)))
        assert not asks_another.is_touched_by(change_of(reference, with_weights(other)))
        rewritten = replace(with_weights(other), sources={"layers": replace(sources["layers"], text="f = abs")})
        assert does_not.is_touched_by(change_of(reference, rewritten))
