"""Public checks of `heatmaps.py`: small examples, worked by hand. Hidden ones try many more sizes and settings.

Beside the right answers stand some wrong ones, the suspects: what comes out when one thing goes wrong. If yours is
among them, the message says so.
"""

import math

import torch

from autograder.exam import assert_equal, assert_like, assert_matches, public, question, with_gradient

NAN = math.nan
ROWS, COLUMNS = torch.arange(3.0)[:, None], torch.arange(5.0)
POINTS = torch.tensor([[[2.0, 1], [3.5, 0.25], [NAN, NAN]], [[0.0, 2], [6.25, -1], [1, 1]]])
VISIBLE = torch.tensor([[True, True, False], [False, True, True]])


def bells(points, sigma, x=COLUMNS, y=ROWS, power=2.0, visible=VISIBLE):
    """A bell for each point, of cells whose centres are at x and y; 0 where it is not visible."""
    squared = (x - points[..., 0, None, None]) ** 2 + (y - points[..., 1, None, None]) ** 2
    return torch.where(visible[..., None, None], torch.exp(-(squared ** (power / 2)) / (2 * sigma**power)), 0)


def with_background(maps):
    """The maps, and that of what is no point."""
    return torch.cat([maps, 1 - maps.amax(1, keepdim=True)], 1)


def assert_unchanged(submission, **tensors):
    """Every tensor, given as what is kept beside the submission and what it was, still is what it was."""
    for name, (kept, before) in tensors.items():
        now = submission.fetch(kept)
        why = {"your function wrote into it": now.nan_to_num(-999)}
        assert_equal(now.nan_to_num(-999), before.nan_to_num(-999), f"{name} after the call", suspects=why)


@question("make_heatmaps")
@public
def test_draws_bells(submission):
    """The two rows of the docstring; then one bell with sigma 2, in float64."""
    make_heatmaps = submission.heatmaps.make_heatmaps
    points, both = torch.tensor([[[2.0, 0], [2.5, 0]]]), torch.tensor([[True, True]])
    expected = torch.exp(-((COLUMNS - points[..., :1]) ** 2) / 2)[:, :, None]
    suspects = {
        "points were rounded to the nearest cell": torch.exp(-((COLUMNS - points[..., :1].round()) ** 2) / 2)[
            :, :, None
        ],
        "points were rounded down to a cell": torch.exp(-((COLUMNS - points[..., :1].floor()) ** 2) / 2)[:, :, None],
        "the 2 below the line is missing": expected**2,
        "each bell was divided by its sum": expected / expected.sum(-1, keepdim=True),
        "each bell was divided by 2 * pi * sigma**2": expected / (2 * math.pi),
        "the distance was not squared": torch.exp(-(COLUMNS - points[..., :1]).abs() / 2)[:, :, None],
        "each bell was stretched until a cell has the value 1": expected / expected.amax(-1, keepdim=True),
        "x and y are swapped": torch.exp(-(COLUMNS**2 + points[..., :1] ** 2) / 2)[:, :, None],
    }
    maps = make_heatmaps(points, (1, 5), 1.0, both, background=False)
    assert_matches(maps, expected, "two bells", suspects=suspects)
    point, x, y = torch.tensor([[[1.0, 2]]]).double(), torch.arange(4.0).double(), torch.arange(3.0)[:, None].double()
    seen = torch.tensor([[True]])
    maps = make_heatmaps(point, (3, 4), 2.0, seen, background=False)
    suspects = {
        "sigma was not squared": bells(point, math.sqrt(2), x, y, visible=seen),
        "x and y are swapped": bells(point.flip(-1), 2, x, y, visible=seen),
    }
    assert_matches(maps, bells(point, 2, x, y, visible=seen), "a bell with sigma 2", suspects=suspects)


@question("make_heatmaps")
@public
def test_draws_a_batch(submission):
    """Two images, 3 x 5 cells: points between cells, outside, not visible; with background. Inputs stay the same."""
    make_heatmaps = submission.heatmaps.make_heatmaps
    sent = submission.keep(POINTS), submission.keep(VISIBLE)
    maps = bells(POINTS, 1.5)
    expected = with_background(maps)
    everyone = bells(POINTS.nan_to_num(0), 1.5, visible=torch.ones_like(VISIBLE))
    suspects = {
        "points that are not visible were drawn, too": with_background(everyone),
        "points that are missing were drawn at (0, 0)": with_background(
            bells(POINTS.nan_to_num(0), 1.5, visible=VISIBLE | POINTS[..., 0].isnan())
        ),
        "the background is the largest of the maps, not 1 minus that": torch.cat([maps, maps.amax(1, keepdim=True)], 1),
        "the background is 1 minus the sum of the maps": torch.cat([maps, 1 - maps.sum(1, keepdim=True)], 1),
        "the background comes first": expected.roll(1, 1),
        "the background leaves out points that are not visible": torch.cat(
            [maps, 1 - everyone.amax(1, keepdim=True)], 1
        ),
        "the background is 1 everywhere": torch.cat([maps, torch.ones(2, 1, 3, 5)], 1),
        "points outside were moved into the map": with_background(
            bells(POINTS.clamp(0).minimum(torch.tensor([4.0, 2])), 1.5)
        ),
        "points were rounded to the nearest cell": with_background(bells(POINTS.round(), 1.5)),
        "sigma was not squared": with_background(bells(POINTS, math.sqrt(1.5))),
    }
    found = make_heatmaps(sent[0], (3, 5), 1.5, sent[1])
    assert_matches(found, expected, "make_heatmaps(points, (3, 5), 1.5, visible)", suspects=suspects)
    found = make_heatmaps(POINTS, (3, 5), 1.5, torch.zeros_like(VISIBLE))
    nothing = with_background(torch.zeros(2, 3, 3, 5))
    assert_matches(found, nothing, "the maps where nothing is visible")
    assert_unchanged(submission, points=(sent[0], POINTS), visible=(sent[1], VISIBLE))


@question("make_heatmaps")
@public
def test_draws_small_maps(submission):
    """3 x 5 cells for an image of 12 x 20 pixels: stride 4."""
    points = 4 * POINTS + 1.25
    x, y = 4 * (COLUMNS + 0.5) - 0.5, 4 * (ROWS + 0.5) - 0.5
    expected = bells(points, 3, x, y)
    suspects = {
        "the stride was ignored": bells(points, 3),
        "the half pixels are missing: the centre of a cell is not at stride * j": bells(points, 3, x - 1.5, y - 1.5),
        "sigma was taken to be in cells": bells(points, 12, x, y),
        "points were rounded to the nearest cell": bells(((points - 1.5) / 4).round(), 0.75),
    }
    found = submission.heatmaps.make_heatmaps(points, (3, 5), 3.0, VISIBLE, background=False, stride=4)
    assert_matches(found, expected, "the maps for stride 4, without background", suspects=suspects)


MAPS = torch.zeros(2, 3, 4, 5)
MAPS[0, 0, 1, 1:4] = torch.tensor([0.5, 0.9, 0.7])  # right of (2, 1)
MAPS[0, 0, 0, 2], MAPS[0, 0, 2, 2] = 0.2, 0.1  # above it
MAPS[0, 1] = MAPS[0, 0].flip(0, 1) - 1  # all below 0
MAPS[0, 2, 2, 4] = 3  # on the right edge
MAPS[0, 2, 3, 4], MAPS[0, 2, 3, 0] = 2, 2.5
MAPS[1, 0, 3, 1] = 1  # at the bottom, alone
MAPS[1, 1, 0, 3], MAPS[1, 1, 2, 1] = 1, 1  # twice
MAPS[1, 2, 2, 3], MAPS[1, 2, 2, 2], MAPS[1, 2, 1, 3] = 8, 1, 2
CELLS = torch.tensor([[[2.0, 1], [2, 2], [4, 2]], [[1, 3], [3, 0], [3, 2]]])
MOVED = torch.tensor([[[0.25, -0.25], [-0.25, 0.25], [0, 0.25]], [[0, 0], [0, 0], [-0.25, -0.25]]])


@question("decode_argmax")
@public
def test_finds_the_highest_cells(submission):
    """The row of the docstring; then two images with 3 maps of 4 x 5 cells: values below 0, on the edge, twice."""
    decode_argmax = submission.heatmaps.decode_argmax
    row = torch.tensor([0.1, 0.5, 0.9, 0.7, 0.2]).reshape(1, 1, 1, 5)
    suspects = {
        "x and y are swapped": torch.tensor([[[0.0, 2.25]]]),
        "the highest cell was not moved towards a neighbour": torch.tensor([[[2.0, 0]]]),
        "it was moved towards the lower neighbour": torch.tensor([[[1.75, 0]]]),
        "it was moved by half a cell": torch.tensor([[[2.5, 0]]]),
        "it was moved by a parabola, not by a quarter": torch.tensor([[[2 + 1 / 6, 0]]]),
        "it was moved by a quarter of the difference": torch.tensor([[[2.05, 0]]]),
    }
    assert_matches(decode_argmax(row), torch.tensor([[[2.25, 0]]]), "decode_argmax(heatmaps)", suspects=suspects)

    sent = submission.keep(MAPS)
    over_the_edge = torch.tensor([[[0.0, 0], [0, 0], [-0.25, 0]], [[0, -0.25], [0, 0.25], [0, 0]]])
    suspects = {
        "x and y are swapped": (CELLS + MOVED).flip(-1),
        "the highest cell was not moved towards a neighbour": CELLS,
        "it was moved towards the lower neighbour": CELLS - MOVED,
        "it was moved by half a cell": CELLS + 2 * MOVED,
        "only the first image was looked at": (CELLS + MOVED)[:1].expand(2, -1, -1),
        "of equal cells the last was taken": CELLS + MOVED + torch.tensor([[[0.0, 0]] * 3, [[0, 0], [-2, 2], [0, 0]]]),
        "the highest row and the highest column were looked for apart": CELLS
        + MOVED
        + torch.tensor([[[0.0, 0]] * 3, [[0, 0], [-2, 0], [0, 0]]]),
        "a cell that is missing was taken for a low neighbour": CELLS + MOVED + over_the_edge,
        "from the edge it was moved out of the map": CELLS + MOVED - over_the_edge,
    }
    assert_matches(decode_argmax(sent), CELLS + MOVED, "the points of two images", suspects=suspects)
    assert_unchanged(submission, heatmaps=(sent, MAPS))


@question("decode_argmax")
@public
def test_finds_pixels(submission):
    """The same maps with stride 4: pixels of an image of 16 x 20; in float64."""
    expected = 4 * (CELLS + MOVED + 0.5) - 0.5
    suspects = {
        "the stride was ignored": CELLS + MOVED,
        "the half pixels are missing: the centre of a cell is not at stride * j": 4 * (CELLS + MOVED),
        "it was moved by a quarter of a pixel, not of a cell": 4 * (CELLS + 0.5) - 0.5 + MOVED,
    }
    found = submission.heatmaps.decode_argmax(MAPS.double(), stride=4)
    assert_matches(found, expected.double(), "the points for stride 4", suspects=suspects)


SCORES = (torch.arange(48) ** 3 % 23 - 11.0).reshape(2, 2, 3, 4).double() / 4  # two images, two maps, 3 x 4 cells


def averages(likely, flipped=False):
    """The mean places of maps of probabilities."""
    rows, columns = torch.arange(3.0).double()[:, None], torch.arange(4.0).double()
    pair = (likely * columns).sum((2, 3)), (likely * rows).sum((2, 3))
    return torch.stack(pair[::-1] if flipped else pair, dim=-1)


def softmax(scores, *axes):
    """Over these axes together."""
    powers = scores.exp()
    return powers / powers.sum(axes, keepdim=True)


@question("soft_argmax")
@public
def test_averages_by_hand(submission):
    """The row of the docstring."""
    row = torch.tensor([1.0, 2, 5, 1]).log().reshape(1, 1, 1, 4)
    suspects = {
        "x and y are swapped": torch.tensor([[[0.0, 5 / 3]]]),
        "it was not divided by the sum": torch.tensor([[[15.0, 0]]]),
        "the scores were divided by their sum, without exp": torch.tensor([[[1.698970, 0]]]),
        "it is the argmax": torch.tensor([[[2.0, 0]]]),
        "it is given in numbers from -1 to 1": torch.tensor([[[1 / 12, 0]]]),
        "it is a sigmoid, not a softmax": torch.tensor([[[23 / 6, 0]]]),
    }
    found = submission.heatmaps.soft_argmax(row)
    assert_matches(found, torch.tensor([[[5 / 3, 0]]]), "soft_argmax(scores)", suspects=suspects)


@question("soft_argmax")
@public
def test_averages_a_batch(submission):
    """Two images, temperature 0.5; then with stride 4. Scores stay the same."""
    soft_argmax = submission.heatmaps.soft_argmax
    sent = submission.keep(SCORES)
    likely = softmax(SCORES / 0.5, 2, 3)
    expected = averages(likely)
    suspects = {
        "x and y are swapped": averages(likely, flipped=True),
        "the temperature was ignored": averages(softmax(SCORES, 2, 3)),
        "it was multiplied by the temperature": averages(softmax(SCORES * 0.5, 2, 3)),
        "the softmax was taken over each row": averages(softmax(SCORES / 0.5, 3)),
        "the softmax was taken over each column": averages(softmax(SCORES / 0.5, 2)),
        "the softmax was taken over the maps": averages(softmax(SCORES / 0.5, 1)),
        "the softmax was taken over the images": averages(softmax(SCORES / 0.5, 0)),
    }
    assert_matches(soft_argmax(sent, temperature=0.5), expected, "the points of a batch", suspects=suspects)
    assert_unchanged(submission, scores=(sent, SCORES))
    suspects = {
        "the stride was ignored": expected,
        "the half pixels are missing: the centre of a cell is not at stride * j": 4 * expected,
    }
    found = soft_argmax(SCORES, temperature=0.5, stride=4)
    assert_matches(found, 4 * (expected + 0.5) - 0.5, "the points of a batch, for stride 4", suspects=suspects)


@question("soft_argmax")
@public
def test_soft_argmax_stays_finite_and_teaches(submission):
    """Scores of 1000 and -1000 with temperature 0.01; the gradient of x in the row of the docstring."""
    soft_argmax = submission.heatmaps.soft_argmax
    large = torch.full((2, 2, 3, 4), -1000.0)
    large[:, 0, 2, 1], large[:, 1] = 1000, large[:, 1] + torch.arange(12.0).reshape(3, 4)
    found = soft_argmax(large, temperature=0.01)
    assert_matches(found, torch.tensor([[[1.0, 2], [3, 2]]] * 2), "the points of scores from -1000 to 1000")
    row = torch.tensor([1.0, 2, 5, 1]).double().log().reshape(1, 1, 1, 4)
    upstream = torch.tensor([[[1.0, 0]]]).double()
    _, gradient = with_gradient(soft_argmax, row, upstream=upstream, name="points")
    expected = torch.tensor([-5.0, -4, 5, 4]).double().reshape(1, 1, 1, 4) / 27  # p * (column - x)
    gradient = assert_like(gradient, expected, "the gradient of x")
    suspects = {"the sum of the exponentials was detached": torch.tensor([0.0, 2, 10, 3]).reshape(1, 1, 1, 4) / 9}
    assert_matches(gradient, expected, "the gradient of x", suspects=suspects)
