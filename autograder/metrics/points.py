"""What metrics of keypoints take: points of pixels, which of them count, and lengths to measure by.

A point is (x, y) in pixels, and the centre of the top-left pixel is (0, 0). Points may be of any real dtype; all is
reckoned in float64.
"""

from __future__ import annotations

import torch
from torch import Tensor


def require_prediction(pred_px: Tensor, target_px: Tensor, visible: Tensor) -> tuple[Tensor, Tensor]:
    """Prediction and target as float64, without gradients.

    Raises:
        TypeError, ValueError: as `require_target`; or the prediction is not of real numbers, or does not fit.
    """
    target_px = require_target(target_px, visible)
    _require_real("pred_px", pred_px)
    if pred_px.shape != target_px.shape:
        raise ValueError(f"pred_px: expected the shape of target_px, {_shape(target_px)}, got {_shape(pred_px)}")
    if pred_px.device != target_px.device:
        raise ValueError(f"pred_px: expected the device of target_px, {target_px.device}, got {pred_px.device}")
    return pred_px.detach().double(), target_px


def require_target(target_px: Tensor, visible: Tensor) -> Tensor:
    """The target as float64. What stands at invisible points does not matter: NaN, for example.

    Raises:
        TypeError: not real numbers, or not truth values.
        ValueError: shapes or devices that do not fit, or a visible point that is not finite; the message names the
            first one.
    """
    _require_real("target_px", target_px)
    if visible.dtype is not torch.bool:
        raise TypeError(f"visible: expected torch.bool, got {visible.dtype}")
    if target_px.ndim != 3 or target_px.shape[2] != 2:
        raise ValueError(f"target_px: expected points of shape (N, K, 2), got {_shape(target_px)}")
    _require_fit("visible", visible, target_px.shape[:2], target_px.device)
    wrong = visible & ~target_px.isfinite().all(-1)
    if wrong.any():
        image, keypoint = wrong.nonzero()[0].tolist()
        raise ValueError(
            f"target_px: expected a place for the visible keypoint {keypoint} of image {image}, "
            f"got {tuple(target_px[image, keypoint].tolist())}"
        )
    return target_px.detach().double()


def require_lengths(name: str, lengths: Tensor, images: int, device: torch.device) -> Tensor:
    """One length or area per image, as float64, NaN where it is 0: that measures nothing either.

    Raises:
        TypeError: not real numbers.
        ValueError: not of shape (N,), on another device, or one that is negative or infinite.
    """
    _require_real(name, lengths)
    _require_fit(name, lengths, (images,), device)
    lengths = lengths.detach().double()
    wrong = (lengths < 0) | lengths.isinf()
    if wrong.any():
        image = int(wrong.nonzero()[0])
        found = lengths[image].item()
        raise ValueError(f"{name}: expected a finite size, or NaN for none, got {found} for image {image}")
    return lengths.masked_fill(lengths == 0, torch.nan)


def distances(one: Tensor, other: Tensor) -> Tensor:
    """Euclidean, in pixels; infinite where a coordinate of either is not finite. Shape of the points without (2,)."""
    dx, dy = (one - other).unbind(-1)
    return torch.hypot(dx, dy).nan_to_num(nan=torch.inf, posinf=torch.inf)


def _require_real(name: str, tensor: Tensor) -> None:
    if tensor.is_complex() or tensor.dtype is torch.bool:
        raise TypeError(f"{name}: expected real numbers, got {tensor.dtype}")


def _require_fit(name: str, tensor: Tensor, shape: tuple[int, ...], device: torch.device) -> None:
    if tensor.shape != shape:
        raise ValueError(f"{name}: expected shape {tuple(shape)}, got {_shape(tensor)}")
    if tensor.device != device:
        raise ValueError(f"{name}: expected the device of target_px, {device}, got {tensor.device}")


def _shape(tensor: Tensor) -> tuple[int, ...]:
    return tuple(tensor.shape)
