"""An image with named points."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an exam without networks does not wait for it
    import torch


@dataclass(frozen=True)
class KeypointImage:
    """An RGB image and where its keypoints are.

    A point is (x, y) in pixels; the centre of the top-left pixel is (0, 0). Left and right are those of the animal or
    person shown.

    Attributes:
        name: unique within its set.
        image: uint8, shape (3, H, W), RGB; a grey image has three equal channels.
        points_px: float32, shape (K, 2); NaN where an invisible point is not known.
        visible: bool, shape (K,).
    """

    name: str
    image: torch.Tensor
    points_px: torch.Tensor
    visible: torch.Tensor
