"""Hidden checks of `augmentation.py`. Students see their titles and, where one fails, its hint."""

import torch

from autograder.exam import assert_equal, assert_matches, cases, growing, hidden, kept, question

from .cases import augmentation as make
from .oracles import augmentation as oracles

PLACES = {"rtol": 1e-4, "atol": 1e-5}  # torch.arange(n) / 3 is float32: so the places between pixels may be
PIXELS = {"torch.float32": PLACES, "torch.float64": {"rtol": 1e-8, "atol": 1e-10}}  # where places are exact anyway


@question("flip_together")
@hidden(hint="Put the numbers 0, 1, 2, ... into image and labels: do they still agree, in all four ways?")
@cases(make.flip_cases)
def test_mirrors_both(submission, case):
    """All four ways, one to four channels; inputs are the same after the call."""
    image, labels = _kept(submission, case)
    function = submission.augmentation.flip_together.returning("image", "labels")
    found = function(image, labels, case.left_right, case.up_down)
    _check_equal(found, oracles.flipped(case))
    _check_unchanged(submission, case, image, labels)


@question("crop_together")
@hidden(hint="Try an image of 6 x 9 pixels with top=1, left=3, height=4, width=5: is each number where it should be?")
@cases(make.inner_crops)
def test_cuts_windows_out_of_both(submission, case):
    """Windows inside of the image; inputs are the same after the call."""
    _check_crop(submission, case)


@question("crop_together")
@hidden(hint="Let the window reach over each of the four edges, then over all, then lie outside; try ignore=0.")
@cases(make.outer_crops)
def test_fills_what_lies_outside(submission, case):
    """Windows over the edges and beyond; labels to ignore of all kinds."""
    _check_crop(submission, case)


@question("resize_together")
@hidden(
    hint="Compare with interpolate(..., mode='bilinear', align_corners=False), and labels with mode='nearest-exact'."
)
@cases(make.resize_cases)
def test_resizes_both(submission, case):
    """Larger and smaller; inputs are the same after the call."""
    image, labels = _kept(submission, case)
    found = submission.augmentation.resize_together.returning("image", "labels")(image, labels, case.size)
    _check_close(found, oracles.resized(case), case)
    _check_unchanged(submission, case, image, labels)


@question("resize_together")
@hidden(hint="Try one pixel to many, and many to one row or one column. Are there labels that were not there before?")
@cases(make.edge_sizes)
def test_resizes_at_the_edges(submission, case):
    """One pixel becomes many, many become one."""
    found = submission.augmentation.resize_together.returning("image", "labels")(case.image, case.labels, case.size)
    _check_close(found, oracles.resized_by_definition(case), case)


IMAGE = {"C": (1, 13, 300), "H": (1, 13, 300), "W": (1, 13)}
WINDOW = {"height": (1, 13, 300), "width": (1, 13)}


@growing("flip_together", **IMAGE)
def mirror(submission, rng, C, H, W):
    _two(submission.augmentation.flip_together)(*_random(rng, C, H, W), True, True)


@growing("crop_together", **IMAGE, **WINDOW)
def cut(submission, rng, C, H, W, height, width):
    _two(submission.augmentation.crop_together)(*_random(rng, C, H, W), -1, -1, height, width)


@growing("resize_together", **IMAGE, **WINDOW)
def resize(submission, rng, C, H, W, height, width):
    _two(submission.augmentation.resize_together)(*_random(rng, C, H, W), (height, width))


def _two(function):
    return function.returning(kept("image"), kept("labels"))


def _random(rng, C, H, W):
    return torch.from_numpy(rng.standard_normal((C, H, W))), torch.from_numpy(rng.integers(9, size=(H, W)))


def _kept(submission, case):
    return submission.keep(case.image), submission.keep(case.labels)


def _check_crop(submission, case):
    image, labels = _kept(submission, case)
    function = submission.augmentation.crop_together.returning("image", "labels")
    found = function(image, labels, *case.window, ignore=case.ignore)
    _check_equal(found, oracles.cropped(case))
    _check_unchanged(submission, case, image, labels)


def _check_equal(found, expected):
    for name, actual, wanted in zip(("image", "labels"), found, expected, strict=True):
        assert_equal(actual, wanted, name)


def _check_close(found, expected, case):
    assert_matches(found[0], expected[0], "image", **(PIXELS[str(case.image.dtype)] if case.is_even else PLACES))
    assert_equal(found[1], expected[1], "labels")


def _check_unchanged(submission, case, image, labels):
    assert_equal(submission.fetch(image), case.image, "image after the call")
    assert_equal(submission.fetch(labels), case.labels, "labels after the call")
