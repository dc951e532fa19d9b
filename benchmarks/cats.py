"""How hard is the data set `cat-faces`? The mean cat and a rule that sees colours against a small heatmap network.

python benchmarks/cats.py
python benchmarks/cats.py --train 300 --minutes 1
"""

from __future__ import annotations

import argparse
import time

import torch
from rich.console import Console
from rich.table import Table
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from unet import colour_bins, outputs_of, scaled, trained

from autograder.data.cats import KEYPOINTS, PAIRS, SIZE, make

K = len(KEYPOINTS)
BITS = 4  # of each colour channel
NEAR_PX = 3  # a pixel so near to a keypoint has its colour
SIGMA_PX, PEAK = 2.0, 30  # of the heatmaps; how much more their peaks weigh
BATCH = 8
TOLERANCE_PX = 5

Cats = tuple[Tensor, Tensor, Tensor]  # images (N, 3, H, W), points in pixels (N, K, 2), visible (N, K)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--train", type=int, default=1500, help="cats to learn from")
    parser.add_argument("--val", type=int, default=300, help="cats to measure on")
    parser.add_argument("--minutes", type=float, default=4.0, help="processor time to train for")
    wanted = parser.parse_args()
    torch.set_num_threads(1)
    begun = time.process_time()
    train, val = stacked(wanted.train, "train"), stacked(wanted.val, "val")
    rate = (wanted.train + wanted.val) / (time.process_time() - begun)
    network, steps = learnt(train, wanted.minutes * 60)
    size = sum(parameter.numel() for parameter in network.parameters())
    found = {
        "mean point": train[1].nanmean(0).expand_as(val[1]),
        "colours near a keypoint": by_colour(train, val[0]),
        f"U-Net, {size:,} parameters, {steps} steps": decoded(outputs_of(network, val[0])),
    }
    table = Table("who", "mean px", "median px", f"within {TOLERANCE_PX} px", *KEYPOINTS)
    errors = {name: add(table, name, points, val) for name, points in found.items()}
    Console().print(f"{rate:.0f} cats drawn a second", table)
    *rules, learned = errors
    for name in rules:
        print(f"{name} / U-Net: {errors[name] / errors[learned]:.1f} times the mean error")


def stacked(count: int, seed: str) -> Cats:
    """Images, points and visibility of many cats."""
    cats = list(make(count, seed))
    images, points, visible = (
        torch.stack([getattr(cat, name) for cat in cats]) for name in ("image", "points_px", "visible")
    )
    return images, points, visible


def add(table: Table, name: str, points: Tensor, val: Cats) -> float:
    """A row of the table; returns the mean error in pixels over visible keypoints."""
    distance, visible = (points - val[1]).norm(dim=-1), val[2]
    seen = distance[visible]
    each = [f"{distance[:, k][visible[:, k]].mean():.1f}" for k in range(K)]
    table.add_row(
        name, f"{seen.mean():.2f}", f"{seen.median():.2f}", f"{(seen < TOLERANCE_PX).float().mean():.2f}", *each
    )
    return float(seen.mean())


def distances(points: Tensor) -> Tensor:
    """From each pixel to each keypoint, (N, K, H, W); NaN for those that are not visible."""
    x, y = points[..., 0, None, None], points[..., 1, None, None]
    places = torch.arange(SIZE).float()
    return ((places - x).square() + (places[:, None] - y).square()).sqrt()


def by_colour(train: Cats, images: Tensor) -> Tensor:
    """Where most pixels around have colours that lie near that keypoint more often than elsewhere."""
    seen, colours = torch.zeros(K, 1 << 3 * BITS), colour_bins(train[0], BITS)
    for bins, points in zip(colours, train[1], strict=True):
        near = distances(points[None])[0] <= NEAR_PX
        for k in range(K):
            seen[k] += torch.bincount(bins[near[k]], minlength=1 << 3 * BITS)
    every = torch.bincount(colours.flatten(), minlength=1 << 3 * BITS)
    share = seen / (every + 20)  # rare colours prove little
    maps = share[:, colour_bins(images, BITS)].transpose(0, 1)
    return peaks(F.avg_pool2d(maps, 2 * NEAR_PX + 1, 1, NEAR_PX))


def learnt(train: Cats, seconds: float) -> tuple[nn.Module, int]:
    """A U-Net that tells where each keypoint is: Gaussian maps, cross-entropy of each pixel."""
    partner = list(range(K))
    for one, other in PAIRS:
        partner[one], partner[other] = other, one

    def some_loss(network: nn.Module) -> Tensor:
        chosen = torch.randint(len(train[0]), (BATCH,))
        x, points = train[0][chosen], train[1][chosen]
        if torch.rand(()) < 0.5:  # mirrored: x' = W − 1 − x, and left is right
            x, points = x.flip(3), points[:, partner] * torch.tensor([-1.0, 1.0]) + torch.tensor([SIZE - 1.0, 0.0])
        maps = torch.exp(-0.5 * (distances(points) / SIGMA_PX).square()).nan_to_num(0)
        weight = 1 + PEAK * maps
        return F.binary_cross_entropy_with_logits(network(scaled(x)), maps, weight)

    return trained(K, seconds, some_loss)


def decoded(logits: Tensor) -> Tensor:
    """The mean of the places around each map's peak, weighted by the map, (N, K, 2)."""
    top = peaks(logits)
    x, y = top[..., 0, None, None], top[..., 1, None, None]
    places = torch.arange(SIZE).float()
    around = ((places - x).abs() <= NEAR_PX) & ((places[:, None] - y).abs() <= NEAR_PX)
    weight = logits.sigmoid() * around
    weight = weight / weight.sum((-1, -2), keepdim=True).clamp(min=1e-12)
    return torch.stack([(weight * places).sum((-1, -2)), (weight * places[:, None]).sum((-1, -2))], -1)


def peaks(maps: Tensor) -> Tensor:
    """The highest pixel of each map, (N, K, 2)."""
    index = maps.flatten(2).argmax(2)
    return torch.stack([index % SIZE, index // SIZE], -1).float()


if __name__ == "__main__":
    main()
