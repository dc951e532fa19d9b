"""CelebA: a tiny tree in its format, read through torchvision's own class."""

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.datasets import CelebA

from autograder.data.catalogue import DataSet
from autograder.data.description import load_description
from autograder.errors import DataError

from .conftest import save

DESCRIPTION = load_description(Path(__file__).parents[3] / "datasets" / "celeba")
LANDMARKS = [  # in the real format: the eye on the left of the picture first
    (69, 109, 106, 113, 77, 142, 73, 152, 108, 154),
    (69, 110, 107, 112, 81, 135, 70, 151, 108, 153),
    (76, 112, 104, 106, 108, 128, 74, 156, 98, 158),
    (72, 113, 108, 108, 101, 138, 71, 155, 101, 151),
    (66, 114, 112, 112, 86, 119, 71, 147, 104, 150),
    (71, 111, 106, 110, 94, 131, 74, 154, 102, 153),
]
PARTS = [0, 1, 0, 2, 1, 2]  # train, valid, test
NAMES = [f"{number:06d}.jpg" for number in range(1, 7)]
COLUMNS = "lefteye_x lefteye_y righteye_x righteye_y nose_x nose_y leftmouth_x leftmouth_y rightmouth_x rightmouth_y "


@pytest.fixture
def celeba(tmp_path, monkeypatch):
    base = tmp_path / "celeba"
    for number, name in enumerate(NAMES):
        save(base / "img_align_celeba" / name, np.full((218, 178, 3), 40 * number))
    attributes = " ".join(f"Attribute_{number}" for number in range(40))
    files = {
        "list_attr_celeba.txt": ["6", attributes + " ", *(f"{name} " + " ".join(["-1", " 1"] * 20) for name in NAMES)],
        "identity_CelebA.txt": [f"{name} {2880 + number}" for number, name in enumerate(NAMES)],
        "list_bbox_celeba.txt": [
            "6",
            "image_id x_1 y_1 width height",
            *(f"{name}    95  71 226 313" for name in NAMES),
        ],
        "list_landmarks_align_celeba.txt": [
            "6",
            COLUMNS,
            *(f"{name} {'  '.join(map(str, row))}" for name, row in zip(NAMES, LANDMARKS, strict=True)),
        ],
        "list_eval_partition.txt": [f"{name} {part}" for name, part in zip(NAMES, PARTS, strict=True)],
    }
    for name, lines in files.items():
        (base / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    sums = [("", hashlib.md5((base / name).read_bytes()).hexdigest(), name) for name in files]
    monkeypatch.setattr(CelebA, "file_list", sums)
    return DataSet(tmp_path, DESCRIPTION)


def test_splits_are_those_of_the_partition_file(celeba):
    names = {split: [item.name for item in celeba.split(split)] for split in ("train", "val", "test")}
    assert names == {"train": ["000001", "000003"], "val": ["000002", "000005"], "test": ["000004", "000006"]}


def test_landmarks_are_those_of_the_file(celeba):
    for item, number in zip(celeba.split("train"), (0, 2), strict=True):
        assert torch.equal(item.points_px, torch.tensor(LANDMARKS[number]).float().reshape(5, 2))
        assert item.visible.all()
        assert item.image.shape == (3, 218, 178)
        assert abs(item.image.float().mean() - 40 * number) < 2


def test_left_is_the_persons_own(celeba):
    """The file calls the eye on the left of the picture its left one."""
    assert DESCRIPTION.pairs == ((0, 1), (3, 4))
    names = DESCRIPTION.keypoint_names
    points_px = celeba.split("train")[0].points_px
    assert points_px[names.index("left_eye"), 0] > points_px[names.index("right_eye"), 0]
    assert points_px[names.index("left_mouth_corner"), 0] > points_px[names.index("right_mouth_corner"), 0]


def test_a_set_that_is_not_there_or_changed_is_told(tmp_path, celeba):
    (tmp_path / "celeba" / "list_eval_partition.txt").write_text("000001.jpg 0\n", encoding="utf-8")
    for root in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(
            DataError, match=r"expected CelebA, five landmarks \(train\), in celeba/ .* found no such set"
        ):
            celeba.split("train", root=root)


def test_a_broken_image_is_told_when_it_is_asked_for(tmp_path, celeba):
    (tmp_path / "celeba" / "img_align_celeba" / NAMES[2]).write_bytes(b"broken")
    found = celeba.split("train")
    assert found[0].name == "000001"
    with pytest.raises(DataError, match=r"000003\.jpg: expected an image"):
        found[1]


def test_another_number_of_keypoints_is_refused(tmp_path, celeba):
    table = DESCRIPTION.model_dump(exclude_unset=True) | {"keypoints": [{"name": "nose"}]}
    with pytest.raises(DataError, match="celeba: keypoints: expected 5, found 1"):
        DataSet(tmp_path, type(DESCRIPTION).model_validate(table)).split("train")
