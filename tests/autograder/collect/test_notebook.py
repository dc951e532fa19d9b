import ast
import contextlib
import json
import warnings

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import notebook as module
from autograder.collect.notebook import read_notebook
from autograder.errors import HandInError

from .making import notebook


def read(*cells):
    return read_notebook(notebook(*cells), "conv.ipynb")


def text(*cells):
    return read(*cells).definitions.text


def test_definitions_are_kept_and_experiments_left_out():
    found = read(
        "%matplotlib inline\nimport numpy as np\n!ls",
        "def f(x):\n    # a comment\n    return x + EPS\n",
        "%%time\nout = f(3)\nprint(out)\nraise RuntimeError('trying')",
        "EPS = 1e-5; OUT = f(2); K = np.ones(3)",
    )
    assert found.definitions.text == (
        "import numpy as np\ndef f(x):\n    # a comment\n    return x + EPS\nEPS = 1e-5\nK = np.ones(3)\n"
    )
    assert found.definitions.places == (
        *("cell 1, line 2", "cell 2, line 1", "cell 2, line 2", "cell 2, line 3"),
        *("cell 4, line 1", "cell 4, line 1"),
    )
    assert found.notes == (
        "conv.ipynb: only imports, functions, classes and plain constants are taken; "
        "not taken: out (cell 3, line 2), OUT (cell 4, line 1)",
    )


def test_tools_that_only_a_notebook_has_are_missed_by_nobody():
    found = read(
        "import otter\nfrom autograder.integrations.notebook import grader_for as tool\nimport sys",
        "grader = otter.Notebook('conv.ipynb')\nother = tool('conv.ipynb').check\nout = sys.exit()",
    )
    assert found.definitions.text == "import sys\n"
    assert found.notes == (
        "conv.ipynb: only imports, functions, classes and plain constants are taken; not taken: out (cell 2, line 3)",
    )


def test_only_code_cells_are_counted():
    data = {
        "cells": [
            {"cell_type": "markdown", "source": "# Title"},
            {"cell_type": "code", "source": ["x = 1\n", "y = 2"]},
            {"cell_type": "raw", "source": "z"},
            {"cell_type": "code", "source": "z = 3"},
        ]
    }
    code = read_notebook(json.dumps(data).encode(), "a.ipynb").definitions
    assert code.text == "x = 1\ny = 2\nz = 3\n"
    assert code.places == ("cell 1, line 1", "cell 1, line 2", "cell 2, line 1")


def test_decorators_docstrings_and_strings_stay_as_they_are():
    source = '@staticmethod\n@(lambda f: f)\ndef f():\n    """Doc.\n\n  odd\n    """\n    return """a\n%b"""\n'
    assert text(source) == source


def test_offsets_count_bytes_not_characters():
    assert text("ä = 'ö'; print(ä); ü = 'ß'  # é") == "ä = 'ö'\nü = 'ß'\n"


def test_future_imports_come_first():
    found = read("x = 1", "from __future__ import annotations\ndef f(a: Unknown): pass")
    assert found.definitions.text == "from __future__ import annotations\nx = 1\ndef f(a: Unknown): pass\n"
    assert found.definitions.places[0] == "cell 2, line 1"


def test_the_last_definition_wins():
    names: dict = {}
    exec(text("def f(): return 1", "def f(): return 2", "def g(): return f()"), names)
    assert names["g"]() == 2


@pytest.mark.parametrize(
    ("cell", "problem"),
    [
        ("x = (", "line 1: the cell is left out: '(' was never closed"),
        ("def f(a, a): pass", "line 1: the cell is left out: duplicate argument 'a' in function definition"),
        ("def f():\n    break", "line 2: the cell is left out: 'break' outside loop"),
        ("x = " + "(" * 300, "line 1: the cell is left out: too many nested parentheses"),
        ("x = " + "-" * 9000 + "1", "the cell is left out: it is nested too deeply"),
        ("x = 1\0", "is left out: it holds a NUL or half a character"),
        ("x = '\ud800'", "is left out: it holds a NUL or half a character"),
        ("%%bash\nls", "is left out: it starts with %%bash"),
        ("x = 1\n" * 30_000, "is left out: it is longer than 128 KiB"),
    ],
)
def test_a_cell_that_is_no_python_is_left_out_with_a_note(cell, problem):
    found = read("a = 1", cell, "b = 2")
    assert found.definitions.text == "a = 1\nb = 2\n"
    (note,) = found.notes
    assert note.startswith("conv.ipynb, cell 2")
    assert problem in note


def test_a_definition_that_would_fail_is_left_out_with_a_note():
    found = read("model = train()\ndef evaluate(x, model=model): pass\ndef f(): pass")
    assert found.definitions.text == "def f(): pass\n"
    assert "conv.ipynb, cell 1, line 2: evaluate is left out: it needs model" in found.notes


def test_warnings_of_the_parser_stay_inside():
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert text(r"x = '\d' is '\d'") == "x = '\\d' is '\\d'\n"


def test_an_indented_cell_with_a_magic():
    assert text("    !ls\n    x = 1\n") == "x = 1\n"


def test_top_level_await_is_left_out_without_a_complaint():
    found = read("x = 1\nawait g()\n")
    assert (found.definitions.text, found.notes) == ("x = 1\n", ())


def test_writefile_gives_a_file():
    found = read("%%writefile layers.py\n# coding: latin-1\ndef f(:\n", "%%writefile -a layers.py\nx = 1", "y = 2")
    assert found.definitions.text == "y = 2\n"
    written = found.written["layers.py"]
    assert written.text == "# coding: utf-8\ndef f(:\nx = 1\n"
    assert written.places == ("cell 1, line 2", "cell 1, line 3", "cell 2, line 2")
    assert read("%%writefile a.py\nx = 1", "%%writefile a.py\nx = 2").written["a.py"].text == "x = 2\n"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"   ",
        b"{",
        b'{"cells": [',
        b"[]",
        b"{}",
        b'"text"',
        b'{"cells": {}}',
        b'{"cells": 3}',
        b"\xff\xfe{}",
        b"[" * 100_000,
        b'{"a":' * 100_000,
        b'{"cells": [], "n": ' + b"9" * 5000 + b"}",
    ],
)
def test_what_is_no_notebook(data):
    with pytest.raises(HandInError, match=r"^conv.ipynb is not a notebook: ."):
        read_notebook(data, "conv.ipynb")


def test_too_much_code():
    with pytest.raises(HandInError, match="more than 512 KiB of code"):
        read(*["x = 1\n" * 20_000] * 5)


@pytest.mark.parametrize(
    "cell",
    [
        3,
        None,
        "x",
        {},
        {"cell_type": "code"},
        {"cell_type": "code", "source": 3},
        {"cell_type": "code", "source": [3, None]},
    ],
)
def test_odd_cells_hold_no_code(cell):
    data = json.dumps({"cells": [cell, {"cell_type": "code", "source": "x = 1"}]}).encode()
    assert read_notebook(data, "a.ipynb").definitions.text == "x = 1\n"


def test_every_version_that_nbformat_writes():
    for version in (nbformat.v4, nbformat.v3):
        cells = [version.new_code_cell("def f():\n    return 1")]
        if version is nbformat.v4:
            book = version.new_notebook(cells=cells)
        else:
            book = version.new_notebook(worksheets=[version.new_worksheet(cells=cells)])
        written = "\ufeff" + version.writes_json(book)
        assert read_notebook(written.encode(), "a.ipynb").definitions.text == "def f():\n    return 1\n"


def test_the_invalid_notebooks_that_are_out_there():
    cell = {"cell_type": "code", "source": "x = 1", "id": "bad id!", "outputs": [{"output_type": "stream"}]}
    data = {"cells": [cell, cell], "nbformat": 4, "nbformat_minor": 4, "metadata": {"colab": {"provenance": []}}}
    assert read_notebook(json.dumps(data).encode(), "a.ipynb").definitions.text == "x = 1\nx = 1\n"


values = st.recursive(
    st.none() | st.integers() | st.text(max_size=5) | st.sampled_from(["code", "x = 1", "%%time\n", "def f(): pass"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["cells", "cell_type", "source", "worksheets", "input"]), inner, max_size=3)
    ),
    max_leaves=12,
)


@given(values)
def test_any_json_is_a_notebook_or_our_own_error(value):
    with contextlib.suppress(HandInError):
        ast.parse(read_notebook(json.dumps(value).encode(), "a.ipynb").definitions.text)


PIECES = [
    "x = 1",
    "def f(",
    "):",
    "    return x",
    "\n",
    "\n",
    "%time",
    "%%time\n",
    "!ls",
    "'''",
    '"',
    "\\",
    "@f",
    "ä",
    ";",
    "\0",
]
PIECES += [
    "import os",
    "if x:",
    "else:",
    "try:",
    "except OSError:",
    "lambda: y",
    "(",
    "]",
    " ",
    "\t",
    "\f",
    "\r",
    "\ud800",
    "# é",
]


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=10).map("".join), max_size=4))
def test_any_cells_give_a_module_that_parses_and_knows_its_places(cells):
    code = read(*cells).definitions
    ast.parse(code.text)
    assert len(code.places) == code.text.count("\n")


@given(st.binary(max_size=50))
def test_any_bytes_are_a_notebook_or_our_own_error(data):
    with contextlib.suppress(HandInError):
        read_notebook(data, "a.ipynb")


def test_the_compiler_is_spared_nested_finally(monkeypatch):
    nested = (
        "def f():\n" + "".join(f"{' ' * i}try: pass\n{' ' * i}finally:\n" for i in range(1, 19)) + " " * 19 + "pass\n"
    )
    monkeypatch.setattr(module, "compile", pytest.fail, raising=False)  # it would take 2 ** 18 copies of `pass`
    assert text(nested) == nested
