"""Hidden checks of `augmentation.py`. Students see their titles and, where one fails, its hint."""

import torch

from autograder.exam import assert_equal, assert_like, assert_matches, cases, growing, hidden, kept, question

from .cases import augmentation as make
from .oracles import augmentation as oracles

NEAR = {  # who makes a tensor of a few numbers gets float32, and so float32 is right for a scale or an angle
    "torch.float32": {"rtol": 1e-4, "atol": 1e-4},
    "torch.float64": {"rtol": 1e-5, "atol": 1e-5},
}


@question("normalize")
@hidden(hint="Compare the centres of the pixels with affine_grid(..., align_corners=False), for 5 rows and 8 columns.")
@cases(make.size_cases)
def test_normalizes_like_a_grid(submission, case):
    """Wide, tall, one row; points on the edges, outside and missing; points are the same after the call."""
    points = submission.keep(case.points)
    _check_points(submission.augmentation.normalize(points, case.size), oracles.normalized(case), "points")
    _check_unchanged(submission, points=(points, case.points))


@question("denormalize")
@hidden(hint="Is denormalize(normalize(points, size), size) the same as points, also for one row, and outside?")
@cases(make.size_cases)
def test_denormalizes_like_a_grid(submission, case):
    """Wide, tall, one row; points on the edges, outside and missing; points are the same after the call."""
    points = submission.keep(case.points)
    _check_points(submission.augmentation.denormalize(points, case.size), oracles.denormalized(case), "points")
    _check_unchanged(submission, points=(points, case.points))


@question("hflip")
@hidden(
    hint="Try pairs in any order, such as [(4, 0), (1, 3)], and none; of each pair one is visible. Twice is nothing."
)
@cases(make.flip_cases)
def test_mirrors_images_and_names(submission, case):
    """Pairs in odd orders, and none; invisible and missing points; twice; inputs are the same after the call."""
    sent = _kept(submission, case)
    function = submission.augmentation.hflip.returning("images", "points", "visible")
    found = function(*sent, case.pairs)
    _check(found, oracles.flipped(case), case)
    _check(function(*found, case.pairs), (case.images, case.points, case.visible), case)
    _check_same(submission, case, sent)


@question("rotate")
@hidden(hint="Turn an image of 5 x 9 pixels that is 0 but for one pixel, and a point on that: do they stay together?")
@cases(make.rotate_cases)
def test_turns_images_and_points(submission, case):
    """Wide and tall, both ways, more than a whole turn; inputs are the same after the call."""
    sent = _kept(submission, case)
    found = submission.augmentation.rotate.returning("images", "points", "visible")(*sent, case.degrees)
    _check(found, oracles.rotated(case), case)
    _check_same(submission, case, sent)


@question("rotate")
@hidden(hint="Turn a square image four times by 90 degrees: is everything where it was?")
@cases(make.quarter_cases)
def test_four_quarters_are_a_whole_turn(submission, case):
    """Square images of odd and even sides."""
    function = submission.augmentation.rotate.returning("images", "points", "visible")
    found = (case.images, case.points, case.visible)
    for _ in range(4):
        found = function(*found, 90.0)
    _check(found, (case.images, case.points, case.visible), case)


@question("crop_resize")
@hidden(hint="Cut the whole image at its size: nothing changes. Then cut 5 x 3 pixels and make 9 x 8 of them.")
@cases(make.crop_cases)
def test_cuts_and_resizes(submission, case):
    """The whole image, corners, one pixel; larger and smaller; inputs are the same after the call."""
    sent = _kept(submission, case)
    found = submission.augmentation.crop_resize.returning("images", "points", "visible")(*sent, case.box, case.size)
    _check(found, oracles.cropped(case), case)
    _check_same(submission, case, sent)


@question("crop_resize")
@hidden(hint="Which points on the four edges of the box are visible, and a little inside or outside of them?")
@cases(make.edge_cases)
def test_looks_at_the_edges_of_the_box(submission, case):
    """Points exactly on the edges of the box, and a 32nd of a pixel beside them."""
    function = submission.augmentation.crop_resize.returning("images", "points", "visible")
    found = function(case.images, case.points, case.visible, case.box, case.size)
    _check(found, oracles.cropped(case), case)


POINTS = {"N": (1, 13, 300), "K": (2, 14, 300)}
IMAGES = {**POINTS, "C": (1, 13), "H": (2, 14, 300), "W": (2, 14)}


@growing("normalize", **POINTS, H=(1, 13), W=(1, 13))
def shrink(submission, rng, N, K, H, W):
    submission.augmentation.normalize.returning(kept("points"))(torch.from_numpy(rng.random((N, K, 2))), (H, W))


@growing("denormalize", **POINTS, H=(1, 13), W=(1, 13))
def stretch(submission, rng, N, K, H, W):
    submission.augmentation.denormalize.returning(kept("points"))(torch.from_numpy(rng.random((N, K, 2))), (H, W))


@growing("hflip", **IMAGES)
def mirror(submission, rng, N, K, C, H, W):
    _three(submission.augmentation.hflip)(*_random(rng, N, K, C, H, W), [(2 * i, 2 * i + 1) for i in range(K // 2)])


@growing("rotate", **IMAGES)
def turn(submission, rng, N, K, C, H, W):
    _three(submission.augmentation.rotate)(*_random(rng, N, K, C, H, W), 30.0)


@growing("crop_resize", **IMAGES, HO=(1, 13, 300), WO=(1, 13))
def cut(submission, rng, N, K, C, H, W, HO, WO):
    box = (1, 0, H - 1, W - 1)
    _three(submission.augmentation.crop_resize)(*_random(rng, N, K, C, H, W), box, (HO, WO))


def _three(function):
    return function.returning(kept("images"), kept("points"), kept("visible"))


def _random(rng, N, K, C, H, W):
    points = torch.from_numpy(rng.random((N, K, 2)))
    return torch.from_numpy(rng.random((N, C, H, W))), points, torch.ones((N, K), dtype=torch.bool)


def _kept(submission, case):
    return submission.keep(case.images), submission.keep(case.points), submission.keep(case.visible)


def _check(found, expected, case):
    assert_matches(found[0], expected[0], "images", **NEAR[str(case.images.dtype)])
    _check_points(found[1], expected[1], "points")
    assert_equal(found[2], expected[2], "visible")


def _check_points(found, expected, name):
    found, tolerances = assert_like(found, expected, name), NEAR[str(expected.dtype)]
    assert_equal(found.isnan(), expected.isnan(), f"{name}, where they are NaN")
    assert_matches(found.nan_to_num(0), expected.nan_to_num(0), name, **tolerances)


def _check_same(submission, case, sent):
    images, points, visible = sent
    _check_unchanged(
        submission, images=(images, case.images), points=(points, case.points), visible=(visible, case.visible)
    )


def _check_unchanged(submission, **tensors):
    for name, (kept_there, before) in tensors.items():
        now = assert_like(submission.fetch(kept_there), before, f"{name} after the call")
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call")
