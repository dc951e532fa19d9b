"""An image with points that have names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an exam without networks does not wait for it
    import torch


def near_image(points_px: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Which coordinates lie in an image or beside it, not farther outside than it is wide or high.

    A keypoint may be cut off with the edge; what lies farther out is a mistake. NaN lies nowhere.

    Args:
        points_px: (x, y), shape (..., 2).
        size: rows and columns of the image.

    Returns:
        bool, shape (..., 2).
    """
    height, width = size
    extent = points_px.new_tensor([width, height])
    return (points_px >= -extent) & (points_px <= 2 * extent)


@dataclass(frozen=True)
class KeypointImage:
    """An RGB image and where its keypoints are.

    The centre of the top-left pixel is (0, 0); left and right are those of the animal or person shown.

    Attributes:
        name: unique within its set.
        image: uint8, shape (3, H, W), RGB; a grey image has three equal channels.
        points_px: (x, y) in pixels, float32, shape (K, 2); NaN where it is unknown, and so not visible.
        visible: which keypoints count, bool, shape (K,).
    """

    name: str
    image: torch.Tensor
    points_px: torch.Tensor
    visible: torch.Tensor
