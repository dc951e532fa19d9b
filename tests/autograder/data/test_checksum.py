"""Checksums: of what a set holds, not of how it is stored."""

import dataclasses

import torch

from autograder.data.checksum import checksum

from .conftest import bird, toy


def changed(item, field):
    value = getattr(item, field)
    if isinstance(value, str):
        return dataclasses.replace(item, **{field: value + "x"})
    other = value.clone()
    other.view(-1)[3] ^= 1
    return dataclasses.replace(item, **{field: other})


def test_the_same_images_have_the_same_checksum():
    assert checksum([toy(0), toy(1)]) == checksum(iter([toy(0), toy(1)]))


def test_order_names_pixels_and_labels_all_count():
    items = [toy(0), toy(1)]
    variants = [items[::-1], items[:1], *([changed(toy(0), field), toy(1)] for field in ("name", "image", "labels"))]
    assert len({checksum(each) for each in [items, *variants]}) == 1 + len(variants)


def test_the_sides_count_not_only_the_pixels():
    wide = toy(0, 4, 6)
    tall = dataclasses.replace(wide, image=wide.image.reshape(3, 6, 4), labels=wide.labels.reshape(6, 4))
    assert checksum([wide]) != checksum([tall])


SOME_HIDDEN = next(item for item in map(bird, range(99)) if item.visible.tolist() == [True, False, True])


def test_keypoints_count_and_which_are_visible():
    item = SOME_HIDDEN
    moved = dataclasses.replace(item, points_px=item.points_px + 0.01)
    hidden = dataclasses.replace(item, visible=item.visible.logical_not())
    swapped = dataclasses.replace(item, points_px=item.points_px.flip(0))
    renamed, recoloured = changed(item, "name"), changed(item, "image")
    assert len({checksum([each]) for each in (item, moved, hidden, swapped, renamed, recoloured)}) == 6


def test_what_is_not_visible_need_not_be_known():
    item = SOME_HIDDEN
    known = dataclasses.replace(item, points_px=item.points_px.nan_to_num(7))
    assert checksum([known]) == checksum([item])


NOWHERE = [float("nan")] * 2


def test_the_same_place_of_another_keypoint_is_another_set():
    one, other = (
        dataclasses.replace(SOME_HIDDEN, points_px=points_px, visible=~points_px.isnan().any(1))
        for points_px in (torch.tensor([[1.0, 2.0], NOWHERE, NOWHERE]), torch.tensor([NOWHERE, [1.0, 2.0], NOWHERE]))
    )
    assert checksum([one]) != checksum([other])
