"""Kaggle's facial keypoints: a made-up file in the real format."""

from pathlib import Path

import numpy as np
import pytest
import torch

from autograder.data.catalogue import DataSet
from autograder.data.description import load_description
from autograder.data.kaggle_faces import SIDE
from autograder.errors import DataError

DATASETS = Path(__file__).parents[3] / "datasets"
HEADER = (
    "left_eye_center_x,left_eye_center_y,right_eye_center_x,right_eye_center_y,left_eye_inner_corner_x,"
    "left_eye_inner_corner_y,left_eye_outer_corner_x,left_eye_outer_corner_y,right_eye_inner_corner_x,"
    "right_eye_inner_corner_y,right_eye_outer_corner_x,right_eye_outer_corner_y,left_eyebrow_inner_end_x,"
    "left_eyebrow_inner_end_y,left_eyebrow_outer_end_x,left_eyebrow_outer_end_y,right_eyebrow_inner_end_x,"
    "right_eyebrow_inner_end_y,right_eyebrow_outer_end_x,right_eyebrow_outer_end_y,nose_tip_x,nose_tip_y,"
    "mouth_left_corner_x,mouth_left_corner_y,mouth_right_corner_x,mouth_right_corner_y,mouth_center_top_lip_x,"
    "mouth_center_top_lip_y,mouth_center_bottom_lip_x,mouth_center_bottom_lip_y,Image"
)
RNG = np.random.default_rng(5)
GREY = RNG.integers(0, 256, (23, SIDE, SIDE), dtype=np.uint8)
POINTS = RNG.random((23, 15, 2)) * 90
SEEN = RNG.random((23, 15)) < 0.6


def line(number, pixels=None):
    cells = [
        f"{value:.10f}" if seen else ""
        for point, seen in zip(POINTS[number], SEEN[number], strict=True)
        for value in point
    ]
    return ",".join([*cells, " ".join(map(str, GREY[number].flatten())) if pixels is None else pixels])


@pytest.fixture
def kaggle(tmp_path):
    """A function that writes the file, some lines of it replaced, and opens the set."""

    def make(**lines):
        rows = [HEADER, *(line(number) for number in range(len(GREY)))]
        for key, text in lines.items():
            rows[int(key.removeprefix("line")) - 1] = text
        (tmp_path / "training.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        return DataSet(tmp_path, load_description(DATASETS / "kaggle-faces"))

    return make


def test_rows_go_to_the_splits_by_tenths(kaggle):
    found = kaggle()
    names = {split: [item.name for item in found.split(split)] for split in ("train", "val", "test")}
    assert names["val"] == ["00008", "00018"]
    assert names["test"] == ["00009", "00019"]
    assert sorted(name for split in names.values() for name in split) == [f"{number:05d}" for number in range(23)]


def test_pixels_and_points_are_those_of_the_file(kaggle):
    for item in kaggle().split("train"):
        number = int(item.name)
        assert torch.equal(item.image, torch.from_numpy(GREY[number]).expand(3, -1, -1))
        assert item.visible.tolist() == SEEN[number].tolist()
        assert item.points_px.isnan().all(1).tolist() == (~SEEN[number]).tolist()
        np.testing.assert_allclose(item.points_px[item.visible].numpy(), POINTS[number][SEEN[number]], atol=1e-5)


def test_every_mirror_is_the_other_side():
    description = load_description(DATASETS / "kaggle-faces")
    assert ",".join(f"{name}_{axis}" for name in description.keypoint_names for axis in "xy") + ",Image" == HEADER
    for one, other in description.pairs:
        left, right = description.keypoint_names[one], description.keypoint_names[other]
        assert left.replace("left", "right") == right
    assert len(description.pairs) == 6


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        (
            {"line1": HEADER.replace("nose_tip_x", "nose_x")},
            "line 1: expected the columns Image, .* found none called nose_tip_x",
        ),
        ({"line3": "1,2,3"}, "line 3: expected 31 cells as in line 1, found 3"),
        ({"line4": "x" + line(2)}, "line 4, column left_eye_center_x: expected a number of pixels"),
        (
            {"line2": "500,0," + line(0).split(",", 2)[2]},
            r"line 2, column left_eye_center_x: expected a place in or near 96 × 96 pixels .*, found 500, farther",
        ),
        ({"line5": '"' + line(3)}, "line 5: expected a row of a CSV file, found something else"),
    ],
)
def test_a_wrong_row_is_told_when_the_set_is_opened(kaggle, changed, told):
    with pytest.raises(DataError, match=f"training.csv, {told}"):
        kaggle(**changed).split("train")


@pytest.mark.parametrize(
    ("pixels", "told"),
    [
        ("1 2 3", "expected 9216 grey values, found 3"),
        ("", "expected 9216 grey values, found 0"),
        (" ".join(["0"] * 9215 + ["256"]), "expected grey values from 0 to 255, found '256' as number 9216"),
        (" ".join(["-1"] + ["0"] * 9215), "expected grey values from 0 to 255, found '-1' as number 1"),
        (" ".join(["0", "1.5"] + ["0"] * 9214), "found '1.5' as number 2"),
    ],
)
def test_wrong_pixels_are_told_when_they_are_asked_for(kaggle, pixels, told):
    found = kaggle(line3=line(1, pixels)).split("train")
    assert found[0].name == "00000"
    with pytest.raises(DataError, match=f"training.csv, line 3, column Image: .*{told}"):
        found[1]


def test_a_missing_file_and_an_empty_tenth_are_told(tmp_path, kaggle):
    found = kaggle()
    (tmp_path / "training.csv").write_text("\n".join([HEADER, line(0)]), encoding="utf-8")
    assert len(found.split("train")) == 1
    with pytest.raises(DataError, match="expected rows in the tenths 9, found none"):
        found.split("test")
    (tmp_path / "training.csv").unlink()
    with pytest.raises(DataError, match=r"training\.csv: no such file"):
        found.split("train")
