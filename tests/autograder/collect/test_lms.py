"""Downloads of all hand-ins from Canvas and Moodle, packed and unpacked."""

import os
from zipfile import ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.collect import collect, keys_in, left_out
from autograder.errors import ExportError
from autograder.records import Student, Submission, Unreadable

from .making import FILES, GOOD, make_folder, make_zip, member, notebook, reason, texts

CANVAS = {
    "hopperbo_LATE_22_204_layers-1.py": GOOD,
    "lovelaceada_11_101_layers.py": GOOD,
    "lovelaceada_11_102_notes.txt": "x",
    "turingcy_33_text.html": "<p>def f()",
}
MOODLE = {
    "Ada Lovelace_567_assignsubmission_file_/layers.py": GOOD,
    "Ada Lovelace_567_assignsubmission_onlinetext_/onlinetext.html": "<p>hello",
    "Bo Hopper_568_assignsubmission_file_/src/layers.py": GOOD,
    "Cy_569_assignsubmission_onlinetext_/onlinetext.html": "<p>def f()",
}


@pytest.fixture(params=["packed", "unpacked"])
def download(request, tmp_path):
    """Makes a download of such files, packed or unpacked, and collects it: key → what was collected."""

    def make(files):
        source = tmp_path / "download"
        source = make_zip(source, files) if request.param == "packed" else make_folder(source, files)
        every = list(collect(source, FILES))
        assert keys_in(source, FILES) == [each.hand_in.key for each in every]
        return {each.hand_in.key: each for each in every}

    return make


def test_a_download_from_canvas(download):
    found = download(CANVAS)
    assert list(found) == ["hopperbo_22", "lovelaceada_11", "turingcy_33"]
    ada, bo = found["lovelaceada_11"], found["hopperbo_22"]
    assert ada.hand_in.students == (Student(name="lovelaceada", lms_id="canvas:11"),)
    assert texts(ada) == texts(bo) == {"layers": GOOD}
    assert ada.hand_in.submitted_at is bo.hand_in.submitted_at is None
    assert ada.notes == ()
    assert bo.notes == (
        "Canvas marks it as late, but does not say when it was handed in",
        "layers-1.py was taken as layers.py",
    )
    assert reason(found["turingcy_33"]).endswith("found: text.html")


def test_a_download_from_moodle(download):
    found = download(MOODLE)
    assert list(found) == ["Ada_Lovelace_567", "Bo_Hopper_568", "Cy_569"]
    assert found["Ada_Lovelace_567"].hand_in.students == (Student(name="Ada Lovelace", lms_id="moodle:567"),)
    assert texts(found["Ada_Lovelace_567"]) == {"layers": GOOD}
    assert found["Bo_Hopper_568"].sources["layers"].origin == "src/layers.py"
    assert reason(found["Cy_569"]).endswith("found: onlinetext.html")


def test_a_download_from_moodle_without_folders(download):
    files = {name.replace("_/", "_").replace("/", "_"): text for name, text in MOODLE.items() if "src" not in name}
    found = download(files)
    assert list(found) == ["Ada_Lovelace_567", "Cy_569"]
    assert texts(found["Ada_Lovelace_567"]) == {"layers": GOOD}


def test_of_uploads_with_one_name_the_last_counts(download):
    files = {
        "ada_1_13_layers-1.py": GOOD,
        "ada_1_12_layers.py": "old",
        "ada_1_9_layers-2.py": "older",
        "bo_2_20_part-1.ipynb": notebook(GOOD),
        "bo_2_21_part-2.ipynb": notebook("x = 1"),
    }
    found = download(files)
    assert texts(found["ada_1"]) == {"layers": GOOD}
    assert found["ada_1"].notes == (
        "layers-1.py was uploaded last and is taken as layers.py; left out: layers-2.py, layers.py",
    )
    assert "def f" in found["bo_2"].sources["layers"].text  # parts are no copies where there is no part.ipynb


def test_a_zip_of_a_student_is_opened(download, tmp_path):
    inner = make_zip(tmp_path / "x.zip", {"hw/layers.py": GOOD}).read_bytes()
    found = download({"ada_1_2_hw.zip": inner, "bo_2_3_hw.zip": "no zip", "cy_3_4_hw.rar": "x"})
    assert texts(found["ada_1"]) == {"layers": GOOD}
    assert reason(found["bo_2"]).startswith("hw.zip is damaged")
    assert reason(found["cy_3"]).endswith("found: hw.rar")


def test_a_name_that_the_system_does_not_give_is_nobodys_and_is_kept(download):
    found = download({**CANVAS, "stray/layers.py": GOOD, "odd.py": GOOD})
    assert list(found) == ["hopperbo_22", "lovelaceada_11", "odd.py", "stray", "turingcy_33"]
    assert found["stray"].hand_in.students == ()
    assert found["stray"].notes == ("stray is no name that Canvas gives: who handed it in is unknown",)
    assert texts(found["stray"]) == {"layers": GOOD}


@pytest.mark.parametrize("files", [CANVAS, MOODLE])
def test_a_file_of_staff_among_hand_ins_is_nobody(tmp_path, files):
    """Even where there are more of them than hand-ins."""
    stray = dict.fromkeys(("notes.txt", "rubric.pdf", "Thumbs.png", "todo", "minutes.docx"), "x")
    for source in (make_zip(tmp_path / "in.zip", files | stray), make_folder(tmp_path / "in", files | stray)):
        every = [each.hand_in for each in collect(source, FILES)]
        assert len(every) == 3
        assert all(hand_in.students for hand_in in every)
        assert left_out(source, FILES) == tuple(sorted(stray))
    plain = make_folder(tmp_path / "plain", {"ada.py": GOOD, "answers.txt": GOOD})
    assert left_out(plain, FILES) == ()  # there it may be somebody's


def test_names_that_differ_in_capitals_or_spaces_only_keep_apart(download):
    found = download({f"{name}_1_assignsubmission_file_/layers.py": GOOD for name in ("Li Wei", "li wei", "Bo")})
    assert len(found) == len({key.casefold() for key in found}) == 3
    assert {each.hand_in.students[0].name for each in found.values()} == {"Li Wei", "li wei", "Bo"}


def test_litter_and_lists_of_staff_are_nobodys(tmp_path):
    source = make_folder(tmp_path / "in", {**CANVAS, ".DS_Store": "x", "grades.csv": "x", "ada_1_9_data.csv": "x"})
    assert [each.hand_in.key for each in collect(source, FILES)] == [
        "ada_1",
        "hopperbo_22",
        "lovelaceada_11",
        "turingcy_33",
    ]


@pytest.mark.parametrize("files", [CANVAS, MOODLE])
def test_a_folder_around_everything_and_litter_of_macos_change_nothing(tmp_path, files):
    plain = make_zip(tmp_path / "a.zip", files)
    litter = {f"__MACOSX/hw/._{name}": "x" for name in files} | {"hw/.DS_Store": "x", "hw/": ""}
    around = make_zip(tmp_path / "b.zip", {f"hw/{name}": text for name, text in files.items()} | litter)
    assert list(collect(around, FILES)) == list(collect(plain, FILES))


HOSTILE = [
    ("ada_1_2_../../etc/layers.py", "climbs out"),
    ("ada_1_2_..", "climbs out"),
    ("ada_1_2_a\\..\\..\\layers.py", "climbs out"),
]


@pytest.mark.parametrize(("name", "why"), HOSTILE)
def test_a_hostile_name_spoils_its_own_hand_in_only(tmp_path, name, why):
    source = make_zip(tmp_path / "in.zip", [(name, GOOD), ("ada_1_3_layers.py", GOOD), ("bo_2_4_layers.py", GOOD)])
    ada, bo = collect(source, FILES)
    assert why in reason(ada)
    assert texts(bo) == {"layers": GOOD}


@pytest.mark.parametrize("name", ["../evil.py", "/etc/passwd", "stray/../../evil.py"])
def test_a_hostile_name_of_nobody_spoils_the_download(tmp_path, name):
    source = make_zip(tmp_path / "in.zip", [*CANVAS.items(), (name, GOOD)])
    with pytest.raises(ExportError, match=r"in\.zip: the file name .* (climbs out|is absolute)"):
        list(collect(source, FILES))


def test_links_are_never_followed(tmp_path):
    source = make_folder(tmp_path / "in", {"bo_2_4_layers.py": GOOD})
    make_folder(tmp_path / "secret", {"layers.py": GOOD})
    (source / "ada_1_2_layers.py").symlink_to(tmp_path / "secret" / "layers.py")
    (source / "cy_3_5_hw").symlink_to(tmp_path / "secret")
    os.mkfifo(source / "di_4_6_layers.py")
    found = {each.hand_in.key: each for each in collect(source, FILES)}
    assert list(found) == ["ada_1", "bo_2", "cy_3", "di_4"]
    assert "is a link; hand in the file itself" in reason(found["ada_1"])
    assert isinstance(found["cy_3"], Unreadable)
    assert "is a special file" in reason(found["di_4"])


def test_a_link_in_a_zip_is_refused(tmp_path):
    source = make_zip(tmp_path / "in.zip", [(member("ada_1_2_layers.py", 0o120000), "/etc/passwd")])
    (ada,) = collect(source, FILES)
    assert "is a link" in reason(ada)


def test_two_students_with_a_number_stay_two(download):
    """Nobody hands in for somebody else by a name that was made to look so."""
    found = download({"bo_7_10_layers.py": GOOD, "eve_7_5_11_layers.py": "evil", "cy_5_12_layers.py": GOOD})
    assert list(found) == ["bo_7", "cy_5", "eve_7"]
    assert texts(found["bo_7"]) == {"layers": GOOD}


def test_what_is_none_of_the_three_is_told(tmp_path):
    make_zip(tmp_path / "in.zip", {"ada/layers.py": GOOD, "bo/layers.py": GOOD})
    with pytest.raises(
        ExportError, match=r"in\.zip: expected a Gradescope export .* or Moodle, .* found ada/layers\.py, bo/"
    ):
        keys_in(tmp_path / "in.zip", FILES)


NAMES = st.text(st.characters(codec="utf-8", exclude_characters="\0/\\"), min_size=1, max_size=6)


@given(
    whos=st.lists(NAMES.filter(lambda name: "_" not in name and name.strip() not in ("", ".")), min_size=1, max_size=4)
)
def test_every_participant_comes_once_under_a_safe_key(tmp_path_factory, whos):
    """But for one called "." alone: what macOS leaves beside files begins with ``._``."""
    path = tmp_path_factory.mktemp("any") / "in.zip"
    with ZipFile(path, "w") as archive:
        for number, who in enumerate(whos):
            archive.writestr(f"{who}_{number}_assignsubmission_file_/layers.py", GOOD)
    found = list(collect(path, FILES))
    assert all(isinstance(each, Submission) for each in found)
    keys = {each.hand_in.key.casefold() for each in found}
    assert len(found) == len(keys) == len(whos)
    assert {each.hand_in.students[0].lms_id for each in found} == {f"moodle:{n}" for n in range(len(whos))}
    assert all(key.isascii() and "/" not in key and not key.startswith(".") for key in keys)
