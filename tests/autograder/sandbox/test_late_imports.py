"""Imports that nothing uses cost nothing; those that are used happen, late but for real."""

import ast
import builtins
import sys
import textwrap

import pytest

from autograder.records import SourceFile
from autograder.sandbox.late_imports import LateNames, postpone, some_can_wait
from autograder.sandbox.loader import HandInFinder


@pytest.fixture
def library(tmp_path, monkeypatch):
    """An installed package ``latelib`` that counts how often it is imported."""
    (tmp_path / "latelib").mkdir()
    (tmp_path / "latelib" / "__init__.py").write_text("PI = 3\ndef f(): return 'f'\n", encoding="utf-8")
    (tmp_path / "latelib" / "deep.py").write_text("class Net: pass\n", encoding="utf-8")
    monkeypatch.syspath_prepend(str(tmp_path))
    yield lambda: "latelib" in sys.modules
    for name in [name for name in sys.modules if name.partition(".")[0] == "latelib"]:
        del sys.modules[name]


@pytest.fixture
def load(monkeypatch):
    """Import a module ``work`` of a hand-in with the given text."""

    def load(text):
        monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
        source = SourceFile(module="work", origin="work.py", text=textwrap.dedent(text))
        HandInFinder([source]).install()
        return __import__("work")

    yield load
    sys.modules.pop("work", None)


def test_an_import_that_nothing_uses_does_not_happen(library, load):
    assert load("import latelib\nimport no_such_library as nsl\ndef f(): return 1").f() == 1
    assert not library()


@pytest.mark.parametrize(
    ("imports", "expression", "value"),
    [
        ("import latelib", "latelib.PI", 3),
        ("import latelib as l", "l.PI", 3),
        ("from latelib import PI", "2 * PI", 6),
        ("from latelib import PI as pi, f as g", "(pi, g())", (3, "f")),
        ("import latelib.deep", "latelib.deep.Net.__name__", "Net"),
        ("import latelib.deep as d", "d.Net.__name__", "Net"),
        ("from latelib import deep", "deep.Net.__name__", "Net"),
        ("import latelib\nimport latelib.deep", "(latelib.PI, latelib.deep.Net.__name__)", (3, "Net")),
        ("import latelib.deep\nimport latelib", "(latelib.PI, latelib.deep.Net.__name__)", (3, "Net")),
    ],
)
def test_one_that_is_used_happens_then(library, load, imports, expression, value):
    work = load(f"{imports}\ndef f(): return {expression}")
    assert not library()
    assert work.f() == value
    assert work.f() == value


def test_a_module_may_use_it_while_it_is_imported(library, load):
    work = load("from latelib.deep import Net\nclass Mine(Net):\n    pass\n")
    assert work.Mine.__mro__[1].__name__ == "Net"


def test_one_that_is_not_installed_fails_where_it_is_used(load):
    work = load("import no_such_library as nsl\ndef f():\n    return nsl.x\n")
    with pytest.raises(ModuleNotFoundError, match="no_such_library"):
        work.f()


def test_a_name_that_a_library_does_not_have_is_an_import_error(library, load):
    work = load("from latelib import nothing\ndef f(): return nothing")
    with pytest.raises(ImportError, match="cannot import name 'nothing' from 'latelib'"):
        work.f()


def test_an_unknown_name_is_still_a_name_error(library, load):
    work = load("import latelib\ndef f(): return latlib")
    with pytest.raises(NameError, match="latlib"):
        work.f()


def test_a_fallback_still_works(load):
    text = """
        try:
            import no_such_library as np
        except ImportError:
            import math as np
        def f(): return np.floor(2.5)
    """
    assert load(text).f() == 2


def test_a_definition_of_the_same_name_wins(library, load):
    assert load("from latelib import f\ndef f(): return 'mine'\ndef g(): return f()").g() == "mine"
    assert not library()


def test_built_in_names_are_all_there(library, load):
    work = load("import latelib\ndef f(): return sum(range(4)), len('ab'), isinstance(1, int)")
    assert work.f() == (6, 2, True)
    assert set(LateNames({}, {})) == set(vars(builtins))


def test_the_standard_library_loaded_libraries_and_the_hand_ins_own_modules_do_not_wait():
    text = "import json, helper\nfrom numpy import pi\nfrom . import other\nfrom latelib import *\nimport latelib"
    tree = ast.parse(text)
    assert postpone(tree, {"helper"}) == {"latelib": [("latelib", "")]}
    assert [type(node).__name__ for node in tree.body] == ["Import", "ImportFrom", "ImportFrom", "ImportFrom", "Pass"]


def test_lines_keep_their_numbers(library, load):
    work = load("import latelib\nimport no_such_library\n\ndef f():\n    return 1 / 0\n")
    with pytest.raises(ZeroDivisionError) as caught:
        work.f()
    assert caught.traceback[-1].lineno + 1 == 5


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("import numpy as np, json\nfrom helper import x\nfrom __future__ import annotations\nfrom . import y", False),
        ("x = 'import latelib'\n    import latelib\n# import latelib", False),
        ("import json, latelib", True),
        ("import latelib.deep as d  # later", True),
        ("x = 1\nfrom   latelib.deep import Net", True),
        ("", False),
    ],
)
def test_a_quick_look_tells_whether_anything_can_wait(text, found):
    assert some_can_wait(text, {"helper"}) is found


def test_another_module_can_take_it_from_there(library, load):
    work = load("from latelib import PI as number\n")
    assert not library()
    assert work.number == 3
    with pytest.raises(AttributeError):
        _ = work.no_such_name
