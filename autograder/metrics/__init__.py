"""How good predictions are: pure functions on tensors, on the CPU or a GPU. docs/metrics.md has the definitions.

Counts come first, ratios second: the confusion matrices of batches add up, their mean IoUs do not. The same is true of
sums of keypoint errors and their means.
"""

from autograder.metrics.boundary import boundary_counts, boundary_iou
from autograder.metrics.confusion import confusion_matrix
from autograder.metrics.keypoints import (
    area_under_pck,
    error_sums,
    mean_pixel_error,
    nme,
    normalized_errors,
    pck,
    pck_counts,
    pck_curve,
    pckh,
    pixel_errors,
)
from autograder.metrics.ranking import average_precision
from autograder.metrics.references import (
    box_diagonal,
    box_longer_side,
    box_root_area,
    head_size,
    image_diagonal,
    keypoint_distance,
)
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
from autograder.metrics.similarity import object_keypoint_similarity
from autograder.metrics.swaps import swapped_pairs

__all__ = [
    "area_under_pck",
    "average_precision",
    "boundary_counts",
    "boundary_iou",
    "box_diagonal",
    "box_longer_side",
    "box_root_area",
    "confusion_matrix",
    "dice_per_class",
    "error_sums",
    "frequency_weighted_iou",
    "head_size",
    "image_diagonal",
    "iou_per_class",
    "keypoint_distance",
    "mean_accuracy",
    "mean_dice",
    "mean_iou",
    "mean_pixel_error",
    "nme",
    "normalized_errors",
    "object_keypoint_similarity",
    "pck",
    "pck_counts",
    "pck_curve",
    "pckh",
    "pixel_accuracy",
    "pixel_errors",
    "precision_per_class",
    "recall_per_class",
    "swapped_pairs",
]
