from dataclasses import replace

import pytest

from autograder.collect import modules as module
from autograder.collect.entries import Entry, Problem
from autograder.collect.modules import MAX_NOTES, submission
from autograder.collect.names import module_name
from autograder.errors import HandInError
from autograder.records import HandIn

from .making import FILES, GOOD, collected, entries, refusal, texts

LARGE = b"#" * (4 << 20) + b"\n"


IMPORTING = "import helpers\nfrom blocks import pool\n" + GOOD


def test_the_wanted_file_and_what_it_imports_from_beside_and_below_it():
    found = collected(
        {
            "hw/layers.py": IMPORTING,
            "hw/helpers.py": "h = 1\n",
            "hw/blocks/__init__.py": "",
            "hw/blocks/pool.py": "p = 1\n",
            "hw/blocks/old.py": "o = 1\n",
            "hw/test_layers.py": "import blocks.old\n",
            "other.py": "outside",
            "hw/notes.txt": "text",
            "hw/model.ipynb": "not even json",
        }
    )
    assert texts(found) == {"layers": IMPORTING, "helpers": "h = 1\n", "blocks": "", "blocks.pool": "p = 1\n"}
    assert found.sources["blocks"].is_package
    assert not found.sources["blocks.pool"].is_package
    assert found.sources["layers"].origin == "hw/layers.py"
    assert found.sources["layers"].place(2) == "hw/layers.py, line 2"
    assert found.notes == (
        "hw/model.ipynb was not looked at, because hw/layers.py is there",
        "not needed, so left out: 3 .py files",
    )


def test_a_syntax_error_is_a_matter_of_the_exam():
    assert texts(collected({"layers.py": "def f(:\n"})) == {"layers": "def f(:\n"}


def test_nothing_handed_in():
    assert refusal({}) == "no files were handed in"


def test_what_is_missing_is_named():
    assert refusal({"a.py": "", "b.txt": ""}) == "expected layers.py, found: a.py, b.txt"
    assert refusal({"b.txt": ""}, ("layers.py", "model.py")) == "expected layers.py and model.py, found: b.txt"


def test_a_wanted_file_that_is_no_text():
    assert refusal({"layers.py": b"\xff"}).startswith("layers.py, line 1: expected utf-8 text")


def test_another_file_that_is_no_text_is_only_left_out():
    found = collected({"layers.py": "import old\n", "old.py": b"\xff"})
    assert texts(found) == {"layers": "import old\n"}
    assert found.notes[0].startswith("left out: old.py, line 1: expected utf-8 text")


def test_a_wanted_file_that_is_too_large():
    assert refusal({"layers.py": LARGE}) == "layers.py is too large: at most 4 MiB are read"


def test_a_helper_that_is_too_large_is_left_out_and_told_where_it_is_imported():
    assert collected({"layers.py": GOOD, "table.py": LARGE}).notes == ("not needed, so left out: 1 .py file",)
    found = collected({"layers.py": "import table\n", "table.py": LARGE})
    assert texts(found) == {"layers": "import table\n"}
    assert found.notes == ("left out: table.py is too large: at most 4 MiB are read",)


def test_source_files_that_are_too_large_together(monkeypatch):
    monkeypatch.setattr(module, "MAX_SOURCES_BYTES", 1 << 20)
    source = "import a, b, c, d\n"
    sizes = {"a.py": b"#" * (600 << 10), "b.py": LARGE, "c.py": "c = 1\n", "d.py": b"#" * (600 << 10)}
    found = collected({"layers.py": source} | sizes)
    assert list(found.sources) == ["layers", "a", "c"]
    assert found.notes == (
        "left out: b.py is too large: at most 4 MiB are read",
        "left out: d.py: of all .py files, at most 1 MiB are read",
    )


def test_what_helpers_import_is_taken_too_and_only_once():
    files = {"layers.py": "import a\n", "a.py": "from b import *\n", "b.py": "import a, layers\n", "c.py": "import d\n"}
    assert list(collected(files | {"d.py": ""}).sources) == ["layers", "a", "b"]


def test_where_anything_may_be_imported_all_is_taken():
    files = {"layers.py": "import importlib\n", "a.py": "", "b.py": "", "sub/c.py": ""}
    assert list(collected(files).sources) == ["layers", "a", "b", "sub.c"]


def test_two_helpers_that_differ_in_case_are_two_modules():
    files = {"layers.py": "import utils\n", "utils.py": "u = 1\n", "Utils.py": "U = 1\n"}
    found = collected(files)
    assert texts(found) == {"layers": "import utils\n", "utils": "u = 1\n"}
    assert found.notes == ("not needed, so left out: 1 .py file",)
    assert texts(collected(files | {"layers.py": "import utils, Utils\n"}))["Utils"] == "U = 1\n"


@pytest.mark.parametrize("problem", list(Problem))
def test_a_file_that_must_not_be_read_matters_where_it_is_needed(problem):
    def taken(source, *bad):
        every = [replace(each, problem=problem if each.name in bad else None) for each in entries(source)]
        return submission(HandIn(key="a"), every, FILES, ())

    plain = {"layers.py": GOOD, "a.py": "a = 1\n", "bin/python": ""}
    assert texts(taken(plain, "a.py", "bin/python")) == {"layers": GOOD}
    with pytest.raises(HandInError, match=f"^layers.py {problem.value}$"):
        taken(plain, "layers.py")
    found = taken(plain | {"layers.py": "import a\n"}, "a.py")
    assert texts(found) == {"layers": "import a\n"}
    assert found.notes == (f"left out: a.py {problem.value}",)


def test_files_that_are_no_source_are_never_read():
    def explode():
        raise AssertionError("read")

    data = Entry(name="data.npy", size=9, open=explode)
    found = submission(HandIn(key="a"), [*entries({"layers.py": GOOD}), data], FILES, ())
    assert texts(found) == {"layers": GOOD}


@pytest.mark.parametrize(
    "name",
    ["my-blocks/pool.py", "2d.py", "class.py", "a b.py", "__init__.py", "__main__.py", "x/if/y.py", "a" * 201 + ".py"],
)
def test_a_name_that_cannot_be_imported_is_not_needed(name):
    found = collected({"layers.py": "import importlib\n", name: ""})
    assert list(found.sources) == ["layers"]
    assert found.notes == ("not needed, so left out: 1 .py file",)


def test_module_names_are_read_as_python_reads_them():
    assert module_name("ﬁlter.py") == "filter"
    assert module_name("größe.py") == "größe"


def test_a_package_wins_over_a_module_as_in_python():
    source = "import blocks.pool\n"
    found = collected({"layers.py": source, "blocks.py": "b", "blocks/__init__.py": "p", "blocks/pool.py": ""})
    assert texts(found) == {"layers": source, "blocks": "p", "blocks.pool": ""}
    assert found.notes == ("blocks.py is left out: blocks/__init__.py is the module blocks",)


def test_nothing_hides_the_wanted_file():
    source = "import layers.pool\n"
    found = collected({"layers.py": source, "layers/__init__.py": "p", "layers/pool.py": ""})
    assert texts(found) == {"layers": source}
    assert len(found.notes) == 2


def test_many_notes_are_counted_not_listed():
    source = "".join(f"import m{i}\n" for i in range(30))
    found = collected({"layers.py": source} | {f"m{i}.py": b"\xff" for i in range(30)}, notes=("first",))
    assert len(found.notes) == MAX_NOTES + 1
    assert (found.notes[0], found.notes[-1]) == ("first", "and 11 more notes")
