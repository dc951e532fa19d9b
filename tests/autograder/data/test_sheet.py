"""Picture sheets: every class in its colour, every pixel counted."""

import numpy as np
import pytest
import torch

from autograder.data.sheet import class_pixels, picture_sheet

from .conftest import toy


def test_pixels_are_counted_by_class_and_void_last():
    items = [toy(number, 6, 9) for number in range(4)]
    every = torch.cat([item.labels.flatten() for item in items])
    assert class_pixels(iter(items), 3).tolist() == [(every == label).sum().item() for label in (0, 1, 2, 255)]
    assert class_pixels([], 3).tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("sizes", [[(8, 8)], [(8, 8), (8, 12), (20, 10)], [(300, 400)]])
def test_a_sheet_shows_images_labels_and_both(described, sizes):
    description = described()
    items = [toy(number, *size) for number, size in enumerate(sizes)]
    sheet = np.array(picture_sheet(description, items, class_pixels(items, 3), "all of them", tile=40))
    for colour in description.palette:
        assert (sheet == np.array(colour)).all(axis=-1).sum() > 100  # labels and legend
    assert sheet.shape[0] > 3 * 40
    assert sheet.shape[1] > sum(40 * width // height for height, width in sizes)


def test_the_first_row_is_the_image_itself(described):
    item = toy(0, 40, 40)
    sheet = np.array(picture_sheet(described(), [item], class_pixels([item], 3), "one", tile=40))
    image = item.image.permute(1, 2, 0).numpy()
    windows = np.lib.stride_tricks.sliding_window_view(sheet, image.shape)
    assert (windows == image).all(axis=(-3, -2, -1)).sum() == 1


def test_a_set_of_void_alone_can_be_shown(described):
    item = toy(0)
    item.labels.fill_(255)
    assert picture_sheet(described(), [item], class_pixels([item], 3), "void").width > 0
    assert picture_sheet(described(), [item], torch.zeros(4, dtype=torch.int64), "nothing counted").width > 0
