"""Cats: the same bits everywhere, points that are right, and left and right that only the face tells apart."""

import hashlib

import numpy as np
import pytest
import torch

from autograder.data.cats import KEYPOINTS, PAIRS, SIZE, make

KNOWN = {  # (seed, number) → SHA-256 of image, points and visibility: on every machine, or the set is another one
    ("train", 0): "8182f9c91cc17f6e5d5172a1a1376e1f8092257ce49a9c8d7a806b909ac2e26b",
    ("train", 1): "93b4c905550fabe7567d2da720ca0d4e222be2142b7d7ed689785ccb7c40c355",
    ("val", 12): "af7d610d013a21786c003f52ce16465792cac26e3c65a655916d560db9787136",
    (7, 345): "56aa3a03c0168fe333c2cdabe8d76fcd57c6181cebbd460bc3ce2e83452a9b33",
}


def digest(cat):
    arrays = (cat.image, cat.points_px, cat.visible)
    return hashlib.sha256(b"".join(array.numpy().tobytes() for array in arrays)).hexdigest()


@pytest.fixture(scope="module")
def cats():
    return list(make(150, "a seed of the tests"))


@pytest.mark.parametrize(("seed", "number"), KNOWN)
def test_cats_are_the_same_bits_on_every_machine(seed, number):
    assert digest(make(number + 1, seed)[number]) == KNOWN[seed, number]


def test_a_cat_depends_on_its_seed_and_number_alone():
    few, many = make(3, 5), make(50, "5")
    many[20]
    assert digest(few[2]) == digest(many[2]) == digest(many[1:9][1])
    assert len({digest(few[0]), digest(few[1]), digest(make(1, 6)[0])}) == 3


def test_a_cat_is_what_every_set_promises(cats):
    for cat in cats:
        assert (cat.image.dtype, cat.points_px.dtype, cat.visible.dtype) == (torch.uint8, torch.float32, torch.bool)
        assert cat.image.shape == (3, SIZE, SIZE)
        assert (cat.points_px.shape, cat.visible.shape) == ((len(KEYPOINTS), 2), (len(KEYPOINTS),))
        assert (cat.points_px.isfinite().all(1) == cat.visible).all()
        assert (cat.points_px.isnan().all(1) == ~cat.visible).all()
        seen = cat.points_px[cat.visible]
        assert ((seen >= 0) & (seen <= SIZE - 1)).all()
    assert len({cat.name for cat in cats}) == len(cats)


def test_every_keypoint_is_hidden_now_and_then_but_never_all(cats):
    visible = torch.stack([cat.visible for cat in cats])
    share = visible.float().mean(0)
    assert ((share > 0.65) & (share < 0.95)).all()
    assert visible.sum(1).min() >= 2
    assert (visible.sum(1) < len(KEYPOINTS)).float().mean() > 0.3


def test_pairs_are_left_and_right_of_the_same():
    for left, right in PAIRS:
        assert KEYPOINTS[left].startswith("left_")
        assert KEYPOINTS[right] == KEYPOINTS[left].replace("left_", "right_")


def handedness(points_px):
    """> 0 if, seen from the eyes' middle with the nose below, the left eye is on the picture's right."""
    _, _, left, right, nose = points_px.unbind(-2)
    across, down = left - right, nose - (left + right) / 2
    return across[..., 0] * down[..., 1] - across[..., 1] * down[..., 0]


def test_left_and_right_are_told_apart_by_the_face_alone(cats):
    """Whatever the roll: so a mirrored face is right only if left and right are swapped too."""
    points = torch.stack([cat.points_px for cat in cats if cat.visible[2:].all()])
    assert len(points) > 60
    assert (handedness(points) > 0).all()
    mirrored = points.clone()
    mirrored[..., 0] = SIZE - 1 - mirrored[..., 0]
    assert (handedness(mirrored) < 0).all()
    swapped = mirrored[:, [partner[index] for index in range(len(KEYPOINTS))]]
    assert (handedness(swapped) > 0).all()


partner = {index: index for index in range(len(KEYPOINTS))}
partner |= {one: other for pair in PAIRS for one, other in (pair, pair[::-1])}


def test_heads_differ_in_size_turn_and_place(cats):
    both = torch.stack([cat.points_px for cat in cats if cat.visible[2:4].all()])
    across = both[:, 2] - both[:, 3]
    angle = torch.atan2(across[:, 1], across[:, 0]).rad2deg()
    assert angle.min() < -60
    assert angle.max() > 60
    assert (angle.abs() < 115).all()  # no cat is upside down
    upright = across.norm(dim=1)[angle.abs() < 40]
    assert upright.quantile(0.9) > 2 * upright.quantile(0.1)
    middle = both[:, 2:4].mean(1)
    assert (middle.std(0) > 12).all()


def test_nothing_is_divided_by_zero_and_nothing_overflows():
    with np.errstate(all="raise"):
        assert len(list(make(60, "odd places"))) == 60


def test_a_negative_count_is_refused():
    with pytest.raises(ValueError, match="expected 0 or more, got -1"):
        make(-1, 1)
