"""Notebooks that were handed in instead of wanted files: which, for which, and that they work under each name."""

import importlib
import sys

import pytest

from autograder.collect import standing_in
from autograder.sandbox.loader import HandInFinder

from .making import GOOD, collected, notebook, refusal, texts

THREE = ("layers.py", "counting.py", "networks.py")


def test_a_notebook_stands_in_for_the_file():
    book = notebook("import helpers", GOOD)
    found = collected({"hw/conv.ipynb": book, "hw/helpers.py": "h = 1\n", "above.py": ""})
    assert texts(found) == {"layers": "import helpers\n" + GOOD, "helpers": "h = 1\n"}
    assert found.sources["layers"].place(3) == "hw/conv.ipynb, cell 2, line 2"


def test_a_file_wins_over_a_notebook():
    assert texts(collected({"layers.py": GOOD, "layers.ipynb": notebook("x = 1")})) == {"layers": GOOD}


def test_of_several_notebooks_the_one_of_that_name_is_taken():
    assert texts(collected({"a.ipynb": notebook(GOOD), "Layers.ipynb": notebook("x = 1")})) == {"layers": "x = 1\n"}


def test_of_several_notebooks_the_only_one_that_defines_something_is_taken():
    found = collected({"a.ipynb": notebook("print(1)"), "b.ipynb": notebook(GOOD), "c.ipynb": b"broken"})
    assert texts(found) == {"layers": GOOD}


@pytest.mark.parametrize(("count", "defining"), [(2, 2), (3, 0), (9, 1)])
def test_several_notebooks_that_cannot_be_told_apart(count, defining):
    books = {f"{i}.ipynb": notebook(GOOD if i < defining else "print()") for i in range(count)}
    assert refusal(books).startswith("expected layers.py or one notebook, found several: 0.ipynb, 1.ipynb")


def test_a_notebook_without_definitions_says_so():
    found = collected({"a.ipynb": notebook("print(1)")})
    assert texts(found) == {"layers": ""}
    assert found.notes == ("a.ipynb: no definitions were found in it",)


def test_a_broken_notebook():
    assert refusal({"a.ipynb": b"{"}).startswith("a.ipynb is not a notebook: line 1")


def test_a_notebook_may_be_larger_than_a_source_file(monkeypatch):
    figures = notebook(GOOD, metadata={"figure": "x" * (5 << 20)})
    assert texts(collected({"a.ipynb": figures})) == {"layers": GOOD}
    monkeypatch.setattr(standing_in, "MAX_NOTEBOOK_BYTES", 1 << 20)
    assert refusal({"a.ipynb": figures}) == "a.ipynb is too large: at most 1 MiB are read"


def test_a_notebook_that_writes_the_wanted_file():
    book = notebook(
        "%%writefile layers.py\n" + GOOD, "y = 2", "%%writefile /content/model.py\nm = 1\n", "%%writefile x.txt\nt"
    )
    found = collected({"a.ipynb": book}, ("layers.py", "model.py"))
    assert texts(found) == {"layers": GOOD, "model": "m = 1\n"}
    assert found.sources["layers"].place(1) == "a.ipynb, cell 1, line 2"
    assert found.notes == ("a.ipynb: x.txt, which a cell writes, is left out: not a module",)


def test_a_notebook_that_writes_helpers():
    book = notebook("%%writefile blocks/pool.py\np = 1\n", "%%writefile ../../up.py\nu = 1\n", GOOD)
    assert texts(collected({"a.ipynb": book})) == {"layers": GOOD, "blocks.pool": "p = 1\n", "up": "u = 1\n"}


def test_what_a_file_gives_a_notebook_does_not_replace():
    book = notebook(GOOD, "%%writefile model.py\nm = 'written'\n")
    found = collected({"a.ipynb": book, "model.py": "m = 'file'\n"}, ("layers.py", "model.py"))
    assert texts(found) == {"layers": GOOD, "model": "m = 'file'\n"}
    assert found.notes == (
        "a.ipynb is left out: model.py is the module model",
        "a.ipynb was taken as layers.py",
    )


def of(collected):
    """Module → what the student would say it came from."""
    return {module: source.origin for module, source in collected.sources.items()}


@pytest.fixture
def imported(monkeypatch):
    """Imports the modules of a submission; afterwards they are forgotten."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    monkeypatch.setattr(sys, "modules", dict(sys.modules))

    def install(found, *names):
        finder = HandInFinder(found.sources.values())
        finder.install()
        return [importlib.import_module(name) for name in names or found.sources]

    return install


def test_each_file_has_a_notebook_of_its_name():
    books = {"layers.ipynb": notebook("def f(): return 1"), "Networks (1).ipynb": notebook("def g(): return 2")}
    found = collected({**books, "counting.py": GOOD}, THREE)
    assert of(found) == {"counting": "counting.py", "layers": "layers.ipynb", "networks": "Networks (1).ipynb"}
    assert found.missing == {}
    assert found.notes == ("Networks (1).ipynb was taken as networks.py",)


@pytest.mark.parametrize("name", ["conv.ipynb", "layers.ipynb", "networks.ipynb"])
def test_one_notebook_stands_in_for_all_files(imported, name):
    found = collected({name: notebook("import math", "def f(): return math.pi", "def g(): return f()", "K = 3")}, THREE)
    assert list(found.sources) == ["layers", "counting", "networks"]
    assert found.notes == (f"{name} was taken as layers.py, counting.py and networks.py",)
    layers, counting, networks = imported(found)
    assert layers.g() == counting.g() == networks.g() == 3.141592653589793
    assert (networks.K, networks.math) == (3, layers.math)


def test_one_notebook_stands_in_for_the_files_that_are_missing():
    found = collected({"layers.py": GOOD, "layers.ipynb": b"broken", "conv.ipynb": notebook(GOOD)}, THREE)
    assert of(found) == {"layers": "layers.py", "counting": "conv.ipynb", "networks": "conv.ipynb"}
    assert found.notes == (
        "layers.ipynb was not looked at, because layers.py is there",
        "conv.ipynb was taken as counting.py and networks.py",
    )


@pytest.mark.parametrize("cells", [["import layers", "layers.f(1)"], ["x = 3"], [""]])
def test_a_notebook_that_defines_nothing_is_passed_over_in_silence(cells):
    files = dict.fromkeys(THREE, GOOD)
    assert collected({**files, "conv.ipynb": notebook(*cells)}, THREE).notes == ()
    told = ("conv.ipynb was not looked at, because layers.py, counting.py, networks.py are there",)
    assert collected({**files, "conv.ipynb": notebook(*cells, "def f(): return 1")}, THREE).notes == told
    assert collected({**files, "conv.ipynb": notebook(*cells, "%%writefile layers.py\nx = 1")}, THREE).notes == told


def test_the_only_notebook_is_not_kept_from_standing_in_by_the_name_of_a_file_that_is_there():
    found = collected({"layers.py": GOOD, "layers.ipynb": notebook(GOOD)}, THREE)
    assert of(found) == {"layers": "layers.py", "counting": "layers.ipynb", "networks": "layers.ipynb"}
    found = collected({"layers.py": GOOD, "layers.ipynb": notebook("x = 1")}, THREE)
    assert list(found.missing) == ["counting", "networks"]


def test_where_notebooks_have_the_names_of_files_each_is_one():
    found = collected({"layers.py": GOOD, "networks.ipynb": notebook(GOOD)}, THREE)
    assert found.missing == {"counting": "counting.py was not handed in"}
    assert found.notes[0].startswith("counting.py was not handed in: expected ")


OWN_IMPORTS = (
    "import counting, json as j\nimport layers as la\nimport networks",
    "from layers import (\n    pad,\n    f as first,\n)\nfrom counting import *; from networks import g as second",
    "try:\n    from counting import (f,\n        g)\nexcept ImportError:\n    g = None\n",
    "def f(): return 1",
    "def g():\n    from counting import f\n    import networks\n    return f() + la.f() + networks.f() + counting.f()",
    "def h(): return first() + second()",
)


@pytest.mark.parametrize("first", ["layers", "counting", "networks"])
def test_what_a_notebook_imports_from_itself_is_there(imported, first):
    found = collected({"conv.ipynb": notebook(*OWN_IMPORTS)}, THREE)
    imported(found, first)
    for module in imported(found, "layers", "counting", "networks"):
        assert (module.g(), module.h(), module.j.dumps(1)) == (4, 5, "1")


def test_an_error_in_it_names_the_cell_under_every_name(imported):
    found = collected({"conv.ipynb": notebook(*OWN_IMPORTS, "def bad():\n    return 1 / 0")}, THREE)
    finder = HandInFinder(found.sources.values())
    (networks,) = imported(found, "networks")
    try:
        networks.bad()
    except ZeroDivisionError as error:
        told = finder.explain(error).splitlines()
    assert told[1:] == ["  conv.ipynb, cell 7, line 2, in bad", "    return 1 / 0"]


def test_an_error_while_it_is_imported_names_what_it_was_taken_as(imported):
    found = collected({"conv.ipynb": notebook("import math", "def f(): pass", "K = 1 / 0")}, THREE)
    finder = HandInFinder(found.sources.values())
    with pytest.raises(ZeroDivisionError) as caught:
        imported(found, "networks")
    assert finder.explain(caught.value).splitlines()[1:] == [
        "  conv.ipynb, taken as networks.py, in <module>",
        "    from layers import f, K",
        "  conv.ipynb, cell 3, line 1, in <module>",
        "    K = 1 / 0",
    ]


def test_imports_from_a_file_that_is_there_stay():
    found = collected({"layers.py": GOOD, "conv.ipynb": notebook("from layers import f", "def g(): return f()")}, THREE)
    assert found.sources["counting"].text == "from layers import f\ndef g(): return f()\n"


def test_what_a_cell_writes_wins_over_definitions(imported):
    book = notebook("%%writefile counting.py\nK = 'written'", "from counting import K", "def f(): return K", "K = 2")
    found = collected({"conv.ipynb": book}, THREE)
    layers, counting, networks = imported(found, "layers", "counting", "networks")
    assert (layers.K, counting.K, networks.K) == (2, "written", 2)
    assert found.sources["layers"].text.startswith("from counting import K\n")
    assert found.notes == ("conv.ipynb was taken as layers.py and networks.py",)


def test_a_notebook_that_answers_nothing_stands_in_for_nothing_beside_a_file():
    for book in (notebook("import numpy as np", "x = np.ones(3)"), notebook("from layers import f", "f(3)")):
        found = collected({"layers.py": GOOD, "conv.ipynb": book}, THREE)
        assert list(found.sources) == ["layers"]
        assert list(found.missing) == ["counting", "networks"]
        assert found.notes[1:] == ("conv.ipynb: no definitions were found in it",)


def test_a_notebook_that_answers_nothing_does_not_hide_one_that_does():
    untouched, mine = notebook("import numpy as np", "x = np.ones(3)"), notebook(GOOD)
    found = collected({"conv.ipynb": untouched, "mine.ipynb": mine}, THREE)
    assert set(of(found).values()) == {"mine.ipynb"}


def test_a_notebook_that_only_writes_gives_what_it_writes():
    found = collected({"conv.ipynb": notebook("%%writefile layers.py\n" + GOOD), "counting.py": GOOD}, THREE)
    assert of(found) == {"counting": "counting.py", "layers": "conv.ipynb"}
    assert found.missing == {"networks": "networks.py was not handed in"}


def test_of_several_notebooks_none_is_guessed_and_what_is_clear_counts():
    found = collected({"layers.py": GOOD, "a.ipynb": notebook(GOOD), "b.ipynb": notebook(GOOD)}, THREE)
    told = "expected counting.py and networks.py or one notebook, found several: a.ipynb, b.ipynb"
    assert found.missing == {"counting": told, "networks": told}
    assert found.notes == (told,)


def test_a_broken_notebook_costs_only_its_own_file():
    found = collected({"layers.ipynb": b"{", "counting.py": GOOD, "networks.py": GOOD}, THREE)
    assert list(found.sources) == ["counting", "networks"]
    assert found.missing["layers"].startswith("layers.ipynb is not a notebook: line 1")


def test_an_assignment_of_one_file_takes_what_a_notebook_imports_from_itself(imported):
    found = collected(
        {"layers.ipynb": notebook("from layers import pad as p", "def pad(): return 1", "def f(): return p()")}
    )
    (layers,) = imported(found)
    assert layers.f() == 1
    assert found.notes == ()


def test_to_look_into_notebooks_that_were_not_needed_costs_no_more_than_one_that_is(monkeypatch):
    files = dict.fromkeys(THREE, GOOD)
    long = notebook("x = 1\n" * (standing_in.MAX_CODE_CHARACTERS // standing_in.MAX_NOTEBOOKS // 6 + 1))
    told = ("conv.ipynb was not looked at, because layers.py, counting.py, networks.py are there",)
    assert collected({**files, "conv.ipynb": long}, THREE).notes == told
    small = notebook("x = 1")
    monkeypatch.setattr(standing_in, "MAX_NOTEBOOK_BYTES", 2 * len(small))
    found = collected({**files, "a.ipynb": small, "b.ipynb": small, "c.ipynb": small}, THREE)
    assert found.notes == (told[0].replace("conv", "c"),)
