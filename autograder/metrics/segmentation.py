"""Segmentation metrics from a confusion matrix: of a whole data set, if its matrix is the sum of those of the images.

With tp the diagonal (pixels of class k predicted as k), t the sums of rows (pixels of class k) and p the sums of
columns (pixels predicted as k):

    accuracy (recall)  tp / t              IoU (Jaccard)  tp / (t + p − tp)
    precision          tp / p              Dice (F1)      2·tp / (t + p)

Every function takes the matrix of `confusion_matrix`, pixel counts of shape (K, K) with true classes in rows, and
returns float64 on its device: fractions in [0, 1], of shape (K,) or a scalar. Ignored pixels are not in the matrix, so
an image in which all pixels are ignored changes nothing. A class for which a fraction would be 0 / 0 has no value: it
is NaN in what is given per class, and left out of means. Where no pixel counts at all, nothing was measured: NaN.
"""

from __future__ import annotations

import torch
from torch import Tensor


def pixel_accuracy(confusion: Tensor) -> Tensor:
    """The share of pixels that are right: Σ tp / Σ t. Scalar.

    Source: Long, Shelhamer, Darrell 2015, "Fully convolutional networks", section 5.

    >>> pixel_accuracy(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor(0.8750, dtype=torch.float64)
    """
    right, true, _ = _sums(confusion)
    return right.sum() / true.sum()


def recall_per_class(confusion: Tensor) -> Tensor:
    """The share of each class's pixels that were found: tp / t. Shape (K,); NaN for classes not in the target."""
    right, true, _ = _sums(confusion)
    return right / true


def precision_per_class(confusion: Tensor) -> Tensor:
    """The share of pixels predicted as a class that are right: tp / p. Shape (K,); NaN for classes not predicted."""
    right, _, predicted = _sums(confusion)
    return right / predicted


def mean_accuracy(confusion: Tensor) -> Tensor:
    """The mean of `recall_per_class` over the classes in the target. Scalar.

    Source: Long, Shelhamer, Darrell 2015, section 5.

    >>> mean_accuracy(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor(0.8750, dtype=torch.float64)
    """
    return recall_per_class(confusion).nanmean()


def iou_per_class(confusion: Tensor) -> Tensor:
    """Intersection over union of each class: tp / (t + p − tp). Shape (K,).

    NaN for classes in neither target nor prediction.

    Source: Everingham et al. 2010, "The Pascal VOC challenge".

    >>> iou_per_class(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor([0.7500, 0.8000,    nan], dtype=torch.float64)
    """
    right, true, predicted = _sums(confusion)
    return right / (true + predicted - right)


def mean_iou(confusion: Tensor) -> Tensor:
    """The mean of `iou_per_class` over the classes in target or prediction. Scalar.

    Pixels are pooled first, over all images of the matrix. The mean of the IoUs of single images is another number.

    >>> mean_iou(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor(0.7750, dtype=torch.float64)
    """
    return iou_per_class(confusion).nanmean()


def frequency_weighted_iou(confusion: Tensor) -> Tensor:
    """IoU weighted by how frequent a class is: Σ (t / Σ t) · IoU over the classes in the target. Scalar.

    Source: Long, Shelhamer, Darrell 2015, section 5.

    >>> frequency_weighted_iou(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor(0.7750, dtype=torch.float64)
    """
    _, true, _ = _sums(confusion)
    return (true * iou_per_class(confusion)).nansum() / true.sum()


def dice_per_class(confusion: Tensor) -> Tensor:
    """Dice coefficient (F1) of each class: 2·tp / (t + p). Shape (K,).

    NaN for classes in neither target nor prediction.

    Source: Dice 1945, "Measures of the amount of ecologic association between species".

    >>> dice_per_class(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor([0.8571, 0.8889,    nan], dtype=torch.float64)
    """
    right, true, predicted = _sums(confusion)
    return 2 * right / (true + predicted)


def mean_dice(confusion: Tensor) -> Tensor:
    """The mean of `dice_per_class` over the classes in target or prediction. Scalar.

    >>> mean_dice(torch.tensor([[3, 1, 0], [0, 4, 0], [0, 0, 0]]))
    tensor(0.8730, dtype=torch.float64)
    """
    return dice_per_class(confusion).nanmean()


def _sums(confusion: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Pixels of each class that are right, that are true, that were predicted; each of shape (K,)."""
    if confusion.ndim != 2 or confusion.shape[0] != confusion.shape[1] or not confusion.numel():
        raise ValueError(f"confusion: expected a matrix of shape (K, K), got shape {tuple(confusion.shape)}")
    if confusion.is_floating_point() or confusion.is_complex():
        raise TypeError(f"confusion: expected pixel counts of an integer dtype, got {confusion.dtype}")
    counts = confusion.to(torch.float64)
    if counts.min() < 0:
        raise ValueError(f"confusion: expected pixel counts of at least 0, got {int(counts.min())}")
    return counts.diagonal(), counts.sum(1), counts.sum(0)
