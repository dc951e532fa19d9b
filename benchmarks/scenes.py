"""How hard is the data set `scenes`? Rules that see one pixel against a small U-Net; dataset-level mean IoU.

python benchmarks/scenes.py
python benchmarks/scenes.py --train 300 --minutes 1
"""

from __future__ import annotations

import argparse
import time
from itertools import product

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from unet import colour_bins, outputs_of, scaled, trained

from autograder.data.labelled import IGNORE
from autograder.data.scenes import CLASSES, SIZE, make

K = len(CLASSES)
BITS, BANDS = 4, 12  # of each colour channel; of rows
WEIGHTS = (0.0, 0.25, 0.5, 0.75, 1.0)  # a vote counts (share of its class) ** −weight; the best is shown
BATCH = 8


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=int, default=1200, help="scenes to learn from")
    parser.add_argument("--val", type=int, default=200, help="scenes to measure on")
    parser.add_argument("--minutes", type=float, default=4.0, help="processor time to train for")
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    begun = time.process_time()
    train, val = stacked(wanted.train, "train"), stacked(wanted.val, "val")
    rate = (wanted.train + wanted.val) / (time.process_time() - begun)
    table = Table("who", "pixel accuracy", "mean IoU", *CLASSES)
    for bands, (name, weights) in product((1, BANDS), (("", (0.0,)), (", rare classes weighted", WEIGHTS))):
        rows = f" and {bands} bands of rows" if bands > 1 else ""
        found = [vote(train, val, bands, weight) for weight in weights]
        add(table, f"colour{rows}{name}", max(found, key=lambda confusion: iou(confusion).mean()))
    network, steps = learnt(*train, wanted.minutes * 60)
    size = sum(parameter.numel() for parameter in network.parameters())
    add(table, f"U-Net, {size:,} parameters, {steps} steps", measured(network, *val))
    Console().print(f"{rate:.0f} scenes drawn a second", table)


def stacked(count: int, seed: str) -> tuple[Tensor, Tensor]:
    """Images, uint8 (N, 3, H, W), and labels, uint8 (N, H, W)."""
    scenes = list(make(count, seed))
    return torch.stack([scene.image for scene in scenes]), torch.stack([scene.labels for scene in scenes])


def confusion(found: Tensor, labels: Tensor) -> Tensor:
    """Pixel counts, shape (K, K); rows are true classes."""
    counted = labels != IGNORE
    return torch.bincount(labels[counted].long() * K + found[counted], minlength=K * K).reshape(K, K)


def iou(counts: Tensor) -> Tensor:
    """Of each class, shape (K,)."""
    hit = counts.diagonal()
    return hit / (counts.sum(0) + counts.sum(1) - hit)


def add(table: Table, name: str, counts: Tensor) -> None:
    """A row of the table."""
    accuracy, each = counts.diagonal().sum() / counts.sum(), iou(counts)
    table.add_row(name, f"{accuracy:.3f}", f"{each.mean():.3f}", *(f"{value:.2f}" for value in each.tolist()))


def vote(train: tuple[Tensor, Tensor], val: tuple[Tensor, Tensor], bands: int, weight: float) -> Tensor:
    """Each pixel gets the class that most training pixels of its colour (and band of rows) have."""
    labels = train[1].long()
    counted = labels != IGNORE
    places = bins(train[0], bands)[counted] * K + labels[counted]
    votes = torch.bincount(places, minlength=K * bands << 3 * BITS).reshape(-1, K).double()
    share = votes.sum(0) / votes.sum()
    votes = (votes + 1e-3 * share) * share**-weight  # a colour that was never seen: the most frequent class
    return confusion(votes.argmax(1)[bins(val[0], bands)], val[1])


def bins(images: Tensor, bands: int) -> Tensor:
    """The number of each pixel's colour and band of rows, (N, H, W)."""
    band = torch.arange(SIZE)[:, None] * bands // SIZE
    return (band << 3 * BITS) + colour_bins(images, BITS)


def learnt(images: Tensor, labels: Tensor, seconds: float) -> tuple[nn.Module, int]:
    """A U-Net after that much processor time, and how many steps it took; classes weighted by share ** −0.4."""
    share = torch.bincount(labels.flatten().long(), minlength=256)[:K].double()
    weight = (share / share.sum()) ** -0.4
    weight = (weight / weight.mean()).float()

    def some_loss(network: nn.Module) -> Tensor:
        chosen = torch.randint(len(images), (BATCH,))
        x, y = scaled(images[chosen]), labels[chosen].long()
        if torch.rand(()) < 0.5:
            x, y = x.flip(3), y.flip(2)
        return F.cross_entropy(network(x), y, weight=weight, ignore_index=IGNORE)

    return trained(K, seconds, some_loss)


def measured(network: nn.Module, images: Tensor, labels: Tensor) -> Tensor:
    """The confusion matrix of what it finds."""
    return confusion(outputs_of(network, images).argmax(1), labels)


if __name__ == "__main__":
    main()
