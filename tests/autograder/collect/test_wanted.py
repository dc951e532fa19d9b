import io

import pytest

from autograder.collect.entries import Entry
from autograder.collect.wanted import choose, expected, joined, several

FILES = ("layers.py", "model.py", "train.py")


def entries(*names):
    return [Entry(name=name, size=0, open=io.BytesIO) for name in names]


def chosen(names, files=("layers.py",)):
    return {file: entry.name for file, entry in choose(entries(*names), files).taken.items()}


def ambiguous(names, files=("layers.py",)):
    return dict(choose(entries(*names), files).ambiguous)


def test_the_shallowest_file_is_taken():
    assert chosen(["old/copy/layers.py", "hw/layers.py", "hw/tests/layers.py", "a.txt"]) == {
        "layers.py": "hw/layers.py"
    }


def test_two_equally_shallow_files_are_ambiguous():
    told = "expected one layers.py, found several: hw1/layers.py, hw2/layers.py"
    assert ambiguous(["hw1/layers.py", "hw2/layers.py"]) == {"layers.py": told}


def test_other_files_are_looked_for_beside_the_first():
    found = ["hw/layers.py", "model.py", "hw/model.py"]
    assert chosen(found, ("layers.py", "model.py")) == {"layers.py": "hw/layers.py", "model.py": "hw/model.py"}
    assert chosen(["hw/layers.py", "model.py"], ("layers.py", "model.py"))["model.py"] == "model.py"


def test_of_several_the_one_is_meant_where_all_clear_files_are():
    several = ["hw/layers.py", "old/layers.py", "hw/model.py"]
    assert chosen([*several, "hw/train.py"], FILES)["layers.py"] == "hw/layers.py"
    assert "layers.py" not in chosen([*several, "old/train.py"], FILES)
    assert list(ambiguous([*several, "old/train.py"], FILES)) == ["layers.py"]
    assert list(chosen([*several, "hw/train.py"], FILES)) == list(FILES)


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
    told = "expected one layers.py, found several: layers (1).py, layers (2).py"
    assert ambiguous(["layers (1).py", "layers (2).py"]) == {"layers.py": told}


def test_what_is_said_of_missing_files():
    assert expected(("layers.py",), entries("a.py", "b\n.txt")) == "expected layers.py, found: a.py, b.txt"
    assert expected(FILES, entries("a.py")) == "expected layers.py, model.py and train.py, found: a.py"
    assert [joined(FILES[:length]) for length in (1, 2)] == ["layers.py", "layers.py and model.py"]
    assert several("one x.py", entries("x.py", "y/x.py")) == "expected one x.py, found several: x.py, y/x.py"
