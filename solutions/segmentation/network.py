"""A network that says of every pixel what it shows: how it is built, how it learns, how it is asked.

Images are uint8, RGB, of shape (N, 3, H, W), labels uint8 of shape (N, H, W). A network takes float32 in [0, 1] and
gives scores, one for each class and pixel. Beside this file you hand in what it has learned: `network.safetensors`.
README.md shows how to draw the scenes that it learns from, how to train it, and how to measure it.
"""

from __future__ import annotations

import torch
from torch import nn


class TinyNet(nn.Module):
    """A very small network that is given, to try `train` and `segment` on. Leave it as it is.

    Two convolutions with batch normalisation between them: enough to behave differently in training and when asked.
    """

    def __init__(self, num_classes: int) -> None:
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, num_classes, 1)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Scores of shape (N, K, H, W) for float32 images of shape (N, 3, H, W)."""
        return self.last(torch.relu(self.norm(self.first(x))))


def train(
    model: nn.Module,
    images: torch.Tensor,
    labels: torch.Tensor,
    steps: int,
    rate: float,
    ignore: int = 255,
) -> list[float]:
    """Let a network learn some images, all of them in every step.

    A step asks how wrong the network is, which way each weight should go, and goes a little that way::

        images / 255 ──► model ──► scores ──► cross-entropy with labels ──► loss
                           ▲                                                  │
                           └───────── Adam(rate) ◄── gradients ◄── backward ──┘

    Gradients add up until somebody sets them to zero. Batch normalisation has two ways of working: while it learns it
    uses the batch at hand and keeps a running mean; `model.train()` switches to it.

    Your own network must learn with it, too: after 200 steps at a rate of 0.005 with two images it finds most of their
    pixels.

    Args:
        model: changed in place; afterwards in training mode.
        images: uint8, shape (N, 3, H, W); the network is given them as float32 in [0, 1].
        labels: uint8, shape (N, H, W): a class, or `ignore` where a pixel does not count.
        steps: how many.
        rate: learning rate of `torch.optim.Adam`, all else as it is by default.
        ignore: the label of pixels that do not count.

    Returns:
        The loss of each step, before the weights have moved: `steps` floats.
    """
    # BEGIN SOLUTION
    model.train()
    optimizer = torch.optim.Adam(model.parameters(), lr=rate)
    x, target = images.float() / 255, labels.long()
    losses = []
    for _ in range(steps):
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(x), target, ignore_index=ignore)
        loss.backward()
        optimizer.step()
        losses.append(loss.item())
    return losses
    # END SOLUTION


def segment(model: nn.Module, images: torch.Tensor) -> torch.Tensor:
    """The class of every pixel: the one with the highest score, however low that is.

    For one pixel and K = 3::

        scores   -2.1   -0.3   -4.0        class 1, although no score is above zero

    A network that is asked must not learn from the question: batch normalisation uses what it has learned, not the
    images at hand, and its running mean stays (`model.eval()`); nobody needs gradients (`torch.no_grad()`).

    Args:
        model: afterwards in evaluation mode, and else as it was.
        images: uint8, shape (N, 3, H, W); the network is given them as float32 in [0, 1].

    Returns:
        uint8, shape (N, H, W).
    """
    # BEGIN SOLUTION
    model.eval()
    with torch.no_grad():
        return model(images.float() / 255).argmax(dim=1).to(torch.uint8)
    # END SOLUTION


# BEGIN SOLUTION
def _block(inputs: int, outputs: int) -> nn.Sequential:
    return nn.Sequential(
        nn.Conv2d(inputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
        nn.Conv2d(outputs, outputs, 3, padding=1, bias=False),
        nn.BatchNorm2d(outputs),
        nn.ReLU(inplace=True),
    )


class UNet(nn.Module):
    """Ronneberger et al. 2015, small: bilinear on the way up, no cropping."""

    WIDTHS = (16, 32, 64, 128)

    def __init__(self, classes: int) -> None:
        super().__init__()
        down = zip((3, *self.WIDTHS), self.WIDTHS, strict=False)
        self.down = nn.ModuleList(_block(inputs, outputs) for inputs, outputs in down)
        up = list(zip(self.WIDTHS, self.WIDTHS[1:], strict=False))[::-1]
        self.up = nn.ModuleList(_block(here + below, here) for here, below in up)
        self.scores = nn.Conv2d(self.WIDTHS[0], classes, 1)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """As `build_model` says."""
        x = images
        skips = []
        for block in self.down:
            x = block(x if not skips else nn.functional.max_pool2d(x, 2))
            skips.append(x)
        for block, skip in zip(self.up, skips[-2::-1], strict=True):
            x = nn.functional.interpolate(x, size=skip.shape[-2:], mode="bilinear", align_corners=False)
            x = block(torch.cat([skip, x], dim=1))
        return self.scores(x)


# END SOLUTION


def build_model(num_classes: int) -> nn.Module:
    """A network of your own, not yet trained: fully convolutional with skips, or a U-Net.

    Going down, it sees more of the image and knows less where; going up, it adds again what it knew::

        x ─► 96×96 ───────────── skip ────────────► 96×96 ─► scores
               └► 48×48 ──────── skip ─────► 48×48 ─┘
                    └► 24×24 ─ skip ─► 24×24 ─┘
                         └──► 12×12 ────┘

    Halving an odd size loses a row: bring what comes up to the size of its skip, with
    `nn.functional.interpolate(..., size=...)`.

    It must take images of any size from 16×16 on, even or odd, must stay below the limits of the assignment, and must
    be able to load your weights: `build_model(6).load_state_dict(...)`. Its answer for an image may not depend on the
    other images of a batch.

    Args:
        num_classes: K.

    Returns:
        A module that takes float32 (N, 3, H, W) in [0, 1] and returns scores, float32 of shape (N, K, H, W).
    """
    # BEGIN SOLUTION
    return UNet(num_classes)
    # END SOLUTION
