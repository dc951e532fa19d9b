"""Boundary IoU: the IoU of classes near their outlines, where large objects cannot hide what was drawn carelessly."""

from __future__ import annotations

import math

import torch
from torch import Tensor

from autograder.metrics.confusion import confusion_matrix

_VOID = -1
_OUTSIDE = -2


def boundary_iou(
    pred: Tensor, target: Tensor, classes: int, ignore: int | None = None, dilation_ratio: float = 0.02
) -> Tensor:
    """Boundary IoU of each class, pooled over the images.

    With G and P the pixels of a class in target and prediction, and G_d and P_d those of them that are at most d pixels
    from outside of G and P:

        |G_d ∩ P_d| / |G_d ∪ P_d|

    d is `dilation_ratio` times the diagonal of the image, rounded, at least 1 pixel; the distance is the larger of
    the horizontal and the vertical one; and what lies beyond the image is outside.

    Args:
        pred: predicted classes, shape (H, W) or (N, H, W), as for `confusion_matrix`.
        target: true classes, of the same shape.
        classes: their number, K.
        ignore: the label in `target` of pixels that do not count. They are outside of every class, in the prediction
            too, whatever was predicted there.
        dilation_ratio: a fraction of the diagonal; 0.02 is that of the paper.

    Returns:
        Fractions in [0, 1], float64, shape (K,); NaN for classes in neither target nor prediction.

    Raises:
        TypeError, ValueError: as `confusion_matrix`; or not images; or a ratio that is not in (0, 1].

    Memory beyond the inputs: about 60 bytes per pixel.

    Source: Cheng, Girshick, Dollár, Berg, Kirillov 2021, "Boundary IoU", CVPR; the paper is of masks of instances, here
    each class is one mask.

    >>> target = torch.zeros(9, 9, dtype=torch.uint8)
    >>> target[2:7, 2:7] = 1
    >>> boundary_iou(target.roll(1, dims=0), target, 2)
    tensor([0.7213, 0.3333], dtype=torch.float64)
    """
    counts = boundary_counts(pred, target, classes, ignore, dilation_ratio)
    return counts[0] / counts[1].double()


def boundary_counts(
    pred: Tensor, target: Tensor, classes: int, ignore: int | None = None, dilation_ratio: float = 0.02
) -> Tensor:
    """The pixels that `boundary_iou` divides: those of images of any sizes add up.

    Args, raises: as `boundary_iou`.

    Returns:
        Pixel counts, int64, shape (2, K): |G_d ∩ P_d| and |G_d ∪ P_d| of each class.
    """
    _require_images(target, dilation_ratio)
    confusion_matrix(pred, target, classes, ignore)  # refuses wrong labels
    pred, target = pred.to(torch.int64), target.to(torch.int64)
    if ignore is not None:
        ignored = target == ignore
        pred, target = pred.masked_fill(ignored, _VOID), target.masked_fill(ignored, _VOID)
    distance = max(1, round(dilation_ratio * math.hypot(*target.shape[-2:])))
    elsewhere = classes  # where the class is not near its outline
    outlines = [
        labels.masked_fill(~_near_another(labels, distance) & (labels != _VOID), elsewhere) for labels in (pred, target)
    ]
    counts = confusion_matrix(outlines[0].where(target != _VOID, elsewhere), outlines[1], classes + 1, _VOID)
    both = counts.diagonal()
    return torch.stack((both, counts.sum(0) + counts.sum(1) - both))[:, :classes]


def _near_another(labels: Tensor, distance: int) -> Tensor:
    """Which pixels have one of another label within `distance`, or the edge of the image. Shape of `labels`, bool.

    A window holds several labels just where it holds a 2 × 2 square of several labels; sums over all squares above and
    to the left count those of any window in four steps, however large it is.
    """
    framed = torch.nn.functional.pad(labels, (1, 1, 1, 1), value=_OUTSIDE)
    square = framed[..., :-1, :-1]
    mixed = (
        (square != framed[..., 1:, :-1]) | (square != framed[..., :-1, 1:]) | (square != framed[..., 1:, 1:])
    )  # (…, H + 1, W + 1)
    sums = torch.nn.functional.pad(mixed.cumsum(-1, dtype=torch.int32).cumsum(-2, dtype=torch.int32), (1, 0, 1, 0))
    top, bottom = _window(labels.shape[-2], distance, labels.device)
    left, right = _window(labels.shape[-1], distance, labels.device)
    rows = sums.index_select(-2, bottom) - sums.index_select(-2, top)
    return rows.index_select(-1, right) != rows.index_select(-1, left)


def _window(length: int, distance: int, device: torch.device) -> tuple[Tensor, Tensor]:
    """The first square of the window of each pixel along one axis of a framed image, and the one after its last."""
    centre = torch.arange(1, length + 1, device=device)
    return (centre - distance).clamp(min=0), (centre + distance).clamp(max=length + 1)


def _require_images(target: Tensor, dilation_ratio: float) -> None:
    if target.ndim not in (2, 3):
        raise ValueError(f"target: expected images of shape (H, W) or (N, H, W), got shape {tuple(target.shape)}")
    if not 0 < dilation_ratio <= 1:
        raise ValueError(f"dilation_ratio: expected a fraction of the diagonal in (0, 1], got {dilation_ratio}")
