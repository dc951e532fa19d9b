"""A network that answers with numbers: for each keypoint its x and its y, in pixels of the image.

Images are uint8, RGB, of shape (N, 3, H, W), points float32 of shape (N, K, 2), x before y. A network takes images as
float32 in [0, 1] and gives 2K numbers for each, x0, y0, x1, y1, and so on. Beside this file you hand in what it has
learned: `regression.safetensors`.
"""

from __future__ import annotations

import torch
from losses import masked_regression_loss
from torch import nn


class TinyRegressor(nn.Module):
    """A very small network that is given, to try `train_regressor` and `predict_points` on. Leave it as it is.

    Batch normalisation makes it behave differently in training and when asked.
    """

    def __init__(self, num_keypoints: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Linear(4, 2 * num_keypoints)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Numbers of shape (N, 2K) for float32 images of shape (N, 3, H, W)."""
        return self.last(torch.relu(self.norm(self.first(x))).mean(dim=(2, 3)))


def train_regressor(
    model: nn.Module, images: torch.Tensor, points: torch.Tensor, visible: torch.Tensor, steps: int, rate: float
) -> list[float]:
    """Let a network learn the points of some images, all of them in every step.

    A step asks how wrong the network is, which way each weight should go, and goes a little that way::

        images / 255 ──► model ──► (N, 2K) ──► (N, K, 2) ──► masked_regression_loss with points ──► loss
                           ▲                                                                         │
                           └───────────────── Adam(rate) ◄── gradients ◄── backward ◄────────────────┘

    The loss is your own, from `losses.py`. A point that is not visible must not count, even where the table has a place
    for it: make it NaN, in a copy. Gradients add up until somebody sets them to zero. Batch normalisation uses the
    batch at hand while it learns, and keeps a running mean; `model.train()` switches to that.

    Your own network must learn with it, too: after 200 steps at a rate of 0.001 with two images it finds their points
    better than before.

    Args:
        model: changed in place; afterwards in training mode.
        images: uint8, shape (N, 3, H, W); the network is given them as float32 in [0, 1].
        points: (x, y) in pixels, float32, shape (N, K, 2); anything, also NaN, where not visible.
        visible: bool, shape (N, K).
        steps: how many.
        rate: learning rate of `torch.optim.Adam`, all else as it is by default.

    Returns:
        The loss of each step, before the weights have moved: `steps` floats.
    """
    raise NotImplementedError("train_regressor: not implemented yet")


def predict_points(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """Ask a network where the keypoints are.

    What it gives for an image, for K = 2, and what is wanted of it::

        (x0, y0, x1, y1)   ──►   ((x0, y0),
                                  (x1, y1))

    A network that is asked must not learn from the question: batch normalisation uses what it has learned, not the
    images at hand, and its running mean stays (`model.eval()`); nobody needs gradients (`torch.no_grad()`).

    Args:
        model: afterwards in evaluation mode, and else as it was.
        images: uint8, shape (N, 3, H, W); the network is given them as float32 in [0, 1].

    Returns:
        (x, y) in pixels, float32, shape (N, K, 2).
    """
    raise NotImplementedError("predict_points: not implemented yet")


def build_regressor(num_keypoints: int) -> nn.Module:
    """A network of your own that gives numbers, not yet trained: convolutions, and linear layers at the end.

    Convolutions find out what is where; every time the image is halved they see further::

        3 × 96 × 96 ─► 16 × 48 × 48 ─► 32 × 24 × 24 ─► 64 × 12 × 12 ─► ... ─► flatten ─► linear ─► 2K numbers

    Do not average over all places before the linear layer, as networks that only name what they see do: the average
    has forgotten where things were. Networks learn numbers near 0 more easily than numbers near 48: give yours
    normalized points inside, and let the last line of `forward` make pixels of them.

    It is given images of 96 × 96 pixels, must stay below the limits of the assignment, and must be able to load your
    weights: `build_regressor(5).load_state_dict(...)`. Its answer for an image may not depend on the other images of a
    batch.

    Args:
        num_keypoints: K.

    Returns:
        A module that takes float32 (N, 3, 96, 96) in [0, 1] and returns x0, y0, x1, y1, ... in pixels, float32 of shape
        (N, 2K).
    """
    raise NotImplementedError("build_regressor: not implemented yet")
