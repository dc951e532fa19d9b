"""Decodes by the quarter of a cell of `decode_argmax`, and has the layers of its network in one table."""

import torch
from heatmaps import decode_argmax
from losses import heatmap_cross_entropy
from torch import nn
from torch.nn.functional import interpolate


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
    """One step after the other."""
    model.train()
    optimizer = torch.optim.Adam(params=model.parameters(), lr=rate)
    counts = torch.ones(len(images), heatmaps.shape[1], dtype=torch.bool)
    counts[:, :-1] = visible
    losses = [0.0] * steps
    for number in range(steps):
        loss = heatmap_cross_entropy(model(images.to(torch.float32) / 255), heatmaps, counts)
        loss.backward()
        optimizer.step()
        optimizer.zero_grad()
        losses[number] = loss.item()
    return losses


def decode(scores, size):
    """In cells, and from there to pixels of the image."""
    cells = decode_argmax(scores[:, :-1])
    height, width = scores.shape[-2:]
    scale = torch.tensor([size[1] / width, size[0] / height])
    return (cells + 0.5) * scale - 0.5


LAYERS = {
    "quarter": ((3, 16, 2), (16, 32, 2), (32, 32, 1)),
    "eighth": ((32, 64, 2), (64, 64, 1)),
    "sixteenth": ((64, 128, 2), (128, 128, 1), (128, 128, 1)),
}


class Net(nn.Module):
    """The same weights by the same names as the reference's."""

    def __init__(self, num_keypoints):
        super().__init__()
        for name, rows in LAYERS.items():
            self.add_module(name, nn.Sequential(*(self.layer(*row) for row in rows)))
        self.rise = nn.ModuleList([nn.Conv2d(128, 64, 1), nn.Conv2d(64, 32, 1)])
        self.merge = nn.ModuleList([self.layer(64, 64, 1), self.layer(32, 32, 1)])
        self.scores = nn.Conv2d(32, num_keypoints + 1, 1)

    @staticmethod
    def layer(inputs, outputs, stride):
        convolution = nn.Conv2d(inputs, outputs, 3, stride=stride, padding=1, bias=False)
        return nn.Sequential(convolution, nn.BatchNorm2d(outputs), nn.ReLU())

    def forward(self, x):
        fine = self.quarter(x.sub(0.45))
        middle = self.eighth(fine)
        deep = self.rise[0](self.sixteenth(middle))
        middle = self.merge[0](middle + interpolate(deep, size=middle.shape[2:], mode="bilinear"))
        middle = self.rise[1](middle)
        return self.scores(self.merge[1](fine + interpolate(middle, size=fine.shape[2:], mode="bilinear")))


def build_heatmap_network(num_keypoints):
    """Not trained yet."""
    return Net(num_keypoints)
