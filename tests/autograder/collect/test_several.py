"""Hand-ins for an assignment of several files: what is missing, unclear or unreadable costs only itself."""

from dataclasses import replace

import pytest

from autograder.collect import collect_one
from autograder.collect.entries import Problem
from autograder.collect.modules import MAX_NOTES, submission
from autograder.records import HandIn

from .making import GOOD, collected, damage, entries, make_folder, make_zip, notebook, reason, refusal, texts

THREE = ("layers.py", "counting.py", "networks.py")
ALL = dict.fromkeys(THREE, GOOD)


def without(*names):
    return {name: text for name, text in ALL.items() if name not in names}


def test_all_files():
    found = collected(ALL, THREE)
    assert list(found.sources) == ["layers", "counting", "networks"]
    assert (found.missing, found.notes) == ({}, ())


@pytest.mark.parametrize("file", THREE)
def test_a_missing_file_is_a_note_and_costs_only_itself(file):
    found = collected(without(file) | {"notes.txt": ""}, THREE)
    assert set(found.sources) == {name.removesuffix(".py") for name in without(file)}
    assert found.missing == {file.removesuffix(".py"): f"{file} was not handed in"}
    (note,) = found.notes
    assert note.startswith(f"{file} was not handed in: expected layers.py, counting.py and networks.py, found: ")
    assert note.endswith("notes.txt")


def test_several_missing_files_are_one_note():
    found = collected({"networks.py": GOOD}, THREE)
    assert found.notes == (
        "layers.py and counting.py were not handed in: "
        "expected layers.py, counting.py and networks.py, found: networks.py",
    )


def test_nothing_that_is_wanted():
    assert refusal({"layers2.py": GOOD, "a.txt": ""}, THREE) == (
        "expected layers.py, counting.py and networks.py, found: a.txt, layers2.py"
    )


@pytest.mark.parametrize("name", ["layers (1).py", "Layers.py", "hw/layers_copy.py"])
def test_a_name_that_is_nearly_right_is_taken(name):
    found = collected(without("layers.py") | {name: GOOD}, THREE)
    assert found.sources["layers"].origin == name
    assert found.notes == (f"{name} was taken as layers.py",)


def test_a_file_that_is_not_clear_costs_only_itself_and_is_not_taken_as_a_helper():
    files = {"a/layers.py": GOOD, "b/layers.py": GOOD, "a/counting.py": "import layers", "b/networks.py": GOOD}
    found = collected(files, THREE)
    told = "expected one layers.py, found several: a/layers.py, b/layers.py"
    assert list(found.sources) == ["counting", "networks"]
    assert found.missing == {"layers": told}
    assert told in found.notes


def test_what_a_notebook_writes_does_not_stand_in_for_a_file_that_is_not_clear():
    files = {"a/layers.py": GOOD, "b/layers.py": GOOD, "conv.ipynb": notebook("%%writefile layers.py\nx = 1", GOOD)}
    found = collected(files, THREE)
    assert list(found.sources) == ["counting", "networks"]
    assert list(found.missing) == ["layers"]


def test_copies_that_are_not_clear_cost_only_themselves():
    found = collected(without("layers.py") | {"layers (1).py": GOOD, "layers (2).py": GOOD}, THREE)
    assert found.missing == {"layers": "expected one layers.py, found several: layers (1).py, layers (2).py"}


def test_of_two_folders_the_one_with_everything_is_meant():
    found = collected({f"hw/{name}": GOOD for name in THREE} | {"old/layers.py": "old"}, THREE)
    assert texts(found) == dict.fromkeys(["layers", "counting", "networks"], GOOD)
    assert found.notes[0] == "hw/layers.py was taken as layers.py, because the other files lie beside it"


def test_two_whole_folders_are_not_guessed_between():
    told = refusal({f"{folder}/{name}": GOOD for name in THREE for folder in ("hw", "old")}, THREE)
    assert told.startswith(
        "expected one layers.py, found several: hw/layers.py, old/layers.py; expected one counting.py"
    )


@pytest.mark.parametrize("problem", list(Problem))
def test_a_file_that_must_not_be_read_costs_only_itself(problem):
    every = [replace(each, problem=problem if each.name == "layers.py" else None) for each in entries(ALL)]
    found = submission(HandIn(key="a"), every, THREE, ())
    assert list(found.sources) == ["counting", "networks"]
    assert found.missing == {"layers": f"layers.py {problem.value}"}
    assert found.notes == (f"layers.py {problem.value}",)


def test_a_file_that_is_too_large_or_no_text_costs_only_itself():
    found = collected(ALL | {"layers.py": b"#" * (4 << 20) + b"\n", "counting.py": b"\xff"}, THREE)
    assert list(found.sources) == ["networks"]
    assert found.missing["layers"] == "layers.py is too large: at most 4 MiB are read"
    assert found.missing["counting"].startswith("counting.py, line 1: expected utf-8 text")


def test_a_damaged_member_of_a_zip_costs_only_itself(tmp_path):
    path = make_zip(tmp_path / "a.zip", ALL | {"layers.py": "x = 'damage me'\n"}, compression=0)
    found = collect_one(damage(path, b"damage me", b"damaged !"), THREE)
    assert list(found.sources) == ["counting", "networks"]
    assert found.missing == {"layers": "layers.py is damaged and cannot be unpacked: hand it in again"}


def test_where_nothing_can_be_read_the_first_reasons_are_told(tmp_path):
    files = tuple(f"f{number}.py" for number in range(9))
    told = refusal(dict.fromkeys(files, b"\xff") | {"f0.py": b"\0"}, files)
    assert told.startswith("f0.py, line 1: found a NUL character")
    assert told.endswith("; and 7 more")
    assert refusal({"layers.py": b"\xff", "x.txt": ""}, THREE).endswith(
        "; expected layers.py, counting.py and networks.py, found: layers.py, x.txt"
    )


def test_notes_stay_few_and_begin_with_what_is_missing():
    imports = "".join(f"import m{i}\n" for i in range(30))
    found = collected(without("networks.py") | {"layers.py": imports} | {f"m{i}.py": b"\xff" for i in range(30)}, THREE)
    assert len(found.notes) == MAX_NOTES + 1
    assert found.notes[0].startswith("networks.py was not handed in: ")


@pytest.mark.parametrize("name", ["networks.py", "Networks (1).py"])
def test_a_hand_in_that_is_one_of_the_files(tmp_path, name):
    make_folder(tmp_path, {name: GOOD})
    found = collect_one(tmp_path / name, THREE)
    assert texts(found) == {"networks": GOOD}
    assert list(found.missing) == ["layers", "counting"]


def test_a_hand_in_that_is_a_file_of_another_name_is_not_guessed_at(tmp_path):
    make_folder(tmp_path, {"mine.py": GOOD, "mine.txt": ""})
    assert reason(collect_one(tmp_path / "mine.py", THREE)).endswith(", found: mine.py")
    assert reason(collect_one(tmp_path / "mine.txt", THREE)) == (
        "expected a folder, a zip, a .py file or a notebook, found: mine.txt"
    )
