"""Small sets of three classes, written with real encoders."""

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.data.description import Description
from autograder.data.keypoints import KeypointImage
from autograder.data.labelled import LabelledImage

TABLE = {
    "name": "toys",
    "title": "Toys",
    "kind": "folders",
    "classes": [
        {"name": "floor", "colour": "#204060"},
        {"name": "ball", "colour": "#c02020"},
        {"name": "block", "colour": "#20a040"},
    ],
    "void": [9],
    "splits": {"train": {"images": "images", "labels": "labels"}},
    "source": "these tests",
    "licence": "CC0-1.0",
}

KEYPOINTS = TABLE | {
    "kind": "points",
    "keypoints": [
        {"name": "left_wing", "mirror": "right_wing"},
        {"name": "tail"},
        {"name": "right_wing", "mirror": "left_wing"},
    ],
    "splits": {"train": {"images": "images", "points": "keypoints.csv"}},
}
del KEYPOINTS["classes"], KEYPOINTS["void"]


@pytest.fixture
def described():
    """A description with some keys changed."""
    return lambda **changes: Description.model_validate(TABLE | changes)


@pytest.fixture
def pointed():
    """A description of a set with keypoints, with some keys changed."""
    return lambda **changes: Description.model_validate(KEYPOINTS | changes)


def toy(number=0, height=5, width=7):
    """A random image with labels 0, 1, 2 and 255."""
    rng = np.random.default_rng(number)
    image = torch.from_numpy(rng.integers(0, 256, (3, height, width), dtype=np.uint8))
    labels = torch.from_numpy(rng.choice(np.array([0, 1, 2, 255], dtype=np.uint8), (height, width)))
    return LabelledImage(f"toy{number}", image, labels)


def bird(number=0, height=5, width=7, keypoints=3):
    """A random image with keypoints, some of which are not visible."""
    rng = np.random.default_rng(number)
    image = torch.from_numpy(rng.integers(0, 256, (3, height, width), dtype=np.uint8))
    visible = torch.from_numpy(rng.random(keypoints) < 0.7)
    points_px = torch.from_numpy(rng.random((keypoints, 2), dtype=np.float32) * 9 - 1)
    points_px[~visible] = float("nan")
    return KeypointImage(f"bird{number}", image, points_px, visible)


def same(one, other):
    """Whether two images are equal in all they hold."""
    return type(one) is type(other) and all(_equal(value, getattr(other, key)) for key, value in vars(one).items())


def _equal(one, other):
    if isinstance(one, str):
        return one == other
    both_missing = one.isnan() & other.isnan() if one.is_floating_point() else torch.zeros(())
    return one.dtype == other.dtype and one.shape == other.shape and bool(((one == other) | both_missing.bool()).all())


def save(path, array, mode=None, palette=None):
    """Write pixels as the ending of `path` says."""
    path.parent.mkdir(parents=True, exist_ok=True)
    picture = Image.fromarray(np.asarray(array, dtype=np.uint8))
    if palette is not None:
        picture.putpalette(palette)
    if mode is not None:
        picture = picture.convert(mode)
    picture.save(path)
    return path
