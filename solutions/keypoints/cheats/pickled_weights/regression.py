"""Its weights are a program, which would run where they are opened."""

import torch
from torch import nn


class Mean(nn.Module):
    def __init__(self, num_keypoints):
        super().__init__()
        self.points = nn.Parameter(torch.zeros(num_keypoints, 2))

    def forward(self, x):
        return self.points.flatten().expand(len(x), -1)


def build_regressor(num_keypoints):
    return Mean(num_keypoints)
