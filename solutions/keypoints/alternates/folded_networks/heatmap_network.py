"""Maps by a network without batch normalisation; points by a soft-argmax of the cells around the highest."""

import torch
from regression import convolutions
from torch import nn


class TinyHeatmaps(nn.Module):
    """As given."""

    def __init__(self, num_keypoints):
        super().__init__()
        self.first = nn.Conv2d(3, 4, 3, stride=2, padding=1, bias=False)
        self.norm = nn.BatchNorm2d(4)
        self.last = nn.Conv2d(4, num_keypoints + 1, 1, bias=False)

    def forward(self, x):
        return self.last(torch.relu(self.norm(self.first(x))))


def train_heatmaps(model, images, heatmaps, visible, steps, rate):
    """The loss by torch's, which takes probabilities as targets."""
    optimizer = torch.optim.Adam(model.train().parameters(), lr=rate)
    counts = torch.cat([visible, visible.new_ones(len(visible), 1)], dim=1)
    wanted = heatmaps[counts].flatten(1)
    wanted = wanted / wanted.sum(1, keepdim=True)

    def step():
        optimizer.zero_grad()
        loss = nn.functional.cross_entropy(model(images / 255.0)[counts].flatten(1), wanted)
        loss.backward()
        optimizer.step()
        return loss.item()

    return [step() for _ in range(steps)]


def decode(scores, size):
    """The mean of the centres of the 5 × 5 cells around the highest, by how likely each is."""
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(2)[..., None]
    rows, columns = torch.arange(h).repeat_interleave(w), torch.arange(w).repeat(h)
    near = ((rows - best // w).abs() <= 2) & ((columns - best % w).abs() <= 2)
    likely = maps.flatten(2).masked_fill(~near, -torch.inf).softmax(2)
    x = ((columns + 0.5) * size[1] / w - 0.5) * likely
    y = ((rows + 0.5) * size[0] / h - 0.5) * likely
    return torch.stack((x.sum(2), y.sum(2)), 2)


class Plain(nn.Module):
    """The reference's hourglass, layer by layer."""

    def __init__(self, num_keypoints):
        super().__init__()
        self.quarter = nn.Sequential(*convolutions(3, 16, 32, 32, strides=(2, 2, 1)))
        self.eighth = nn.Sequential(*convolutions(32, 64, 64, strides=(2, 1)))
        self.sixteenth = nn.Sequential(*convolutions(64, 128, 128, 128, strides=(2, 1, 1)))
        self.up1, self.merge1 = nn.Conv2d(128, 64, 1), nn.Sequential(*convolutions(64, 64, strides=(1,)))
        self.up2, self.merge2 = nn.Conv2d(64, 32, 1), nn.Sequential(*convolutions(32, 32, strides=(1,)))
        self.scores = nn.Conv2d(32, num_keypoints + 1, 1)

    def forward(self, x):
        a = self.quarter(x - 0.45)
        b = self.eighth(a)
        c = self.sixteenth(b)
        b = self.merge1(b + nn.functional.interpolate(self.up1(c), b.shape[2:], mode="bilinear"))
        a = self.merge2(a + nn.functional.interpolate(self.up2(b), a.shape[2:], mode="bilinear"))
        return self.scores(a)


def build_heatmap_network(num_keypoints):
    """Not trained yet."""
    return Plain(num_keypoints)
