"""How good predictions are: pure functions on tensors, on the CPU or a GPU. docs/metrics.md has the definitions.

Counts come first, ratios second: the confusion matrices of batches add up, their mean IoUs do not.
"""

from autograder.metrics.confusion import confusion_matrix
from autograder.metrics.segmentation import (
    dice_per_class,
    frequency_weighted_iou,
    iou_per_class,
    mean_accuracy,
    mean_dice,
    mean_iou,
    pixel_accuracy,
    precision_per_class,
    recall_per_class,
)

__all__ = [
    "confusion_matrix",
    "dice_per_class",
    "frequency_weighted_iou",
    "iou_per_class",
    "mean_accuracy",
    "mean_dice",
    "mean_iou",
    "pixel_accuracy",
    "precision_per_class",
    "recall_per_class",
]
