"""`decode` changes its mind with every call."""

import torch
from torch import nn

ASKED = [0]


class Blank(nn.Module):
    def __init__(self, num_keypoints):
        super().__init__()
        self.points = nn.Parameter(torch.zeros(num_keypoints, 2))

    def forward(self, x):
        maps = torch.zeros(len(x), len(self.points) + 1, 12, 12)
        maps[:, :-1, 0, :2] = self.points
        return maps


def build_heatmap_network(num_keypoints):
    return Blank(num_keypoints)


def decode(scores, size):
    ASKED[0] += 1
    return scores[:, :-1, 0, :2] + 9 * (ASKED[0] % 5 - 2)
