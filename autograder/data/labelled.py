"""An image with a class for each pixel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:  # an exam without networks does not wait for it
    import torch

IGNORE = 255  # the label of pixels that count nowhere


@dataclass(frozen=True)
class LabelledImage:
    """An RGB image and the class of each of its pixels.

    Attributes:
        name: unique within its set.
        image: uint8, shape (3, H, W), RGB.
        labels: uint8, shape (H, W): class numbers, or `IGNORE`.
    """

    name: str
    image: torch.Tensor
    labels: torch.Tensor
