"""The notebooks that are out there, row by row: what nbformat says of each, and that its definitions are taken.

That the rows are what they say is held by nbformat itself; ours never depends on it.
"""

import json
import warnings

import nbformat
import pytest

from autograder.collect.notebook import read_notebook
from autograder.errors import HandInError

FUNCTION = "def f(x):\n    return 2 * x\n"


def cell(source=FUNCTION, **more):
    return {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": source, **more}


def book(*cells, minor=5, **metadata):
    return {"cells": list(cells) or [cell(id="a")], "metadata": metadata, "nbformat": 4, "nbformat_minor": minor}


def without(key, **more):
    found = cell(**more)
    del found[key]
    return found


STREAM = {"output_type": "stream", "text": ["2\n"]}  # no name
DISPLAY = {"output_type": "display_data", "data": {"text/plain": "2"}}  # no metadata
V3 = {
    "metadata": {"name": ""},
    "nbformat": 3,
    "nbformat_minor": 0,
    "worksheets": [
        {"metadata": {}, "cells": [{"cell_type": "code", "input": FUNCTION, "language": "python", "outputs": []}]}
    ],
}
COLAB = {
    "accelerator": "GPU",
    "colab": {"provenance": [], "gpuType": "T4", "toc_visible": True},
    "kernelspec": {"name": "python3", "display_name": "Python 3"},
}

# name → notebook, whether nbformat reads it, whether it is valid for nbformat (None: with a warning)
ROWS = {
    "4.5 without a cell id": (book(cell()), True, None),
    "4.5 with the same id twice": (book(cell("x = 1", id="a"), cell(id="a")), True, None),
    "4.4 with an id": (book(cell(id="a"), minor=4), True, False),
    "an id of other characters": (book(cell(id="a b!")), True, False),
    "no execution_count": (book(without("execution_count", id="a")), True, False),
    "no outputs": (book(without("outputs", id="a")), True, False),
    "a stream without a name": (book(cell(id="a", outputs=[STREAM])), True, False),
    "a display without metadata": (book(cell(id="a", outputs=[DISPLAY])), True, False),
    "no cell metadata": (book(without("metadata", id="a")), False, False),
    "Colab, 4.0": (book(cell(), minor=0, **COLAB), True, True),
    "version 3": (V3, True, True),
    "source as lines": (book(cell(FUNCTION.splitlines(keepends=True), id="a")), True, True),
}


def verdict(found):
    """What nbformat's validation says: True, None with a warning, or False."""
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        try:
            nbformat.validate(json.loads(json.dumps(found)))
        except nbformat.ValidationError:
            return False
        return None if told else True


@pytest.mark.parametrize(("found", "readable", "valid"), ROWS.values(), ids=ROWS)
def test_every_row_is_what_it_says_and_gives_its_definitions(found, readable, valid):
    assert verdict(found) is valid
    data = json.dumps(found)
    if readable:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            nbformat.reads(data, as_version=4)
    else:
        with pytest.raises(Exception, match="metadata"):
            nbformat.reads(data, as_version=4)
    code = read_notebook(data.encode(), "conv.ipynb").definitions
    assert code.text.endswith(FUNCTION)
    assert code.places[-1].endswith("line 2")


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", json.dumps(book()).encode()[:-20]], ids=["empty", "BOM", "cut"])
def test_what_nbformat_cannot_read_is_no_notebook(data):
    with pytest.raises(Exception, match=r"JSON|BOM"):
        nbformat.reads(data.decode(), as_version=4)
    with pytest.raises(HandInError, match=r"conv\.ipynb is not a notebook: (it is empty|line 1: )"):
        read_notebook(data, "conv.ipynb")


def test_a_byte_order_mark_that_nbformat_stumbles_over_is_skipped():
    data = "\ufeff" + json.dumps(book())
    with pytest.raises(nbformat.reader.NotJSONError):
        nbformat.reads(data, as_version=4)
    assert read_notebook(data.encode(), "conv.ipynb").definitions.text == FUNCTION


def test_what_colab_and_ipython_add_to_code_is_left_out_or_unwrapped():
    cells = [
        "!pip install -q torchmetrics\nfrom google.colab import drive, files\ndrive.mount('/content/drive')",
        "%cd /content/drive/MyDrive/hw\nimport numpy as np",
        f"%%time\n{FUNCTION}",
        "%%capture out\ndef g(x):\n    return f(x)",
        "%timeit f(3)\n#@title Settings { run: 'auto' }\nSTEPS = 10 #@param {type: 'integer'}",
        "%%bash\nls",
    ]
    found = read_notebook(json.dumps(book(*map(cell, cells), minor=0, **COLAB)).encode(), "conv.ipynb")
    assert found.definitions.text == (f"import numpy as np\n{FUNCTION}def g(x):\n    return f(x)\nSTEPS = 10\n")
    assert found.names == ("f", "g", "STEPS")
    assert "conv.ipynb, cell 6 is left out: it starts with %%bash" in found.notes


def test_the_cells_of_our_own_notebook_and_of_otter_bring_in_no_grader():
    cells = [
        "import otter\ngrader = otter.Notebook('conv.ipynb')",
        "from autograder.integrations.notebook import grader_for\ngrader = grader_for('conv.ipynb')",
        'grader.check("f")',
        FUNCTION,
        "grader.export(run_tests=True)",
    ]
    assert read_notebook(json.dumps(book(*map(cell, cells))).encode(), "conv.ipynb").definitions.text == FUNCTION
