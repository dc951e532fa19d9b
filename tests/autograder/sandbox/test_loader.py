"""Modules from memory, and exceptions in the student's terms."""

import importlib
import inspect
import sys

import pytest

from autograder.sandbox.loader import HandInFinder
from tests.autograder.sandbox.helpers import module


@pytest.fixture
def installed(monkeypatch):
    """Installs a hand-in in this process; its modules are forgotten afterwards."""
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    before = dict(sys.modules)

    def install(*sources, compiled=None):
        finder = HandInFinder(sources, compiled)
        finder.install()
        return finder

    yield install
    for name in sys.modules.keys() - before.keys():
        del sys.modules[name]
    sys.modules.update(before)


def explained(finder, name, function=None):
    try:
        loaded = importlib.import_module(name)
        getattr(loaded, function)()
    except BaseException as error:
        return finder.explain(error).splitlines()
    raise AssertionError("it did not fail")


def test_a_folder_without_init_is_a_package(installed):
    installed(module("handin_parts.pool", "X = 1"))
    assert importlib.import_module("handin_parts.pool").X == 1
    assert importlib.import_module("handin_parts").__file__ == "handin_parts"


def test_what_the_hand_in_lacks_is_found_elsewhere():
    finder = HandInFinder([module("work", "")])
    assert finder.find_spec("json") is None
    assert finder.find_spec("wor") is None
    assert finder.find_spec("work", None, None).origin == "work.py"


def test_a_module_hides_one_that_is_loaded_already(installed):
    import statistics

    installed(module("statistics", "MINE = True"))
    assert importlib.import_module("statistics").MINE
    assert statistics.mean([1, 3]) == 2  # who had it keeps it


def test_source_code_can_be_looked_at(installed):
    installed(module("handin_seen", "def f():\n    return 1\n"))
    assert inspect.getsource(importlib.import_module("handin_seen").f) == "def f():\n    return 1\n"


def test_classes_know_their_module(installed):
    source = (
        "from __future__ import annotations\nimport dataclasses\n@dataclasses.dataclass\nclass A:\n    x: int = 1\n"
    )
    installed(module("handin_data", source))
    assert importlib.import_module("handin_data").A().x == 1


def test_only_the_last_frames_of_a_recursion_are_shown(installed):
    finder = installed(module("handin_deep", "def f(n=0):\n    return f(n + 1)\n"))
    lines = explained(finder, "handin_deep", "f")
    assert lines[0].startswith("RecursionError: maximum recursion depth exceeded")
    assert len(lines) == 1 + 2 * 8


def test_a_long_line_is_cut(installed):
    finder = installed(module("handin_long", f"def f(): return 1 / 0 + {'1' * 1000}\n"))
    assert max(map(len, explained(finder, "handin_long", "f"))) <= 204


def test_notes_are_part_of_the_text(installed):
    finder = installed(module("handin_note", "def f():\n    e = ValueError('a')\n    e.add_note('b')\n    raise e\n"))
    assert explained(finder, "handin_note", "f")[:2] == ["ValueError: a", "b"]


def test_an_error_in_code_that_was_made_up_points_to_the_maker(installed):
    finder = installed(module("handin_eval", "def f():\n    return eval('1 +')\n"))
    assert explained(finder, "handin_eval", "f") == [
        "SyntaxError: invalid syntax",
        "  handin_eval.py, line 2, in f",
        "    return eval('1 +')",
    ]


def test_a_syntax_error_shows_who_imported_it(installed):
    finder = installed(module("handin_outer", "import handin_inner"), module("handin_inner", "x = (\n"))
    assert explained(finder, "handin_outer") == [
        "SyntaxError: '(' was never closed (handin_inner.py, line 1)",
        "  handin_outer.py, line 1, in <module>",
        "    import handin_inner",
        "    x = (",
    ]


def test_a_syntax_error_of_a_notebook_names_the_cell(installed):
    finder = installed(module("handin_cell", "x =\n", "conv.ipynb", places=("cell 2, line 5",)))
    assert explained(finder, "handin_cell")[0] == "SyntaxError: invalid syntax (conv.ipynb, cell 2, line 5)"


def test_modules_of_one_notebook_are_told_apart(installed):
    cells = [
        module(
            f"handin_{name}",
            "def f():\n    return 1 / 0",
            "conv.ipynb",
            places=(f"cell {cell}, line 1", f"cell {cell}, line 2"),
        )
        for cell, name in enumerate(("one", "two", "three"), start=1)
    ]
    finder = installed(*cells)
    told = [explained(finder, f"handin_{name}", "f")[1] for name in ("one", "two", "three")]
    assert told == [f"  conv.ipynb, cell {cell}, line 2, in f" for cell in (1, 2, 3)]


@pytest.mark.parametrize("text", ["x = '\x00'", "x = '\ud800'"], ids=["null byte", "lone surrogate"])
def test_text_that_is_no_source_is_the_students_error(installed, text):
    finder = installed(module("handin_bytes", text))
    assert "Error" in explained(finder, "handin_bytes")[0]


def test_what_was_compiled_once_is_not_compiled_again(monkeypatch, installed):
    sources = [module("first_half", "import second_half\nX = second_half.Y + 1"), module("second_half", "Y = 1")]
    compiled = HandInFinder(sources).compile_all()
    monkeypatch.setattr("builtins.compile", lambda *_, **__: pytest.fail("compiled again"))
    installed(*sources, compiled=compiled)
    assert importlib.import_module("first_half").X == 2


def test_late_imports_stay_late_in_compiled_sources(installed):
    sources = [module("handin_late", "import absent_library as absent\ndef f():\n    return absent.x\n")]
    installed(*sources, compiled=HandInFinder(sources).compile_all())
    late = importlib.import_module("handin_late")
    with pytest.raises(ModuleNotFoundError, match="absent_library"):
        late.f()


def test_what_cannot_be_compiled_says_so_when_it_is_imported(installed):
    sources = [module("handin_broken", "x = = 1"), module("handin_sound", "X = 1")]
    finder = installed(*sources, compiled=HandInFinder(sources).compile_all())
    assert importlib.import_module("handin_sound").X == 1
    assert explained(finder, "handin_broken")[0] == "SyntaxError: invalid syntax (handin_broken.py, line 1)"


def test_code_too_large_to_send_is_compiled_anew(monkeypatch, installed):
    monkeypatch.setattr("autograder.sandbox.loader._MAX_CODE", 10)
    sources = [module("handin_large", "X = 1")]
    compiled = HandInFinder(sources).compile_all()
    assert compiled == b""
    installed(*sources, compiled=compiled)
    assert importlib.import_module("handin_large").X == 1


@pytest.mark.parametrize("break_", ["\f", "\x0b", "\x1c", "\x85", "\u2028"])
def test_only_the_ends_of_lines_that_python_knows_are_counted(installed, break_):
    finder = installed(module("handin_lines", f"x = 'a'  # {break_}\ndef f():\n    return 1 / 0\n"))
    assert explained(finder, "handin_lines", "f")[1:] == ["  handin_lines.py, line 3, in f", "    return 1 / 0"]


def test_names_that_another_module_takes_with_a_star_do_not_wait(installed):
    helpers = module("handin_given", "from absent_package import thing\nX = 1")
    finder = HandInFinder([helpers, module("handin_taker", "from handin_given import *")])
    assert finder._code("handin_given")[1] == {}
    assert finder._code("handin_taker")[1] == {}
    assert HandInFinder([helpers])._code("handin_given")[1] == {"thing": [("absent_package", "thing")]}
