"""How good predictions are: pure functions on tensors, on the CPU or a GPU. docs/metrics.md has the definitions.

Counts come first, ratios second: the confusion matrices of batches add up, their mean IoUs do not.
"""

from autograder.metrics.boundary import boundary_counts, boundary_iou
from autograder.metrics.confusion import confusion_matrix
from autograder.metrics.ranking import average_precision
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
    "average_precision",
    "boundary_counts",
    "boundary_iou",
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
