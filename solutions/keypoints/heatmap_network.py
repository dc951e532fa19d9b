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
    # BEGIN SOLUTION
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x = images.float() / 255
    counts = nn.functional.pad(visible, (0, 1), value=True)
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = heatmap_cross_entropy(model(x), heatmaps, counts)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # END SOLUTION


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
    # BEGIN SOLUTION
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // w, best % w
    x = column + _summit(maps.flatten(2).gather(2, row * w + torch.arange(w, device=maps.device)), column)
    y = row + _summit(maps.flatten(2).gather(2, column + w * torch.arange(h, device=maps.device)), row)
    cell = maps.new_tensor([size[1] / w, size[0] / h])
    return (torch.cat([x, y], dim=-1) + 0.5) * cell - 0.5
    # END SOLUTION


# BEGIN SOLUTION
def _summit(line: torch.Tensor, at: torch.Tensor) -> torch.Tensor:
    """Where a parabola through the cell `at` and its neighbours is highest, seen from that cell.

    The logarithm of a bell is a parabola, so this finds exactly where it was drawn.

    Args:
        line: scores of a row or column, shape (N, K, L).
        at: its highest cell, shape (N, K, 1).

    Returns:
        In cells, shape (N, K, 1); 0 at the ends of the line.
    """
    last = line.shape[-1] - 1
    less, here, more = (line.gather(2, (at + step).clamp(0, last)) for step in (-1, 0, 1))
    bend = 2 * here - less - more
    offset = ((more - less) / (2 * bend)).clamp(-0.5, 0.5)
    return torch.where((at > 0) & (at < last) & (bend > 0), offset, 0)


def _convolution(inputs: int, outputs: int, stride: int = 1) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, stride, padding=1, bias=False), nn.BatchNorm2d(outputs), nn.ReLU(inplace=True)
    )


class Hourglass(nn.Module):
    """Down to a sixteenth of the size and up again to a quarter, with skips that are added (Newell et al. 2016)."""

    def __init__(self, keypoints: int) -> None:
        super().__init__()
        self.quarter = nn.Sequential(_convolution(3, 16, 2), _convolution(16, 32, 2), _convolution(32, 32))
        self.eighth = nn.Sequential(_convolution(32, 64, 2), _convolution(64, 64))
        self.sixteenth = nn.Sequential(_convolution(64, 128, 2), _convolution(128, 128), _convolution(128, 128))
        self.rise = nn.ModuleList([nn.Conv2d(128, 64, 1), nn.Conv2d(64, 32, 1)])
        self.merge = nn.ModuleList([_convolution(64, 64), _convolution(32, 32)])
        self.scores = nn.Conv2d(32, keypoints + 1, 1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """As `build_heatmap_network` says; a cell is 4 × 4 pixels."""
        quarter = self.quarter(images - 0.45)
        eighth = self.eighth(quarter)
        x = self.sixteenth(eighth)
        for rise, merge, skip in zip(self.rise, self.merge, (eighth, quarter), strict=True):
            x = nn.functional.interpolate(rise(x), size=skip.shape[-2:], mode="bilinear", align_corners=False)
            x = merge(skip + x)
        return self.scores(x)


# END SOLUTION


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
    # BEGIN SOLUTION
    return Hourglass(num_keypoints)
    # END SOLUTION
