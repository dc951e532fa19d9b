"""Written sets: read back, they are what was written; other programs see colours; no seed is in them."""

import numpy as np
import pytest
from PIL import Image

from autograder.data.catalogue import find_set
from autograder.data.checksum import checksum
from autograder.data.write import write_set
from autograder.errors import DataError

from .conftest import same, toy

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
