"""Hidden checks of what the network has learned: streets that nobody has seen, drawn from the course secret."""

from __future__ import annotations

from autograder.data import scenes
from autograder.exam import Mismatch, hidden, labelled, question

IMAGES = 100  # another hundred move mean IoU by 0.007 (standard deviation), another 150 by 0.005
LEARNED = 0.3  # mean IoU; one class everywhere has less than 0.1, the mean of the labels 0.27


@labelled(classes=scenes.CLASSES)
def streets(rng):
    """As those of the public splits."""
    return list(scenes.make(IMAGES, f"segmentation {rng.integers(1 << 62)}"))


@question("build_model")
@hidden(hint="Does your network load its weights, and keep within the limits of assignment.toml?")
def test_is_a_network_within_its_limits(evaluation):
    """It runs over all images, and what it loads is something it has learned."""
    if not evaluation.mean_iou >= LEARNED:
        raise Mismatch(f"mean IoU {evaluation.mean_iou:.3f}: it has learned next to nothing; are these its weights?")


@question("network_accuracy")
@hidden(hint="Measure your network on the split `val`.")
def test_pixel_accuracy(evaluation, award):
    """On hidden streets."""
    award.measured(evaluation.pixel_accuracy, "pixel accuracy")


@question("network_iou")
@hidden(hint="Measure your network on the split `val`. Which class has the lowest IoU?")
def test_mean_iou(evaluation, award):
    """On hidden streets."""
    award.measured(evaluation.mean_iou, "mean IoU")
