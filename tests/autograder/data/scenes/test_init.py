"""Scenes: the same bits everywhere, and a task that colours alone do not solve."""

import hashlib

import numpy as np
import pytest
import torch

from autograder.data.labelled import IGNORE
from autograder.data.scenes import CLASSES, SIZE, make

KNOWN = {  # (seed, number) → SHA-256 of image and labels: they hold on every machine, or the set is another one
    ("train", 0): "9e9f6957512296ccfb9c89d69d0651ae7bc56798604c4f99860309ffe9d0f698",
    ("train", 1): "d074355d04ed0ecf20dbb66cf0b4f25b47908331fe2cc91181d4e6ed3e0cff2b",
    ("val", 12): "aeb5bbce488434e17bf3dfdef449fe7bde1b3da88d751eac4c47c5d6a9d01144",
    (7, 345): "fb098e86275df425d7c48fbff2c707996640f41f1690c1a06d20c45c940a3b66",
}


def digest(scene):
    return hashlib.sha256(scene.image.numpy().tobytes() + scene.labels.numpy().tobytes()).hexdigest()


@pytest.fixture(scope="module")
def scenes():
    return list(make(60, "a seed of the tests"))


@pytest.mark.parametrize(("seed", "number"), KNOWN)
def test_scenes_are_the_same_bits_on_every_machine(seed, number):
    assert digest(make(number + 1, seed)[number]) == KNOWN[seed, number]


def test_a_scene_depends_on_its_seed_and_number_alone():
    few, many = make(3, 5), make(50, "5")
    many[20]
    assert digest(few[2]) == digest(many[2]) == digest(many[1:9][1])
    assert len({digest(few[0]), digest(few[1]), digest(make(1, 6)[0])}) == 3


def test_a_scene_is_what_every_set_promises(scenes):
    for scene in scenes:
        assert scene.image.dtype == scene.labels.dtype == torch.uint8
        assert scene.image.shape == (3, SIZE, SIZE)
        assert scene.labels.shape == (SIZE, SIZE)
        assert set(scene.labels.unique().tolist()) <= {*range(len(CLASSES)), IGNORE}
    assert len({scene.name for scene in scenes}) == len(scenes)


def test_every_class_is_there_in_very_unequal_shares(scenes):
    pixels = torch.stack([scene.labels for scene in scenes])
    share = torch.bincount(pixels.flatten().long(), minlength=256) / pixels.numel()
    assert (share[: len(CLASSES)] > 0.005).all()
    assert share[: len(CLASSES)].max() > 10 * share[CLASSES.index("person")]
    assert 0.03 < share[IGNORE] < 0.15


def test_between_two_classes_lies_void(scenes):
    for scene in scenes:
        labels = scene.labels.numpy()
        for one, other in ((labels[1:], labels[:-1]), (labels[:, 1:], labels[:, :-1])):
            assert ((one == other) | (one == IGNORE) | (other == IGNORE)).all()


def test_nothing_is_divided_by_zero_and_nothing_overflows():
    with np.errstate(all="raise"):
        assert len(list(make(40, "odd places"))) == 40


def test_a_sequence_counts_from_both_ends_and_stops():
    scenes = make(4, 1)
    assert (len(scenes), scenes[-1].name, [scene.name for scene in scenes[2:]]) == (4, "00003", ["00002", "00003"])
    with pytest.raises(IndexError):
        scenes[4]
    with pytest.raises(ValueError, match="expected 0 or more, got -1"):
        make(-1, 1)
