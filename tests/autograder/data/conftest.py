"""Small sets of three classes, written with real encoders."""

import numpy as np
import pytest
import torch
from PIL import Image

from autograder.data.description import Description
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


@pytest.fixture
def described():
    """A description with some keys changed."""
    return lambda **changes: Description.model_validate(TABLE | changes)


def toy(number=0, height=5, width=7):
    """A random image with labels 0, 1, 2 and 255."""
    rng = np.random.default_rng(number)
    image = torch.from_numpy(rng.integers(0, 256, (3, height, width), dtype=np.uint8))
    labels = torch.from_numpy(rng.choice(np.array([0, 1, 2, 255], dtype=np.uint8), (height, width)))
    return LabelledImage(f"toy{number}", image, labels)


def same(one, other):
    """Whether two labelled images are equal in all they hold."""
    return one.name == other.name and torch.equal(one.image, other.image) and torch.equal(one.labels, other.labels)


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
