"""Hidden checks of what the network of `heatmap_network.py` has learned: cats that nobody has seen."""

from __future__ import annotations

from autograder.data import cats
from autograder.exam import hidden, pointed, question

from .learning import check_follows

IMAGES = 40
ALPHA = 0.2  # of the diagonal of the box around the visible points


@pointed(names=cats.KEYPOINTS, pairs=cats.PAIRS, reference="box diagonal", network="heatmaps")
def hidden_cats(rng):
    """As those of the public splits."""
    return list(cats.make(IMAGES, f"keypoints {rng.integers(1 << 62)}"))


@question("build_heatmap_network")
@hidden(hint="Does your network load its weights, keep within the limits of assignment.toml, and look at the images?")
def test_is_a_network_within_its_limits(evaluation):
    """It runs over all images, and its points follow the cats: one face for all of them is not enough."""
    check_follows(evaluation)


@question("heatmap_error")
@hidden(hint="Measure your network on the split `val`. Which keypoint has the largest error?")
def test_mean_pixel_error(evaluation, award):
    """On hidden cats."""
    award.measured(evaluation.mean_pixel_error, "mean pixel error")


@question("heatmap_pck")
@hidden(hint="Measure your network on the split `val`: which points are far away, and are left and right confused?")
def test_pck(evaluation, award):
    """At a fifth of the diagonal of the box around the visible points."""
    award.measured(evaluation.pck(ALPHA), f"PCK at {ALPHA}")
