"""Hidden checks of what the network of `regression.py` has learned: cats that nobody has seen."""

from __future__ import annotations

from autograder.data import cats
from autograder.exam import hidden, pointed, question

from .learning import check_follows

IMAGES = 80  # of 40 the reference once in 20 000 draws had more than the 6 pixels that earn everything


@pointed(names=cats.KEYPOINTS, pairs=cats.PAIRS, reference="box diagonal", network="regression")
def hidden_cats(rng):
    """As those of the public splits."""
    return list(cats.make(IMAGES, f"keypoints {rng.integers(1 << 62)}"))


@question("build_regressor")
@hidden(hint="Does your network load its weights, keep within the limits of assignment.toml, and look at the images?")
def test_is_a_network_within_its_limits(evaluation):
    """It runs over all images, and its points follow the cats: one face for all of them is not enough."""
    check_follows(evaluation)


@question("regressor_error")
@hidden(hint="Measure your network on the split `val`.")
def test_mean_pixel_error(evaluation, award):
    """On hidden cats."""
    award.measured(evaluation.mean_pixel_error, "mean pixel error")
