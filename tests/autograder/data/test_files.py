"""Label files and images: what they hold, and what is said of those that are wrong."""

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from PIL import Image

from autograder.data.files import opened, read_pair, to_labels
from autograder.errors import DataError

from .conftest import TABLE, save

IMAGE = np.arange(4 * 6 * 3, dtype=np.uint8).reshape(4, 6, 3)
LABELS = np.array([[0, 1, 2, 9, 0, 1]] * 4, dtype=np.uint8)
READ = np.array([[0, 1, 2, 255, 0, 1]] * 4, dtype=np.uint8)
COLOURS = {"coding": "colours", "void": ["#ffffff"]}


def read(tmp_path, description, labels="labels.png"):
    return read_pair("one", tmp_path / "image.png", tmp_path / labels, description)


@pytest.fixture
def folder(tmp_path):
    save(tmp_path / "image.png", IMAGE)
    save(tmp_path / "labels.png", LABELS)
    return tmp_path


def test_pixels_and_labels_are_as_in_the_files(folder, described):
    found = read(folder, described())
    assert np.array_equal(found.image.numpy(), IMAGE.transpose(2, 0, 1))
    assert np.array_equal(found.labels.numpy(), READ)
    assert found.image.dtype == found.labels.dtype == torch.uint8


def test_a_palette_changes_nothing(folder, described):
    """Pascal VOC's labels are such files: what counts is the index, not the colour it is shown in."""
    save(folder / "labels.png", LABELS, palette=bytes(range(255, -1, -1)) * 3)
    assert Image.open(folder / "labels.png").mode == "P"
    assert np.array_equal(read(folder, described()).labels.numpy(), READ)


def test_colours_stand_for_classes_where_the_description_says_so(folder, described):
    table = np.zeros((10, 3), dtype=np.uint8)
    table[[0, 1, 2, 9]] = [(0x20, 0x40, 0x60), (0xC0, 0x20, 0x20), (0x20, 0xA0, 0x40), (255, 255, 255)]
    save(folder / "labels.png", table[LABELS])
    assert np.array_equal(read(folder, described(**COLOURS)).labels.numpy(), READ)


@given(arrays.arrays(np.uint8, (3, 4), elements=st.sampled_from([1, 2, 3])))
def test_values_of_the_description_become_class_numbers(found):
    """The trimaps of Oxford pets: 1 is the pet, 2 the background, 3 open."""
    from autograder.data.description import Description

    classes = [
        {"name": "background", "colour": "#000000", "value": 2},
        {"name": "pet", "colour": "#ffffff", "value": 1},
    ]
    description = Description.model_validate(TABLE | {"classes": classes, "void": [3]})
    labels = to_labels(Image.fromarray(found), "here", description).numpy()
    for value, expected in ((2, 0), (1, 1), (3, 255)):
        assert ((labels == expected) == (found == value)).all()


def test_a_grey_image_has_three_equal_channels(folder, described):
    save(folder / "image.png", IMAGE[:, :, 0])
    image = read(folder, described()).image
    assert (image == image[:1]).all()


@pytest.mark.parametrize(
    ("labels", "changes", "told"),
    [
        (LABELS[:, :5], {}, r"expected 6 × 4 labels \(width × height\) as in .*image\.png, found 5 × 4"),
        (
            np.where(LABELS == 2, 7, LABELS),
            {},
            r"expected labels 0 to 2, or 9 \(void\), found label 7 at row 0, column 2",
        ),
        (np.where(LABELS == 9, 255, LABELS), {}, "found label 255 at row 0, column 3"),
        (IMAGE, {}, 'expected one channel of class numbers .* found mode RGB; if .* say coding = "colours"'),
        (LABELS, COLOURS, 'expected labels as RGB colours, found mode L; for class numbers say coding = "numbers"'),
        (IMAGE + 1, COLOURS, "expected the colours of the 3 classes, .* found colour #010203 at row 0, column 0"),
    ],
)
def test_wrong_labels_are_told(folder, described, labels, changes, told):
    save(folder / "labels.png", labels)
    with pytest.raises(DataError, match=told) as caught:
        read(folder, described(**changes))
    assert str(caught.value).startswith(str(folder / "labels.png"))


def test_labels_of_sixteen_bits_are_read_by_value(folder, described):
    Image.fromarray(LABELS.astype(np.uint16)).save(folder / "labels.png")
    assert np.array_equal(read(folder, described()).labels.numpy(), READ)
    Image.fromarray(LABELS.astype(np.uint16) + 256).save(folder / "labels.png")
    with pytest.raises(DataError, match="found label 256"):
        read(folder, described())


def test_an_image_of_sixteen_bits_is_refused(folder, described):
    Image.fromarray(LABELS.astype(np.uint16)).save(folder / "image.png")
    with pytest.raises(DataError, match=r"image\.png: expected an image of 8 bits per channel"):
        read(folder, described())


def test_a_missing_file_is_named(folder, described):
    with pytest.raises(DataError, match=r"other\.png: no such file"):
        read(folder, described(), "other.png")


@pytest.mark.parametrize(
    "damage", [lambda data: b"not an image", lambda data: b"", lambda data: data[: len(data) // 2]]
)
@pytest.mark.parametrize("file", ["image.png", "labels.png"])
def test_what_is_no_image_is_told_with_its_name(tmp_path, described, file, damage):
    rng = np.random.default_rng(0)
    save(tmp_path / "image.png", rng.integers(0, 256, (40, 60, 3)))
    save(tmp_path / "labels.png", rng.integers(0, 3, (40, 60)))
    (tmp_path / file).write_bytes(damage((tmp_path / file).read_bytes()))
    with pytest.raises(DataError, match="expected an image, found something that cannot be read") as caught:
        read(tmp_path, described())
    assert str(caught.value).startswith(str(tmp_path / file))


@given(st.binary(max_size=200))
def test_no_bytes_raise_anything_else(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("bytes") / "any.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + data)
    with pytest.raises(DataError), opened(path) as picture:
        picture.load()
