"""Hidden checks of `heatmaps.py`. Students see their titles and, where one fails, its hint."""

import torch

from autograder.exam import (
    assert_equal,
    assert_like,
    assert_matches,
    cases,
    growing,
    hidden,
    kept,
    question,
    with_gradient,
)

from .cases import heatmaps as make
from .oracles import heatmaps as oracles

NEAR = {"rtol": 1e-4, "atol": 1e-5}  # who makes a tensor of sigma gets float32


@question("make_heatmaps")
@hidden(hint="Draw a point at (2.25, 1) in 4 x 7 cells with several sigmas: what are the values at the distance sigma?")
@cases(make.bell_cases)
def test_draws_by_definition(submission, case):
    """Points between cells, outside, missing and not visible; strides; inputs are the same after the call."""
    points, visible = submission.keep(case.points), submission.keep(case.visible)
    options = {"background": case.background, "stride": case.stride}
    found = submission.heatmaps.make_heatmaps(points, case.size, case.sigma, visible, **options)
    assert_matches(found, oracles.drawn(case), "heatmaps", **NEAR)
    now = assert_like(submission.fetch(points), case.points, "points after the call")
    assert_equal(now.nan_to_num(-999), case.points.nan_to_num(-999), "points after the call")
    assert_equal(submission.fetch(visible), case.visible, "visible after the call")


@question("decode_argmax")
@hidden(
    hint="Put the highest value into each cell of a map of 4 x 6 cells in turn: which are at an edge, and which way?"
)
@cases(make.peak_cases)
def test_finds_peaks_anywhere(submission, case):
    """Values below 0, peaks at all edges and corners, one row; the maps are the same after the call."""
    maps = submission.keep(case.maps)
    found = submission.heatmaps.decode_argmax(maps, stride=case.stride)
    assert_matches(found, oracles.decoded(case), "points")
    assert_equal(submission.fetch(maps), case.maps, "heatmaps after the call")


@question("decode_argmax")
@hidden(hint="Which cell is it where several are the highest, and does it move where both neighbours are the same?")
@cases(make.tie_cases)
def test_decides_ties(submission, case):
    """Several highest cells, neighbours that are the same, a map that is 0 everywhere."""
    found = submission.heatmaps.decode_argmax(case.maps, stride=case.stride)
    assert_matches(found, oracles.decoded(case), "points")


@question("soft_argmax")
@hidden(hint="Write it as plain loops over cells for 2 x 3 maps of 4 x 7 cells and temperatures 0.25 and 2. The same?")
@cases(make.score_cases)
def test_averages_by_definition(submission, case):
    """Temperatures and strides; scores are the same after the call."""
    scores = submission.keep(case.maps)
    found = submission.heatmaps.soft_argmax(scores, temperature=case.temperature, stride=case.stride)
    assert_matches(found, oracles.averaged(case), "points")
    assert_equal(submission.fetch(scores), case.maps, "scores after the call")


@question("soft_argmax")
@hidden(hint="Try scores of 1000 and -1000, one map far below the others, a temperature of 0.01: all is finite.")
@cases(make.large_cases)
def test_stays_within_bounds(submission, case):
    """Large scores, and maps far above and below each other."""
    found = submission.heatmaps.soft_argmax(case.maps, temperature=case.temperature, stride=case.stride)
    assert_matches(found, oracles.averaged(case), "points")


@question("soft_argmax")
@hidden(hint="Change one score by 1e-5, up and down: do x and y change by as much as the gradient says?")
@cases(make.small_cases)
def test_knows_which_way_to_go(submission, case):
    """The gradients of x and y, together."""
    N, K = case.maps.shape[:2]
    upstream = torch.linspace(-1, 2, 2 * N * K, dtype=case.maps.dtype).reshape(N, K, 2)
    options = {"temperature": case.temperature, "stride": case.stride}
    function = submission.heatmaps.soft_argmax
    _, gradient = with_gradient(function, case.maps, upstream=upstream, name="points", **options)
    assert_matches(gradient, oracles.averages_gradient(case, upstream), "gradient")


MAPS = {"N": (1, 13, 300), "K": (1, 13, 300), "H": (1, 13, 300), "W": (1, 13)}


@growing("make_heatmaps", **MAPS)
def draw(submission, rng, N, K, H, W):
    points, visible = torch.from_numpy(rng.random((N, K, 2))), torch.ones((N, K), dtype=torch.bool)
    submission.heatmaps.make_heatmaps.returning(kept("maps"))(points, (H, W), 1.5, visible, stride=2)


@growing("decode_argmax", **MAPS)
def find(submission, rng, N, K, H, W):
    submission.heatmaps.decode_argmax.returning(kept("points"))(torch.from_numpy(rng.random((N, K, H, W))))


@growing("soft_argmax", **MAPS)
def average(submission, rng, N, K, H, W):
    submission.heatmaps.soft_argmax.returning(kept("points"))(torch.from_numpy(rng.random((N, K, H, W))), 0.1)
