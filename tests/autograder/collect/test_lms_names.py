"""What Canvas and Moodle say in the names of a download."""

import pytest

from autograder.collect.lms_names import CANVAS_DOWNLOAD, MOODLE_DOWNLOAD, Part, is_of_download, system_of

DATED = ["hw1_2025_10_31_ada.zip", "hw1_2025_10_31_bo.zip", "hw1_2025_10_30_cy.zip"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("lovelaceada_1234_5678_layers.py", Part(who="lovelaceada", number="1234", file="layers.py", upload=5678)),
        ("lovelaceada_LATE_1_2_a.py", Part(who="lovelaceada", number="1", file="a.py", upload=2, late=True)),
        ("li_wei_1_2_my_1_2_a.py", Part(who="li_wei", number="1", file="my_1_2_a.py", upload=2)),
        ("late_1_2_a.py", Part(who="late", number="1", file="a.py", upload=2)),
        ("_1_2_a.py", Part(who="", number="1", file="a.py", upload=2)),
        ("anon_Xy1Za_2_a.py", Part(who="", number="anon_Xy1Za", file="a.py", upload=2)),
        ("LATE_anon_Xy1Za_2_a.py", Part(who="", number="anon_Xy1Za", file="a.py", upload=2, late=True)),
        ("李雷_1_2_层.py", Part(who="李雷", number="1", file="层.py", upload=2)),
        ("lovelaceada_LATE_1_text.html", Part(who="lovelaceada", number="1", file="text.html", late=True)),
        ("lovelaceada_1_link.html", Part(who="lovelaceada", number="1", file="link.html")),
    ],
)
def test_names_of_canvas(name, part):
    assert CANVAS_DOWNLOAD.part(name) == part
    assert is_of_download(name)


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("Ada Lovelace_567_assignsubmission_file_", Part(who="Ada Lovelace", number="567")),
        ("Ada Lovelace_567_assignsubmission_file", Part(who="Ada Lovelace", number="567")),
        ("Ada_567_assignsubmission_file_a_b.py", Part(who="Ada", number="567", file="a_b.py")),
        ("Ada_567_assignsubmission_onlinetext_", Part(who="Ada", number="567")),
        ("Ada_5_assignsubmission_file_x_6_assignsubmission_file_y.py",
         Part(who="Ada", number="5", file="x_6_assignsubmission_file_y.py")),
        ("Default group_assignsubmission_file_", Part(who="Default group")),
        ("Participant_567_assignsubmission_file_", Part(who="Participant 567", number="567")),
    ],
)  # fmt: skip
def test_names_of_moodle(name, part):
    assert MOODLE_DOWNLOAD.part(name) == part
    assert is_of_download(name)


@pytest.mark.parametrize("name", ["layers.py", "ada_1234.zip", "ada_1_2", "a_b_2_c.py", "text.html", ""])
def test_other_names_say_nothing(name):
    assert CANVAS_DOWNLOAD.part(name) is None
    assert MOODLE_DOWNLOAD.part(name) is None


def test_the_files_of_a_hand_in_have_one_owner():
    one, other = map(CANVAS_DOWNLOAD.part, ("ada_LATE_1_2_a.py", "ada_LATE_1_3_b.py"))
    assert one.owner == other.owner == Part(who="ada", number="1")


def test_the_system_is_told_by_its_names():
    canvas = ["ada_1_2_a.py", "ada_1_3_b.py", "bo_2_4_a.py"]
    assert system_of(canvas) is CANVAS_DOWNLOAD
    assert system_of([*canvas, "README.txt"]) is CANVAS_DOWNLOAD
    assert system_of(["ada_1_text.html"]) is CANVAS_DOWNLOAD
    assert system_of(["x", "y", "Ada_1_assignsubmission_file_"]) is MOODLE_DOWNLOAD
    assert system_of(["ada", "bo", "bo_2_4_a.py"]) is None
    assert system_of(DATED) is None  # one upload cannot be three files
    assert system_of([]) is None
