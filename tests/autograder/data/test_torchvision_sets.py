"""Pascal VOC and Oxford pets: tiny trees in their formats, read through torchvision's own classes."""

from pathlib import Path

import numpy as np
import pytest

from autograder.data.catalogue import DataSet
from autograder.data.description import load_description
from autograder.errors import DataError

from .conftest import save

DATASETS = Path(__file__).parents[3] / "datasets"
RNG = np.random.default_rng(3)
IMAGES = RNG.integers(0, 256, (3, 20, 30, 3), dtype=np.uint8)
VOC_LABELS = RNG.choice(np.array([0, 5, 20, 255], dtype=np.uint8), (3, 20, 30))
TRIMAPS = RNG.integers(1, 4, (3, 20, 30), dtype=np.uint8)
NAMES = ["2007_000032", "2007_000039", "2007_000063"]
PETS = ["Abyssinian_1", "beagle_2", "pug_10"]


@pytest.fixture
def voc(tmp_path):
    base, description = tmp_path / "VOCdevkit" / "VOC2012", load_description(DATASETS / "pascal-voc")
    colours = bytes(channel for colour in description.palette for channel in colour)
    for name, image, labels in zip(NAMES, IMAGES, VOC_LABELS, strict=True):
        save(base / "JPEGImages" / f"{name}.jpg", image)
        save(base / "SegmentationClass" / f"{name}.png", labels, palette=colours)
    lists = base / "ImageSets" / "Segmentation"
    lists.mkdir(parents=True)
    (lists / "train.txt").write_text("\n".join(NAMES[:2]) + "\n", encoding="utf-8")
    (lists / "val.txt").write_text(NAMES[2] + "\n", encoding="utf-8")
    return DataSet(tmp_path, description)


@pytest.fixture
def pets(tmp_path):
    base = tmp_path / "oxford-iiit-pet"
    for name, image, labels in zip(PETS, IMAGES, TRIMAPS, strict=True):
        save(base / "images" / f"{name}.jpg", image)
        save(base / "annotations" / "trimaps" / f"{name}.png", labels)
    for part, names in (("trainval", PETS[:2]), ("test", PETS[2:])):
        lines = "".join(f"{name} {number} 1 1\n" for number, name in enumerate(names, 1))
        (base / "annotations" / f"{part}.txt").write_text(lines, encoding="utf-8")
    return DataSet(tmp_path, load_description(DATASETS / "oxford-pets"))


def test_pascal_voc_has_the_images_and_indices_of_its_files(voc):
    found = voc.split("train")
    assert [item.name for item in found] == NAMES[:2]
    for item, image, labels in zip(found, IMAGES, VOC_LABELS, strict=False):
        assert np.array_equal(item.labels.numpy(), labels)
        assert abs(item.image.float().mean() - image.mean()) < 8  # JPEG
    assert [item.name for item in voc.split("val")] == NAMES[2:]


def test_the_border_of_a_pet_counts_nowhere(pets):
    found = pets.split("train")
    assert [item.name for item in found] == PETS[:2]
    for item, trimap in zip(found, TRIMAPS, strict=False):
        meant = np.array([0, 1, 0, 255], dtype=np.uint8)[trimap]  # 1 is the pet, 2 the background
        assert np.array_equal(item.labels.numpy(), meant)
    assert [item.name for item in pets.split("test")] == PETS[2:]


@pytest.mark.parametrize("name", ["pascal-voc", "oxford-pets"])
def test_a_set_that_is_not_there_is_told(tmp_path, name):
    description = load_description(DATASETS / name)
    with pytest.raises(DataError, match=f"expected {description.title} .* found no such set") as caught:
        DataSet(tmp_path, description).split("train")
    assert str(tmp_path) in str(caught.value)


def test_a_list_without_its_columns_is_told(pets):
    (pets.folder / "oxford-iiit-pet" / "annotations" / "trainval.txt").write_text("Abyssinian_1\n", encoding="utf-8")
    with pytest.raises(DataError, match="found no such set, or a broken one"):
        pets.split("train")


@pytest.mark.parametrize(
    ("set_name", "file"),
    [
        ("voc", "VOCdevkit/VOC2012/JPEGImages/2007_000039.jpg"),
        ("voc", "VOCdevkit/VOC2012/SegmentationClass/2007_000039.png"),
        ("pets", "oxford-iiit-pet/images/beagle_2.jpg"),
        ("pets", "oxford-iiit-pet/annotations/trimaps/beagle_2.png"),
    ],
)
@pytest.mark.parametrize("damage", [None, b"no image", "half"])
def test_a_broken_file_is_told_with_its_name(request, set_name, file, damage):
    found = request.getfixturevalue(set_name)
    path = found.folder / file
    if damage is None:
        path.unlink()
    else:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2] if damage == "half" else damage)
    items = found.split("train")
    assert items[0].name
    with pytest.raises(DataError, match=Path(file).stem):
        items[1]


def test_labels_of_another_size_or_out_of_range_are_told(voc):
    path = voc.folder / "VOCdevkit" / "VOC2012" / "SegmentationClass" / f"{NAMES[0]}.png"
    save(path, VOC_LABELS[0][:10])
    with pytest.raises(DataError, match=rf"{NAMES[0]}\.png: expected 30 × 20 labels"):
        voc.split("train")[0]
    save(path, np.full((20, 30), 21))
    with pytest.raises(DataError, match=rf"{NAMES[0]}\.png: expected labels 0 to 20, or 255 \(void\), found label 21"):
        voc.split("train")[0]
