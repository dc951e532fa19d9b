"""Written sets: read back, they are what was written; other programs see colours; no seed is in them."""

import csv
import dataclasses
import tempfile
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from autograder.data.catalogue import find_set
from autograder.data.checksum import checksum
from autograder.data.description import Description
from autograder.data.write import write_set
from autograder.errors import DataError

from .conftest import KEYPOINTS, bird, same, toy

DRAWN_SPLIT = {"count": 2, "seed": "a public seed"}
DRAWN = {"kind": "scenes", "void": [255], "splits": {"train": DRAWN_SPLIT, "val": DRAWN_SPLIT}}
ITEMS = [toy(0), toy(1, 9, 4)]


def test_a_written_set_is_read_back_as_it_was(tmp_path, described):
    description = described(**DRAWN, title='Toys, "small" \\ größer', citation="line\nline")
    write_set(description, {"train": ITEMS, "val": ITEMS[:1]}, tmp_path / "out")
    found = find_set("out", tmp_path)
    for split, items in (("train", ITEMS), ("val", ITEMS[:1])):
        read = found.split(split)
        assert len(read) == len(items)
        assert all(same(one, other) for one, other in zip(read, items, strict=True))
        assert found.description.splits[split].sha256 == checksum(read)
    for key in ("name", "title", "classes", "source", "licence", "citation"):
        assert getattr(found.description, key) == getattr(description, key)


def test_labels_are_shown_in_the_colours_of_their_classes(tmp_path, described):
    description = described(**DRAWN)
    write_set(description, {"train": ITEMS}, tmp_path / "out")
    seen = np.array(Image.open(tmp_path / "out/train/labels/toy0.png").convert("RGB"))
    labels = ITEMS[0].labels.numpy()
    for number, colour in enumerate(description.palette):
        assert (seen[labels == number] == colour).all()
    assert (seen[labels == 255] == 255).all()


def test_no_seed_is_written(tmp_path, described):
    write_set(described(**DRAWN), {"train": ITEMS}, tmp_path / "out")
    assert "a public seed" not in (tmp_path / "out" / "dataset.toml").read_text(encoding="utf-8")


def with_checksum(described, total):
    table = DRAWN | {"splits": {"train": DRAWN_SPLIT | {"sha256": total}}}
    return described(**table)


def test_other_pixels_than_the_checksum_says_are_not_written(tmp_path, described):
    write_set(with_checksum(described, checksum(ITEMS)), {"train": ITEMS}, tmp_path / "right")
    with pytest.raises(DataError, match=r"expected pixels with SHA-256 .* draws another edition"):
        write_set(with_checksum(described, checksum(ITEMS[::-1])), {"train": ITEMS}, tmp_path / "wrong")
    assert not (tmp_path / "wrong").exists()


def test_a_part_of_a_split_is_held_to_no_checksum(tmp_path, described):
    write_set(with_checksum(described, checksum(ITEMS)), {"train": ITEMS[:1]}, tmp_path / "part")
    assert len(find_set("part", tmp_path).split("train")) == 1


def test_every_image_is_reported(tmp_path, described):
    told: list[str] = []
    write_set(described(**DRAWN), {"train": ITEMS}, tmp_path / "out", told.append)
    assert told == ["train", "train"]


def test_a_set_that_breaks_half_way_leaves_nothing(tmp_path, described):
    def items():
        yield ITEMS[0]
        raise DataError("the second is broken")

    class Breaking(list):
        def __iter__(self):
            return items()

    with pytest.raises(DataError, match="the second is broken"):
        write_set(described(**DRAWN), {"train": Breaking()}, tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


BIRD_SPLITS = {name: {"images": name, "points": f"{name}.csv"} for name in ("train", "val")}
BIRDS = [bird(0), bird(1, 9, 4), bird(2)]


def test_a_written_set_of_keypoints_is_read_back_as_it_was(tmp_path, pointed):
    description = pointed(title='Birds, "small"', citation="line\nline", first_pixel=0.5, splits=BIRD_SPLITS)
    write_set(description, {"train": BIRDS, "val": BIRDS[:1]}, tmp_path / "out")
    found = find_set("out", tmp_path)
    assert found.description.first_pixel == 0
    for split, items in (("train", BIRDS), ("val", BIRDS[:1])):
        read = found.split(split)
        assert len(read) == len(items)
        assert all(same(one, other) for one, other in zip(read, items, strict=True))
        assert found.description.splits[split].sha256 == checksum(read)
    for key in ("name", "title", "keypoints", "pairs", "source", "licence", "citation"):
        assert getattr(found.description, key) == getattr(description, key)


x, y = st.floats(-7, 14, width=32), st.floats(-5, 10, width=32)  # as far outside of a bird's image as it is large


@settings(max_examples=30)
@given(st.lists(st.none() | st.tuples(x, y), min_size=3, max_size=3))
def test_any_keypoints_are_read_back_as_they_were(values):
    nan = (float("nan"),) * 2
    points_px = torch.tensor([nan if value is None else value for value in values])
    item = dataclasses.replace(bird(), points_px=points_px, visible=~points_px.isnan().any(1))
    with tempfile.TemporaryDirectory() as folder:
        write_set(Description.model_validate(KEYPOINTS), {"train": [item]}, Path(folder) / "out")
        assert same(find_set("out", Path(folder)).split("train")[0], item)


def test_other_programs_read_the_keypoints(tmp_path, pointed):
    write_set(pointed(), {"train": BIRDS}, tmp_path / "out")
    with (tmp_path / "out" / "train" / "keypoints.csv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["image", "x0", "y0", "x1", "y1", "x2", "y2"]
    for row, item in zip(rows, BIRDS, strict=True):
        assert row["image"] == f"{item.name}.png"
        for number, (point, seen) in enumerate(zip(item.points_px.tolist(), item.visible.tolist(), strict=True)):
            cells = [row[f"{axis}{number}"] for axis in "xy"]
            assert cells == ["", ""] if not seen else [float(cell) for cell in cells] == pytest.approx(point)


def test_cats_are_written_as_they_are_drawn(tmp_path):
    found = find_set("cat-faces", Path(__file__))
    write_set(found.description, {"val": found.split("val")[:6]}, tmp_path / "out")
    assert "seed" not in (tmp_path / "out" / "dataset.toml").read_text(encoding="utf-8")
    for one, other in zip(find_set("out", tmp_path).split("val"), found.split("val"), strict=False):
        assert same(one, other)
