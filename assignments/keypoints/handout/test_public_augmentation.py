"""Public checks of `augmentation.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import math

import torch
from torch.nn.functional import interpolate

from autograder.exam import assert_equal, assert_like, assert_matches, public, question

NAN = math.nan
CORNERS = torch.tensor([[[0.0, 0], [3, 1], [1.5, 0.5]], [[-0.5, 1.5], [7, -3], [NAN, NAN]]])  # of 2 rows and 4 columns
NORMALIZED = torch.tensor([[[-0.75, -0.5], [0.75, 0.5], [0, 0]], [[-1, 1], [2.75, -3.5], [NAN, NAN]]])

IMAGES = torch.arange(24.0).reshape(2, 1, 3, 4)
POINTS = torch.tensor([[[3.0, 1], [1, 0.5], [2.5, 2], [0, -7]], [[0.25, 2], [2, 5], [1.5, 0], [3, 1]]])
VISIBLE = torch.tensor([[True, False, True, True], [True, False, False, True]])

SQUARE = torch.tensor([[[[1.0, 2, 3], [4, 5, 6], [7, 8, 9]]]])
NEAR = {"rtol": 1e-4, "atol": 1e-4}  # of pixels in float32
ROWS, COLUMNS = torch.arange(6.0)[:, None], torch.arange(8.0)
RAMP = (10 * ROWS + COLUMNS)[None, None]  # straight lines stay straight between the pixels


def assert_points(actual, expected, name, suspects=None):
    """As `assert_matches`, where what is NaN has to be NaN."""
    actual = assert_like(actual, expected, name)
    found = actual.isnan()
    why = {"missing points were taken for numbers": torch.zeros_like(found)}
    assert_equal(found, expected.isnan(), f"{name}, where they are NaN", suspects=why)
    without = {what: wrong.nan_to_num(0) for what, wrong in (suspects or {}).items()}
    assert_matches(actual.nan_to_num(0), expected.nan_to_num(0), name, suspects=without)


def assert_unchanged(submission, **tensors):
    """Every tensor, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (kept, before) in tensors.items():
        now = submission.fetch(kept)
        why = {"your function wrote into it": now.nan_to_num(-999)}
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call", suspects=why)


def sides(x, y):
    """A number for x and one for y, to multiply points with."""
    return torch.tensor([float(x), float(y)])


@question("normalize")
@public
def test_normalizes_by_hand(submission):
    """Corners, centre and edges of an image of 2 x 4 pixels, and points outside; then in float64."""
    normalize = submission.augmentation.normalize
    suspects = {
        "-1 and 1 are the centres of the outer pixels, not the edges": 2 * CORNERS / sides(3, 1) - 1,
        "the half pixel is missing": 2 * CORNERS / sides(4, 2) - 1,
        "height and width are swapped": (2 * CORNERS + 1) / sides(2, 4) - 1,
        "both were divided by the width": (2 * CORNERS + 1) / 4 - 1,
        "it goes from 0 to 1": (CORNERS + 0.5) / sides(4, 2),
        "y stands before x": NORMALIZED.flip(-1),
        "points outside were moved into the image": NORMALIZED.clamp(-1, 1),
    }
    assert_points(normalize(CORNERS, (2, 4)), NORMALIZED, "normalize(points, (2, 4))", suspects)
    kept = submission.keep(CORNERS)
    normalize(kept, (2, 4))
    assert_unchanged(submission, points=(kept, CORNERS))
    assert_points(normalize(CORNERS.double(), (2, 4)), NORMALIZED.double(), "the same in float64")


@question("denormalize")
@public
def test_denormalizes_by_hand(submission):
    """The way back for the same points; then in float64."""
    denormalize = submission.augmentation.denormalize
    suspects = {
        "-1 and 1 are the centres of the outer pixels, not the edges": (NORMALIZED + 1) / 2 * sides(3, 1),
        "the half pixel is missing": (NORMALIZED + 1) / 2 * sides(4, 2),
        "the half pixel was put on, not taken off": CORNERS + 1,
        "height and width are swapped": ((NORMALIZED + 1) * sides(2, 4) - 1) / 2,
        "y stands before x": CORNERS.flip(-1),
        "points were rounded to whole pixels": CORNERS.round(),
        "points outside were moved into the image": CORNERS.clamp(-0.5).minimum(sides(3.5, 1.5)),
    }
    assert_points(denormalize(NORMALIZED, (2, 4)), CORNERS, "denormalize(points, (2, 4))", suspects)
    kept = submission.keep(NORMALIZED)
    denormalize(kept, (2, 4))
    assert_unchanged(submission, points=(kept, NORMALIZED))
    assert_points(denormalize(NORMALIZED.double(), (2, 4)), CORNERS.double(), "the same in float64")


@question("hflip")
@public
def test_mirrors_the_picture(submission):
    """The picture in the docstring."""
    points, visible = torch.tensor([[[3.0, 1], [1, 1], [2.5, 3]]]), torch.tensor([[True, False, True]])
    images = torch.arange(20.0).reshape(1, 1, 4, 5)
    hflip = submission.augmentation.hflip.returning("images", "points", "visible")
    found = hflip(images, points, visible, ((0, 1),))
    assert_equal(found[0], images.flip(3), "images", suspects={"they were not mirrored": images})
    suspects = {
        "left and right did not change places": torch.tensor([[[1.0, 1], [3, 1], [1.5, 3]]]),
        "x was mirrored as W - x": torch.tensor([[[4.0, 1], [2, 1], [2.5, 3]]]),
        "points changed their places in the list, and x was not mirrored": points[:, [1, 0, 2]],
    }
    assert_matches(found[1], torch.tensor([[[3.0, 1], [1, 1], [1.5, 3]]]), "points", suspects=suspects)
    suspects = {"visibility did not change places with the points": visible}
    assert_equal(found[2], torch.tensor([[False, True, True]]), "visible", suspects=suspects)


@question("hflip")
@public
def test_mirrors_a_batch(submission):
    """Two images of 3 x 4 pixels, pairs (2, 0) and (1, 3); no pairs; missing points. Inputs stay the same."""
    hflip = submission.augmentation.hflip.returning("images", "points", "visible")
    sent = submission.keep(IMAGES), submission.keep(POINTS), submission.keep(VISIBLE)
    found = hflip(*sent, [(2, 0), (1, 3)])
    suspects = {"they were turned upside down": IMAGES.flip(2), "the images were swapped": IMAGES.flip(0)}
    assert_equal(found[0], IMAGES.flip(3), "images", suspects=suspects)
    x, y = POINTS.unbind(-1)
    mirrored = torch.stack([3 - x, y], dim=-1)
    order = [2, 3, 0, 1]
    suspects = {
        "left and right did not change places": mirrored,
        "x was mirrored as W - x": (mirrored + sides(1, 0))[:, order],
        "x was mirrored with the height": (mirrored - sides(1, 0))[:, order],
        "y was mirrored, not x": torch.stack([x, 2 - y], dim=-1)[:, order],
        "points changed their places in the list, and x was not mirrored": POINTS[:, order],
        "only the first pair changed places": mirrored[:, [2, 1, 0, 3]],
        "neighbours changed places, whatever `pairs` says": mirrored[:, [1, 0, 3, 2]],
        "the list was turned round, whatever `pairs` says": mirrored[:, [3, 2, 1, 0]],
        "of each pair only one changed its place, so that one point is there twice": mirrored[:, [0, 3, 0, 3]],
    }
    assert_points(found[1], mirrored[:, order], "points", suspects)
    suspects = {"visibility did not change places with the points": VISIBLE}
    assert_equal(found[2], VISIBLE[:, order], "visible", suspects=suspects)
    assert_unchanged(submission, images=(sent[0], IMAGES), points=(sent[1], POINTS), visible=(sent[2], VISIBLE))
    assert_points(hflip(IMAGES, POINTS, VISIBLE, ())[1], mirrored, "points without pairs")
    missing = POINTS.clone()
    missing[1, 1] = NAN
    found = hflip(IMAGES, missing, VISIBLE, [(2, 0), (1, 3)])[1]
    expected = mirrored[:, order]
    expected[1, 3] = NAN
    assert_points(found, expected, "points, one of them missing")


@question("rotate")
@public
def test_turns_the_picture(submission):
    """The picture in the docstring with numbers: 3 x 3 pixels, 90 degrees. Inputs stay the same."""
    rotate = submission.augmentation.rotate.returning("images", "points", "visible")
    points, seen = torch.tensor([[[2.0, 1], [1, 2]]]), torch.tensor([[True, True]])
    found = rotate(SQUARE, points, seen, 90)
    suspects = {"they were turned clockwise": SQUARE.rot90(-1, (2, 3)), "they were not turned": SQUARE}
    assert_matches(found[0], SQUARE.rot90(1, (2, 3)), "images", **NEAR, suspects=suspects)
    suspects = {
        "they were turned clockwise": torch.tensor([[[1.0, 2], [0, 1]]]),
        "they were not turned": points,
        "they were turned about the top left pixel": torch.tensor([[[1.0, -2], [2, -1]]]),
        "the middle is at (W / 2, H / 2), half a pixel beside": torch.tensor([[[1.0, 1], [2, 2]]]),
        "y stands before x": torch.tensor([[[0.0, 1], [1, 2]]]),
    }
    assert_matches(found[1], torch.tensor([[[1.0, 0], [2, 1]]]), "points", suspects=suspects)
    assert_equal(found[2], seen, "visible")
    sent = submission.keep(SQUARE), submission.keep(points), submission.keep(seen)
    rotate(*sent, 90)
    assert_unchanged(submission, images=(sent[0], SQUARE), points=(sent[1], points), visible=(sent[2], seen))


@question("rotate")
@public
def test_turns_what_is_not_square(submission):
    """3 x 5 pixels by a quarter: two columns come from outside, points leave. By 0 degrees points on the edge stay."""
    rotate = submission.augmentation.rotate.returning("images", "points", "visible")
    images = torch.arange(1.0, 31).reshape(2, 1, 3, 5)
    points = torch.tensor([[[4.0, 1], [2, 0], [1, 2], [NAN, NAN]], [[3.25, 1], [0, 1], [-3, 1], [2, 2.5]]])
    seen = torch.tensor([[True, True, False, False], [True, True, True, True]])
    found = rotate(images, points, seen, 90)
    expected = torch.zeros((2, 1, 3, 5))
    expected[..., 1:4] = images[..., 1:4].rot90(1, (2, 3))
    repeated = expected.clone()
    repeated[..., 0], repeated[..., 4] = images[..., 0, 1:4].flip(-1), images[..., 2, 1:4].flip(-1)
    suspects = {
        "pixels at the edge were repeated, where there is nothing": repeated,
        "every image is the first": expected[:1].expand(2, -1, -1, -1),
    }
    assert_matches(found[0], expected, "images", **NEAR, suspects=suspects)
    turned = torch.tensor([[[2.0, -1], [1, 1], [3, 2], [NAN, NAN]], [[2.0, -0.25], [2, 3], [2, 6], [3.5, 1]]])
    suspects = {"points outside were moved into the image": turned.clamp(0).minimum(sides(4, 2))}
    assert_points(found[1], turned, "points", suspects)
    inside = torch.tensor([[False, True, True, False], [True, False, False, True]])
    visible = inside & seen
    suspects = {
        "points that have left are still visible": seen,
        "points that were not visible before became so": inside,
        "the image was taken to end at the centres of the outer pixels": torch.tensor(
            [[False, True, False, False], [False, False, False, True]]
        ),
        "height and width are swapped": torch.tensor([[False, True, False, False], [True, True, False, False]]),
    }
    assert_equal(found[2], visible, "visible", suspects=suspects)
    edges, seen = torch.tensor([[[-0.5, 1], [4.5, 2.5], [4.75, 0]]] * 2), torch.tensor([[True, True, True]] * 2)
    suspects = {"points on the edge became invisible": torch.zeros_like(seen)}
    still = rotate(images, edges, seen, 0)[2]
    assert_equal(still, torch.tensor([[True, True, False]] * 2), "visible by 0 degrees", suspects=suspects)


@question("rotate")
@public
def test_turns_by_an_angle(submission):
    """By the angle whose cosine is 0.8 and whose sine is 0.6: the middle of a ramp of 6 x 8 pixels, and a point."""
    rotate = submission.augmentation.rotate.returning("images", "points", "visible")
    found = rotate(RAMP, torch.tensor([[[5.5, 4.5]]]), torch.tensor([[True]]), math.degrees(math.asin(0.6)))
    dx, dy = COLUMNS - 3.5, ROWS - 2.5

    def ramp(across, down):
        return (10 * (2.5 + down) + 3.5 + across)[None, None, 2:4, 2:6]

    x, y = 0.8 * dx - 0.6 * dy, 0.6 * dx + 0.8 * dy  # where the pixels come from
    suspects = {
        "they were turned clockwise": ramp(0.8 * dx + 0.6 * dy, -0.6 * dx + 0.8 * dy),
        "the angle was taken for radians": ramp(*_turned_by(math.degrees(math.asin(0.6)), dx, dy)),
        "they were turned in normalized numbers, in which pixels are not square": ramp(
            0.8 * dx - 0.6 * dy * 8 / 6, 0.6 * dx * 6 / 8 + 0.8 * dy
        ),
        "align_corners is True": ramp(x * 7 / 8, y * 5 / 6),
        "pixels were taken from the nearest one, not bilinearly": ramp(
            (x - 0.5).round() + 0.5, (y - 0.5).round() + 0.5
        ),
    }
    inner = assert_like(found[0], RAMP, "images")[..., 2:4, 2:6]
    assert_matches(inner, ramp(x, y), "images, inside", **NEAR, suspects=suspects)
    suspects = {"they were turned clockwise": torch.tensor([[[3.9, 5.3]]])}
    assert_matches(found[1], torch.tensor([[[6.3, 2.9]]]), "points", suspects=suspects)


def _turned_by(radians, dx, dy):
    cos, sin = math.cos(radians), math.sin(radians)
    return cos * dx - sin * dy, sin * dx + cos * dy


@question("crop_resize")
@public
def test_cuts_a_box(submission):
    """3 x 4 pixels out of 6 x 8, at their size. Inputs stay the same."""
    crop_resize = submission.augmentation.crop_resize.returning("images", "points", "visible")
    points = torch.tensor([[[2.0, 1], [5.5, 3.5], [3.25, 0], [7, 2], [NAN, NAN]]])
    seen = torch.tensor([[True, True, True, True, False]])
    sent = submission.keep(RAMP), submission.keep(points), submission.keep(seen)
    found = crop_resize(*sent, (1, 2, 3, 4), (3, 4))
    suspects = {
        "top and left are swapped": RAMP[..., 2:5, 1:5],
        "height and width were taken for the last row and column": _resized(RAMP[..., 1:3, 2:4], (3, 4)),
        "height and width of the box are swapped": _resized(RAMP[..., 1:5, 2:5], (3, 4)),
        "the whole image was resized": _resized(RAMP, (3, 4)),
        "height and width of the result are swapped": _resized(RAMP[..., 1:4, 2:6], (4, 3)),
    }
    assert_matches(found[0], RAMP[..., 1:4, 2:6], "images", **NEAR, suspects=suspects)
    moved = points - sides(2, 1)
    suspects = {
        "points stayed where they were": points,
        "top and left are swapped": points - sides(1, 2),
        "points outside were moved into the box": moved.clamp(-0.5).minimum(sides(3.5, 2.5)),
    }
    assert_points(found[1], moved, "points", suspects)
    inside = torch.tensor([[True, True, False, False, False]])
    suspects = {
        "points outside of the box are still visible": seen,
        "the box was taken to end at the centres of its outer pixels": torch.tensor([[True] + [False] * 4]),
    }
    assert_equal(found[2], inside, "visible", suspects=suspects)
    assert_unchanged(submission, images=(sent[0], RAMP), points=(sent[1], points), visible=(sent[2], seen))


@question("crop_resize")
@public
def test_enlarges_a_box(submission):
    """The picture in the docstring, of two images; then 4 x 6 pixels become 2 x 9, in float64."""
    crop_resize = submission.augmentation.crop_resize.returning("images", "points", "visible")
    row = torch.tensor([[7.0, 7, 0, 12, 7], [5, 5, 4, 8, 5]]).reshape(2, 1, 1, 5)
    points = torch.tensor([[[2.0, 0], [3, 0], [1.5, 0.5], [1, 0]], [[2.5, 0], [3.5, -0.5], [3, 0], [2, 0]]])
    seen = torch.tensor([[True, True, True, True], [False, True, True, True]])
    found = crop_resize(row, points, seen, (0, 2, 1, 2), (1, 4))
    suspects = {
        "align_corners is True": torch.tensor([[0.0, 4, 8, 12], [4, 16 / 3, 20 / 3, 8]]).reshape(2, 1, 1, 4),
        "each pixel was repeated: nearest or area, not bilinear": row[..., [2, 2, 3, 3]],
        "the image was resized first, so that pixels beside the box were mixed in": torch.tensor(
            [[1.75, 3, 9, 10.75], [4.25, 5, 7, 7.25]]
        ).reshape(2, 1, 1, 4),
    }
    expected = torch.tensor([[0.0, 3, 9, 12], [4, 5, 7, 8]]).reshape(2, 1, 1, 4)
    assert_matches(found[0], expected, "images", **NEAR, suspects=suspects)
    moved = torch.tensor([[[0.5, 0], [2.5, 0], [-0.5, 0.5], [-1.5, 0]], [[1.5, 0], [3.5, -0.5], [2.5, 0], [0.5, 0]]])
    suspects = {
        "the half pixel is missing: (x - left) * WO / width": (points - sides(2, 0)) * sides(2, 1),
        "centres of outer pixels were put on such centres, as with align_corners": (points - sides(2, 0)) * sides(3, 1),
        "the points were not scaled": points - sides(2, 0),
        "the scale is the other way round": (points - sides(1.5, -0.5)) * sides(0.5, 1) - 0.5,
        "both were scaled as x is": (points - sides(1.5, -0.5)) * 2 - 0.5,
    }
    assert_matches(found[1], moved, "points", suspects=suspects)
    suspects = {
        "points that were not visible before became so": torch.tensor([[True] * 3 + [False], [True] * 4]),
        "points on the edge became invisible": torch.tensor([[True, True, False, False], [False, False, True, True]]),
    }
    visible = torch.tensor([[True, True, True, False], [False, True, True, True]])
    assert_equal(found[2], visible, "visible", suspects=suspects)

    images, points = RAMP.double(), torch.tensor([[[1.0, 1], [3.5, 3.5], [6.5, 4.5]]], dtype=torch.float64)
    found = crop_resize(images, points, torch.tensor([[True, True, True]]), (1, 1, 4, 6), (2, 9))
    rows, columns = torch.tensor([[1.5], [3.5]]), (torch.arange(9.0) * 2 / 3 + 5 / 6).clamp(1, 6)
    cut = images[..., 1:5, 1:7]
    suspects = {
        "it was smoothed first: antialias is True": interpolate(cut, size=(2, 9), mode="bilinear", antialias=True),
    }
    expected = (10 * rows + columns)[None, None].double()
    assert_matches(found[0], expected, "images of 4 x 6 to 2 x 9", **NEAR, suspects=suspects)
    moved = torch.tensor([[[0.25, -0.25], [4, 1], [8.5, 1.5]]], dtype=torch.float64)
    assert_matches(found[1], moved, "points from 4 x 6 to 2 x 9")


def _resized(images, size):
    return interpolate(images, size=size, mode="bilinear")
