import pytest

from autograder.collect import collect, is_alone, keys_in, named
from autograder.errors import ExportError
from autograder.records import Student

from .making import FILES, GOOD, make_folder, make_zip, notebook, reason, texts

SEVERAL = ("layers.py", "general.py", "solvers.py")


def only(source, files=FILES):
    (one,) = collect(source, files)
    assert keys_in(source, files) == [one.hand_in.key] == [source.name]
    assert named(source, files) == (one.hand_in,)
    assert is_alone(source, files)
    return one


@pytest.mark.parametrize(
    ("name", "content"),
    [("Ada_Lovelace.py", GOOD), ("ada.ipynb", notebook(GOOD)), ("layers.py", GOOD)],
)
def test_a_file_alone_is_one_hand_in_called_as_the_file_is(tmp_path, name, content):
    make_folder(tmp_path, {name: content})
    one = only(tmp_path / name)
    assert texts(one) == {"layers": GOOD}
    assert one.hand_in.students == (Student(name=name.partition(".")[0]),)
    assert one.notes == (("Ada_Lovelace.py was taken as layers.py",) if name.startswith("Ada") else ())


@pytest.mark.parametrize(
    "members",
    [
        {"layers.py": GOOD},
        {"hw/layers.py": GOOD, "__MACOSX/hw/._layers.py": "x", "hw/tests/f.py": "x = 1", "hw/blocks/pool.py": "x = 1"},
        {
            "layers.py": GOOD,
            "image_1_2_grey.png": "x",
            "image_1_3_grey.png": "x",
            "image_2_4_grey.png": "x",
        },  # as Canvas
        {"a/b/mine.ipynb": notebook(GOOD), "a/data/image.png": "x"},
        {"mine.ipynb": notebook(GOOD), "plots.py": "x = 1"},
        {"layers.ipynb": notebook(GOOD), "scratch.ipynb": notebook("1"), "plots.py": "x = 1"},
    ],
)
def test_a_zip_alone_is_one_hand_in(tmp_path, members):
    one = only(make_zip(tmp_path / "ada.zip", members))
    assert texts(one)["layers"] == GOOD
    assert one.hand_in.students == (Student(name="ada"),)


@pytest.mark.parametrize(
    "members",
    [
        {"ada/layers.py": GOOD, "bo/layers.py": GOOD},
        {"class/ada/layers.py": GOOD, "class/bo/mine.ipynb": notebook(GOOD)},
        {"submission_1/layers.py": GOOD},
        {"ada.zip": b"PK", "bo.zip": b"PK"},
        {"ada.py": GOOD, "bo.py": GOOD},
        {"class/ada.ipynb": notebook(GOOD), "class/bo.ipynb": notebook(GOOD)},
    ],
)
def test_a_zip_of_several_says_what_to_do(tmp_path, members):
    """Taken as one it would be a zero for somebody who is nobody."""
    source = make_zip(tmp_path / "class.zip", members)
    with pytest.raises(ExportError, match="if these are several hand-ins, unpack the zip and grade the folder"):
        list(collect(source, FILES))


def test_a_hostile_name_spoils_the_one_hand_in(tmp_path):
    assert "climbs out" in reason(only(make_zip(tmp_path / "eve.zip", {"layers.py": GOOD, "../up.py": "x"})))


def test_a_folder_with_the_wanted_files_is_one_hand_in(tmp_path):
    make_folder(tmp_path / "ada", {"layers.py": GOOD, "general.py": "x = 1\n", "readme.md": "x"})
    assert texts(only(tmp_path / "ada", SEVERAL)) == {"layers": GOOD, "general": "x = 1\n"}


def test_the_handout_that_somebody_worked_in_is_one_hand_in(tmp_path):
    files = {"layers.py": GOOD, "test_public_layers.py": "x", "layers.ipynb": notebook("1"), "assignment.toml": "x"}
    make_folder(tmp_path / "ada", files)
    assert texts(only(tmp_path / "ada")) == {"layers": GOOD}


@pytest.mark.parametrize("files", [FILES, SEVERAL])
@pytest.mark.parametrize("beside", [{}, {"readme.md": "x", "notes.txt": "x", ".git/config": "x"}])
def test_a_folder_with_one_wanted_file_and_nothing_else_to_grade_is_called_as_the_folder(tmp_path, files, beside):
    """Called layers.py, the next student's would replace it among the results."""
    make_folder(tmp_path / "ada", {"layers.py": GOOD, **beside})
    assert only(tmp_path / "ada", files).hand_in.students == (Student(name="ada"),)


def test_the_folder_of_a_class_of_one_is_no_hand_in(tmp_path):
    make_folder(tmp_path / "class", {"ada/layers.py": GOOD, "roster.csv": "x"})
    assert keys_in(tmp_path / "class", FILES) == ["ada"]
    assert not is_alone(tmp_path / "class", FILES)


def test_what_was_taken_for_one_would_lose_a_class(tmp_path):
    files = {"layers.py": GOOD, "general.py": "x = 1\n", "ada/layers.py": GOOD, "bo/layers.py": GOOD}
    make_folder(tmp_path / "class", files)
    told = "found layers.py, general.py beside the folders ada, bo, which have such files, too: move one"
    with pytest.raises(ExportError, match=told):
        list(collect(tmp_path / "class", SEVERAL))
    make_folder(tmp_path / "ada", {"layers.py": GOOD, "general.py": "x = 1\n", "backup/layers.py": "old"})
    assert texts(only(tmp_path / "ada", SEVERAL))["layers"] == GOOD


def test_a_file_called_as_the_wanted_one_among_hand_ins_is_somebodys(tmp_path):
    make_folder(tmp_path, {"layers.py": GOOD, "bob.py": GOOD, "carol/layers.py": GOOD})
    assert keys_in(tmp_path, FILES) == ["bob.py", "carol", "layers.py"]
