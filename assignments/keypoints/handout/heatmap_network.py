"""A network that answers with maps: how much each place looks like each keypoint.

Images are uint8, RGB, of shape (N, 3, H, W). A network takes them as float32 in [0, 1] and gives K + 1 maps of scores
for each: one for every keypoint, then that of the background, in the order of `make_heatmaps`. Scores may be any
numbers. By a softmax over the cells of a map they become what the network believes: how likely the keypoint is in which
cell. Beside this file you hand in what it has learned: `heatmap_network.safetensors`.
"""

from __future__ import annotations

import torch
from losses import heatmap_cross_entropy
from torch import nn


class TinyHeatmaps(nn.Module):
    """A very small network that is given, to try `train_heatmaps` on. Leave it as it is.

    Its maps have half the rows and columns of the image. The last layer has no bias: what is added to all scores of a
    map changes nothing. Batch normalisation makes it behave differently in training and when asked.
    """

    def __init__(self, num_keypoints: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, num_keypoints + 1, 1, bias=False)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores of shape (N, K + 1, H / 2, W / 2) for float32 images of shape (N, 3, H, W), odd sizes rounded up."""
        return self.last(torch.relu(self.norm(self.first(x))))


def train_heatmaps(
    model: nn.Module, images: torch.Tensor, heatmaps: torch.Tensor, visible: torch.Tensor, steps: int, rate: float
) -> list[float]:
    """Let a network learn the maps of some images, all of them in every step.

    ::

        images / 255 ──► model ──► scores ──► heatmap_cross_entropy with heatmaps ──► loss
                           ▲                                                           │
                           └──────────── Adam(rate) ◄── gradients ◄── backward ◄───────┘

    The loss is your own, from `losses.py`. It is told which of the K + 1 maps count: those of the visible keypoints,
    and that of the background always. Gradients add up until somebody sets them to zero. Batch normalisation uses the
    batch at hand while it learns, and keeps a running mean; `model.train()` switches to that.

    Your own network must learn with it, too: after 200 steps at a rate of 0.005 with two images it finds their points
    better than before.

    Args:
        model: changed in place; afterwards in training mode.
        images: uint8, shape (N, 3, H, W); the network is given them as float32 in [0, 1].
        heatmaps: what the network should answer, as `make_heatmaps` draws it with background, of the size that the
            network answers with; float32, shape (N, K + 1, h, w).
        visible: of the keypoints, without the background, bool, shape (N, K).
        steps: how many.
        rate: learning rate of `torch.optim.Adam`, all else as it is by default.

    Returns:
        The loss of each step, before the weights have moved: `steps` floats.
    """
    raise NotImplementedError("train_heatmaps: not implemented yet")


def decode(scores: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """Make points of what your network answers: for each keypoint where its map is highest, in pixels of the image.

    A map may have any number of rows and columns, and a cell need not be a square of pixels. Cells share the image
    evenly. So the centre of the cell in row i and column j of h × w lies at the pixel::

        x = (j + 1/2) * W / w - 1/2        y = (i + 1/2) * H / h - 1/2

        W = 8    pixels    |  0  |  1  |  2  |  3  |  4  |  5  |  6  |  7  |
        w = 2    cells     |           0           |           1           |
        x                             3/2                     11/2

    The last map is that of the background, and no keypoint. Look closer than the highest cell: with cells of 4 × 4
    pixels its centre is more than a pixel off on average. A quarter of a cell towards the higher neighbour will do, as
    in `decode_argmax`; how you do it is up to you. What counts is that it is near, less than 0.4 cells off on each axis
    but for the border of the map, and right on average.

    This function decides what your network earns: it is given what your network returns. It is also tried on what a
    perfect network would: the logarithms of what `make_heatmaps` draws.

    Args:
        scores: of any values, float32, shape (N, K + 1, h, w), those of the background last.
        size: rows and columns of the image, (H, W).

    Returns:
        (x, y) in pixels of the image, float32, shape (N, K, 2).
    """
    raise NotImplementedError("decode: not implemented yet")


def build_heatmap_network(num_keypoints: int) -> nn.Module:
    """A network of your own that gives maps of scores, not yet trained: fully convolutional, for images of any size.

    Going down, it sees more of the image and knows less where; going up, it adds again what it knew::

        x ─► ... ─► 24×24 ───────────── skip ────────────► 24×24 ─► scores
                      └► 12×12 ──────── skip ─────► 12×12 ─┘
                           └─────► 6×6 ─────────────┘

    Maps need not be as large as the image: half or a quarter of its size is enough, since `decode` looks between the
    cells, and costs a network much less. Halving an odd size loses a row: bring what comes up to the size of its skip,
    with `nn.functional.interpolate(..., size=...)`.

    It must take images of any size from 32×32 on, even or odd, must stay below the limits of the assignment, and must
    be able to load your weights: `build_heatmap_network(5).load_state_dict(...)`. Its answer for an image may not
    depend on the other images of a batch.

    Args:
        num_keypoints: K.

    Returns:
        A module that takes float32 (N, 3, H, W) in [0, 1] and returns scores, float32 of shape (N, K + 1, h, w),
        those of the background last, with h and w from an eighth of H and W to all of them.
    """
    raise NotImplementedError("build_heatmap_network: not implemented yet")
