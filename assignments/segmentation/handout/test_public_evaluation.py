"""Public checks of what your network has learned: the weights are opened as in grading, and asked about a few scenes.

They are scenes of the split `val`, drawn as the check runs. Points come from hidden ones; measure on all of `val`.
"""

from autograder.data import scenes
from autograder.exam import Mismatch, labelled, public, question

OF_VAL, IMAGES = 300, 12
LEARNED = 0.3  # mean IoU; one class everywhere has less than 0.1


@labelled(classes=scenes.CLASSES)
def streets(rng):
    """Some of `val`, always the same."""
    val = scenes.make(OF_VAL, "val")
    return [val[int(number)] for number in rng.choice(OF_VAL, IMAGES, replace=False)]


@question("network_accuracy")
@public
def test_pixel_accuracy_of_a_few_scenes(evaluation, award):
    """The handed-in weights load, keep within the budget, and answer for a few scenes of `val`."""
    award(1.0, f"pixel accuracy {evaluation.pixel_accuracy:.3f} on {IMAGES} scenes of val")


@question("network_iou")
@public
def test_mean_iou_of_a_few_scenes(evaluation, award):
    """The handed-in weights are something that was learned: mean IoU of a few scenes of `val`."""
    found = f"mean IoU {evaluation.mean_iou:.3f} on {IMAGES} scenes of val"
    if not evaluation.mean_iou >= LEARNED:
        each = ", ".join(f"{name} {iou:.2f}" for name, iou in evaluation.iou_per_class.items())
        raise Mismatch(f"{found}: next to nothing was learned; are these its weights? IoU: {each}")
    award(1.0, found)
