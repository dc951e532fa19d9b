"""A hand-in's own files under the names of libraries: they take nobody's place."""

import pytest

from autograder.collect.modules import LIBRARIES

from .making import collected, texts


@pytest.mark.parametrize("library", sorted(LIBRARIES))
@pytest.mark.parametrize("place", ["{}.py", "{}/__init__.py", "{}/deep/inside.py"])
def test_own_files_under_the_name_of_a_library_are_left_out_with_a_note(library, place):
    file = place.format(library)
    imports = f"import {library}\nimport {library}.deep.inside\nimport own\n"
    found = collected({"hw/layers.py": imports, f"hw/{file}": "raise SystemExit", "hw/own.py": ""})
    assert texts(found) == {"layers": imports, "own": ""}
    assert found.notes[0] == f"hw/{file} is left out: {library} is a library, and whoever imports it gets that"


def test_one_note_for_each_library_and_none_for_what_nobody_imports():
    files = {f"torch/nn/m{number}.py": "" for number in range(30)} | {"torch/__init__.py": "", "numpy.py": ""}
    found = collected({"layers.py": "from torch.nn import m1, m2\nfrom torch import nn\n", **files})
    assert [note for note in found.notes if "library" in note] == [
        "torch/__init__.py is left out: torch is a library, and whoever imports it gets that"
    ]


def test_what_is_imported_by_a_name_made_up_while_running_is_left_out_too():
    found = collected({"layers.py": "__import__('tor' + 'ch')\n", "torch/_subclasses/fake_tensor.py": "", "a.py": ""})
    assert sorted(texts(found)) == ["a", "layers"]
    assert "torch/_subclasses/fake_tensor.py is left out" in found.notes[0]


def test_a_name_that_only_begins_like_one_is_the_students():
    found = collected(
        {"layers.py": "import torch_helpers, blocks.torch\n", "torch_helpers.py": "", "blocks/torch.py": ""}
    )
    assert sorted(texts(found)) == ["blocks.torch", "layers", "torch_helpers"]
