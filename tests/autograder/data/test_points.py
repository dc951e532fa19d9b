"""A folder of images and a CSV file: what pandas sees is what is read; faces with 68 points as they are passed on."""

import csv
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from autograder.data.catalogue import DataSet
from autograder.data.coordinates import Columns
from autograder.data.description import load_description
from autograder.data.keypoints import KeypointImage
from autograder.data.points import PointSet, as_row, header
from autograder.errors import DataError

from .conftest import save

ROOT = Path(__file__).parents[3]
FACES = ROOT.parent / "shared" / "data" / "faces-mini"
HEADER = "image,x0,y0,x1,y1,x2,y2\n"


@pytest.fixture
def folder(tmp_path):
    """Three grey images, in rows of another order than their names."""
    for number, name in enumerate(("a.png", "b.PNG", "c.png")):
        save(tmp_path / "images" / name, np.full((4, 6), 10 * number))
    rows = "b.PNG,1,2,3,4,5,6\na.png,,,0.25,1.5,,\nc.png,,,,,-3,8\n"
    (tmp_path / "keypoints.csv").write_text(HEADER + rows, encoding="utf-8")
    return tmp_path


def opened(folder, description):
    return PointSet(folder / "images", folder / "keypoints.csv", description)


def rewrite(folder, old, new):
    path = folder / "keypoints.csv"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_rows_are_read_in_their_order(folder, pointed):
    found = opened(folder, pointed())
    assert [item.name for item in found] == ["b", "a", "c"]
    assert [item.image[:, 0, 0].tolist() for item in found] == [[10] * 3, [0] * 3, [20] * 3]
    assert found[0].points_px.tolist() == [[1, 2], [3, 4], [5, 6]]
    assert [item.visible.tolist() for item in found] == [[True] * 3, [False, True, False], [False, False, True]]
    assert found[2].points_px[2].tolist() == [-3, 8]  # outside the image, and given: it counts


def test_coordinates_may_count_from_the_corner_of_a_pixel(folder, pointed):
    found = opened(folder, pointed(first_pixel=0.5))
    assert found[0].points_px.tolist() == [[0.5, 1.5], [2.5, 3.5], [4.5, 5.5]]


def test_a_set_cannot_be_changed_through_its_images(folder, pointed):
    found = opened(folder, pointed())
    found[0].points_px.zero_()
    found[0].visible.zero_()
    assert found[0].points_px.max() == 6
    assert found[0].visible.all()


def test_nothing_is_read_before_it_is_asked_for(folder, pointed):
    (folder / "images" / "c.png").write_bytes(b"broken")
    found = opened(folder, pointed())
    assert found[0].name == "b"
    with pytest.raises(DataError, match=r"c\.png: expected an image"):
        found[2]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("a.png", "d.png", r"keypoints\.csv, line 3: expected the name of an image in .*images, found 'd\.png'"),
        ("b.PNG", "b.png", r"line 2: expected the name of an image in .*images, found 'b\.png'"),
        ("a.png", "../images/a.png", r"line 3: expected the name of an image in .*, found '\.\./images/a\.png'"),
        ("c.png", "a.png", r"line 4: expected one row for each image, found a\.png in line 3 too"),
        ("c.png,,,,,-3,8\n", "", r"keypoints\.csv: expected a row for each image in .*images, found none for c\.png"),
        ("0.25", "O.25", r"keypoints\.csv, line 3, column x1: expected a number of pixels, .* found 'O\.25'"),
        ("y2\n", "y2,x3,y3\n", r"line 1: expected the columns image, x0, y0, … y2, found 'x3', 'y3' too"),
    ],
)
def test_mistakes_are_told_with_their_place(folder, pointed, old, new, told):
    rewrite(folder, old, new)
    with pytest.raises(DataError, match=told):
        opened(folder, pointed())


@pytest.mark.parametrize(
    ("cells", "column", "found"),
    [("-6.5,8", "x2", "-6.5"), ("12.1,8", "x2", "12.1"), ("-3,8.5", "y2", "8.5"), ("3,-4.5", "y2", "-4.5")],
)
def test_a_keypoint_farther_outside_than_the_image_is_large_is_told(folder, pointed, cells, column, found):
    rewrite(folder, "-3,8", cells)
    items = opened(folder, pointed())
    assert items[1].name == "a"
    place = rf"keypoints\.csv, line 4, column {column}: expected a place in or near 6 × 4 pixels \(width × height\)"
    with pytest.raises(DataError, match=rf"{place}, found {found}, farther outside"):
        items[2]


def test_a_keypoint_as_far_outside_as_the_image_is_large_is_read(folder, pointed):
    rewrite(folder, "-3,8", "12,-4")
    assert opened(folder, pointed())[2].points_px[2].tolist() == [12, -4]
    with pytest.raises(DataError, match=r"column y2: .*found -4,"):
        opened(folder, pointed(first_pixel=0.5))[2]


def test_an_empty_file_is_told(folder, pointed):
    (folder / "keypoints.csv").write_text("", encoding="utf-8")
    with pytest.raises(DataError, match="line 1: expected the columns image, x0, y0, … y2, found none called image"):
        opened(folder, pointed())


points = st.lists(st.none() | st.tuples(*[st.floats(-1e6, 1e6, width=32)] * 2), min_size=3, max_size=3)


@given(points)
def test_a_row_is_read_back_as_it_was(values):
    nan = (float("nan"),) * 2
    points_px = torch.tensor([nan if value is None else value for value in values])
    visible = torch.tensor([value is not None for value in values])
    image = KeypointImage("a", torch.zeros(3, 1, 1, dtype=torch.uint8), points_px, visible)
    row = as_row("a.png", image)
    read_px, seen = Columns(Path("x"), header(3), "image", [(f"x{i}", f"y{i}") for i in range(3)], 0.0).points(row, 2)
    assert torch.equal(seen, visible)
    assert torch.equal(read_px[seen], points_px[visible])
    assert not any("e" in cell or "nan" in cell for cell in row[1:])


@pytest.mark.skipif(not FACES.is_dir(), reason="the sample of faces is not beside this repository")
@pytest.mark.parametrize("split", ["train", "val", "test"])
def test_faces_are_read_as_they_are_passed_on(split):
    found = DataSet(FACES, load_description(ROOT / "datasets" / "faces-68")).split(split)
    with (FACES / split / "keypoints.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(found) == len(rows) > 30
    for item, row in list(zip(found, rows, strict=True))[:: len(rows) // 5]:
        assert f"{item.name}.jpg" == row["image"]
        assert item.image.shape == (3, 128, 128)
        assert torch.equal(item.image[0], item.image[2])
        expected = [[float(row[f"{axis}{number}"]) for axis in "xy"] for number in range(68)]
        assert torch.equal(item.points_px, torch.tensor(expected))
        assert item.visible.all()


@pytest.mark.skipif(not FACES.is_dir(), reason="the sample of faces is not beside this repository")
def test_left_of_a_face_is_the_persons_own():
    """So in most pictures the left one of each pair is farther to the right."""
    description = load_description(ROOT / "datasets" / "faces-68")
    faces = torch.stack([item.points_px for item in DataSet(FACES, description).split("train")[:100]])
    names = description.keypoint_names
    for pair in description.pairs:
        left, right = sorted(pair, key=lambda number: "right" in names[number])
        assert names[right] == names[left].replace("left_", "right_")
        assert (faces[:, left, 0] > faces[:, right, 0]).float().mean() > 0.9, names[left]
