import io

import pytest

from autograder.collect.entries import Entry
from autograder.collect.wanted import choose, expected, notebooks_for
from autograder.errors import HandInError


def entries(*names):
    return [Entry(name=name, size=0, open=io.BytesIO) for name in names]


def chosen(names, files=("layers.py",)):
    choice = choose(entries(*names), files)
    return {file: entry.name for file, entry in choice.taken.items()}


def test_the_shallowest_file_is_taken():
    assert chosen(["old/copy/layers.py", "hw/layers.py", "hw/tests/layers.py", "a.txt"]) == {
        "layers.py": "hw/layers.py"
    }


def test_two_equally_shallow_files_are_ambiguous():
    with pytest.raises(HandInError, match=r"^expected one layers.py, found several: hw1/layers.py, hw2/layers.py$"):
        chosen(["hw1/layers.py", "hw2/layers.py"])


def test_other_files_are_looked_for_beside_the_first():
    found = ["hw/layers.py", "model.py", "hw/model.py"]
    assert chosen(found, ("layers.py", "model.py")) == {"layers.py": "hw/layers.py", "model.py": "hw/model.py"}
    assert chosen(["hw/layers.py", "model.py"], ("layers.py", "model.py"))["model.py"] == "model.py"


@pytest.mark.parametrize(
    "name",
    [
        "Layers.py",
        "LAYERS.PY",
        "layers (1).py",
        "layers(2).py",
        "layers-1.py",
        "layers copy.py",
        "layers_copy.py",
        "layers - Copy.py",
        "layers copy 2.py",
        "layers - Copy (2).py",
        "hw/Layers (3).py",
    ],
)
def test_a_name_that_is_nearly_right_is_taken_with_a_note(name):
    choice = choose(entries(name, "readme.txt"), ("layers.py",))
    assert choice.taken["layers.py"].name == name
    assert choice.notes == (f"{name} was taken as layers.py",)


@pytest.mark.parametrize(
    "name", ["layers2.py", "layers_old.py", "my_layers.py", "layers.py.txt", "layers", "layers (x).py"]
)
def test_a_name_that_someone_chose_is_not_guessed_at(name):
    assert chosen([name]) == {}


def test_the_exact_name_wins():
    assert chosen(["layers (1).py", "hw/layers.py", "Layers.py"]) == {"layers.py": "hw/layers.py"}


def test_several_nearly_right_names_are_ambiguous():
    with pytest.raises(HandInError, match=r"found several: layers \(1\).py, layers \(2\).py"):
        chosen(["layers (1).py", "layers (2).py"])


def test_notebooks():
    assert [e.name for e in notebooks_for(entries("a.py", "b.ipynb"), "layers.py")] == ["b.ipynb"]
    assert [e.name for e in notebooks_for(entries("a.ipynb", "hw/Layers.ipynb"), "layers.py")] == ["hw/Layers.ipynb"]
    assert len(notebooks_for(entries("a.ipynb", "b.ipynb"), "layers.py")) == 2


def test_what_is_said_of_missing_files():
    assert (
        str(expected(("layers.py",), ["layers.py"], entries("a.py", "b\n.txt")))
        == "expected layers.py, found: a.py, b.txt"
    )
    files = ("layers.py", "model.py", "train.py")
    assert str(expected(files, files[1:2], entries("layers.py"))) == (
        "model.py is missing: expected layers.py, model.py and train.py, found: layers.py"
    )
    assert str(expected(files, files[1:], entries("layers.py"))).startswith("model.py and train.py are missing: ")
