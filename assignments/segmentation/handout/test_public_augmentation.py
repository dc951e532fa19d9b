"""Public checks of `augmentation.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import torch
from torch.nn.functional import interpolate

from autograder.exam import assert_equal, assert_like, assert_matches, public, question

LABELS = torch.tensor([[0, 1, 2], [3, 4, 5]])
IMAGE = torch.stack([LABELS + 1.0, LABELS + 11.0])  # two channels; float32
LARGE = torch.arange(42).reshape(6, 7)


def assert_unchanged(submission, **tensors):
    """Every tensor, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (kept, before) in tensors.items():
        now = submission.fetch(kept)
        assert_equal(now, before, f"{name} after the call", suspects={"your function wrote into it": now})


@question("flip_together")
@public
def test_mirrors_the_picture(submission):
    """The picture in the docstring with numbers, in all four ways; of uint8 labels. Inputs stay the same."""
    flip_together = submission.augmentation.flip_together.returning("image", "labels")
    image, _ = flip_together(IMAGE, LABELS, True, False)
    assert_like(image, IMAGE, "flip_together(image, labels, True, False)[0]")
    ways = {
        (True, False): [[2, 1, 0], [5, 4, 3]],
        (False, True): [[3, 4, 5], [0, 1, 2]],
        (True, True): [[5, 4, 3], [2, 1, 0]],
        (False, False): [[0, 1, 2], [3, 4, 5]],
    }
    for (left_right, up_down), rows in ways.items():
        mirrored, swapped = torch.tensor(rows), torch.tensor(ways[up_down, left_right])
        expected = torch.stack([mirrored + 1.0, mirrored + 11.0])
        wrong = {"left_right and up_down are swapped": swapped, "it was not mirrored": LABELS}
        suspects = {what: torch.stack([rows + 1.0, rows + 11.0]) for what, rows in wrong.items()}
        suspects["the channels were swapped, too"] = expected.flip(0)
        sent = submission.keep(IMAGE), submission.keep(LABELS)
        image, labels = flip_together(*sent, left_right, up_down)
        call = f"flip_together(image, labels, {left_right}, {up_down})"
        assert_unchanged(submission, image=(sent[0], IMAGE), labels=(sent[1], LABELS))
        assert_equal(image, expected, f"{call}[0]", suspects=suspects)
        assert_equal(labels, mirrored, f"{call}[1]", suspects=wrong)
    _, labels = flip_together(IMAGE, LABELS.to(torch.uint8), True, False)
    assert_equal(labels, torch.tensor(ways[True, False], dtype=torch.uint8), "uint8 labels")


@question("crop_together")
@public
def test_cuts_a_window(submission):
    """A window of 2 x 3 inside of an image of 6 x 7 pixels. Inputs stay the same."""
    crop_together = submission.augmentation.crop_together.returning("image", "labels")
    sent = submission.keep(LARGE[None] + 0.5), submission.keep(LARGE)
    image, labels = crop_together(*sent, 2, 1, 2, 3)
    inside = torch.tensor([[15, 16, 17], [22, 23, 24]])
    suspects = {
        "top and left are swapped": torch.tensor([[9, 10, 11], [16, 17, 18]]),
        "height and width are swapped": torch.tensor([[15, 16], [22, 23], [29, 30]]),
        "height and width were taken for the last row and column": torch.empty((0, 2)),
        "it begins at the top left of the image": torch.tensor([[0, 1, 2], [7, 8, 9]]),
        "top and left were taken for the middle of the window": torch.tensor([[7, 8, 9], [14, 15, 16]]),
    }
    call = "crop_together(image, labels, 2, 1, 2, 3)"
    of_image = {what: wrong[None] + 0.5 for what, wrong in suspects.items()}
    assert_equal(image, inside[None] + 0.5, f"{call}[0]", suspects=of_image)
    assert_equal(labels, inside, f"{call}[1]", suspects=suspects)
    assert_unchanged(submission, image=(sent[0], LARGE[None] + 0.5), labels=(sent[1], LARGE))


@question("crop_together")
@public
def test_crosses_the_edges(submission):
    """The picture in the docstring; a window around the whole image, with ignore=9; windows outside of it."""
    crop_together = submission.augmentation.crop_together.returning("image", "labels")
    image, labels = crop_together(IMAGE, LABELS, -1, 1, 2, 3)
    call = "crop_together(image, labels, -1, 1, 2, 3)"
    expected = torch.tensor([[[0.0, 0, 0], [2, 3, 0]], [[0, 0, 0], [12, 13, 0]]])
    suspects = {
        "the window was moved until it lies inside": IMAGE,
        "pixels at the edge were repeated": IMAGE[:, [0, 0]][:, :, [1, 2, 2]],
        "it went on at the other edge": IMAGE[:, [1, 0]][:, :, [1, 2, 0]],
        "negative numbers count from the other end": torch.stack([IMAGE[0, [1, 0]], IMAGE[1, [1, 0]]])[:, :, [1, 2, 2]]
        * torch.tensor([1.0, 1, 0]),
        "the slice from -1 is empty: negative numbers count from the other end": torch.empty((2, 0, 2)),
        "what lies outside of the image is 255": expected.where(expected > 0, 255),
    }
    assert_equal(image, expected, f"{call}[0]", suspects=suspects)
    expected = torch.tensor([[255, 255, 255], [1, 2, 255]])
    suspects = {
        "what lies outside is 0, and not ignored": expected.where(expected != 255, 0),
        "labels at the edge were repeated": LABELS[[0, 0]][:, [1, 2, 2]],
        "they went on at the other edge": LABELS[[1, 0]][:, [1, 2, 0]],
        "the window was moved until it lies inside": LABELS,
    }
    assert_equal(labels, expected, f"{call}[1]", suspects=suspects)

    image, labels = crop_together(IMAGE, LABELS.to(torch.uint8), -1, -1, 4, 5, ignore=9)
    call = "crop_together(image, labels, -1, -1, 4, 5, ignore=9)"
    wide = torch.zeros((2, 4, 5))
    wide[:, 1:3, 1:4] = IMAGE
    assert_equal(image, wide, f"{call}[0]")
    expected = torch.full((4, 5), 9, dtype=torch.uint8)
    expected[1:3, 1:4] = LABELS
    suspects = {"the label outside is 255, whatever `ignore` says": expected.where(expected != 9, 255)}
    assert_equal(labels, expected, f"{call}[1]", suspects=suspects)
    for top, left in ((2, 0), (0, 3), (-3, 0), (0, -2), (7, -9)):
        image, labels = crop_together(IMAGE, LABELS, top, left, 2, 2)
        call = f"crop_together(image, labels, {top}, {left}, 2, 2)"
        assert_equal(image, torch.zeros((2, 2, 2)), f"{call}[0], all outside")
        assert_equal(labels, torch.full((2, 2), 255), f"{call}[1], all outside")


@question("resize_together")
@public
def test_resizes_the_picture(submission):
    """The picture in the docstring, as one row; then 2 x 3 pixels to 6 x 4. Inputs stay the same."""
    resize_together = submission.augmentation.resize_together.returning("image", "labels")
    image, labels = resize_together(torch.tensor([[[0.0, 12]]]), torch.tensor([[4, 2]]), (1, 4))
    suspects = {
        "align_corners is True": torch.tensor([[[0.0, 4, 8, 12]]]),
        "each pixel was repeated: nearest or area, not bilinear": torch.tensor([[[0.0, 0, 12, 12]]]),
        "beyond the outer pixels it goes on in a straight line": torch.tensor([[[-3.0, 3, 9, 15]]]),
    }
    assert_matches(image, torch.tensor([[[0.0, 3, 9, 12]]]), "image from 1 x 2 to 1 x 4", suspects=suspects)
    suspects = {
        "labels were mixed: between 4 and 2 there is no 3": torch.tensor([[4, 3, 2, 2]]),
        "labels are those of the next pixel": torch.tensor([[2, 2, 2, 2]]),
    }
    assert_equal(labels, torch.tensor([[4, 4, 2, 2]]), "labels from 1 x 2 to 1 x 4", suspects=suspects)

    sent = submission.keep(IMAGE), submission.keep(LABELS)
    image, labels = resize_together(*sent, (6, 4))
    first = torch.tensor([[row + column for column in (1.0, 1.625, 2.375, 3)] for row in (0, 0, 1, 2, 3, 3)])
    corners = torch.tensor([[row + column for column in (1, 5 / 3, 7 / 3, 3)] for row in (0, 0.6, 1.2, 1.8, 2.4, 3)])
    suspects = {"align_corners is True": torch.stack([corners, corners + 10])}
    assert_matches(image, torch.stack([first, first + 10]), "image from 2 x 3 to 6 x 4", suspects=suspects)
    rows = [0, 0, 0, 1, 1, 1]
    suspects = {'it is mode="nearest", up to half a pixel beside the image': LABELS[rows][:, [0, 0, 1, 2]]}
    assert_equal(labels, LABELS[rows][:, [0, 1, 1, 2]], "labels from 2 x 3 to 6 x 4", suspects=suspects)
    assert_unchanged(submission, image=(sent[0], IMAGE), labels=(sent[1], LABELS))


@question("resize_together")
@public
def test_resizes_one_way_only(submission):
    """3 x 5 pixels to 2 x 15: larger across, smaller down; float64, and uint8 labels. Inputs stay the same."""
    resize_together = submission.augmentation.resize_together.returning("image", "labels")
    numbers = torch.arange(15.0, dtype=torch.float64).reshape(1, 3, 5)
    classes = torch.tensor([[0, 1, 2, 3, 4], [5, 6, 7, 8, 9], [255, 255, 255, 255, 255]], dtype=torch.uint8)
    sent = submission.keep(numbers), submission.keep(classes)
    image, labels = resize_together(*sent, (2, 15))
    assert_unchanged(submission, image=(sent[0], numbers), labels=(sent[1], classes))
    columns = [0, 0, 1 / 3, 2 / 3, 1, 4 / 3, 5 / 3, 2, 7 / 3, 8 / 3, 3, 10 / 3, 11 / 3, 4, 4]
    expected = torch.tensor([[[row + column for column in columns] for row in (1.25, 8.75)]], dtype=torch.float64)
    suspects = {
        "it was smoothed first: antialias is True": interpolate(
            numbers[None], size=(2, 15), mode="bilinear", antialias=True
        )[0],
        "pixels were averaged: the mode is area": interpolate(numbers[None], size=(2, 15), mode="area")[0],
    }
    assert_matches(image, expected, "image from 3 x 5 to 2 x 15", suspects=suspects)
    expected = classes[[0, 2]].repeat_interleave(3, dim=1)
    across = [0, 0, 1, 1, 1, 1, 2, 2, 2, 3, 3, 3, 3, 4, 4]
    suspects = {
        'it is mode="nearest", up to half a pixel beside the image': classes[[0, 1]].repeat_interleave(3, dim=1),
        "the outer labels were put on the outer labels, as with align_corners": classes[[0, 2]][:, across],
    }
    assert_equal(labels, expected, "labels from 3 x 5 to 2 x 15", suspects=suspects)
