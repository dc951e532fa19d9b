"""Answers with the mean of the training labels, whatever it is shown: sky above, road below."""

import torch
from torch import nn


class Mean(nn.Module):
    CELLS = 24

    def __init__(self, num_classes):
        super().__init__()
        self.shares = nn.Parameter(torch.zeros(num_classes, self.CELLS, self.CELLS))

    def forward(self, x):
        scores = nn.functional.interpolate(self.shares[None], size=x.shape[2:], mode="bilinear", align_corners=False)
        return scores.expand(len(x), -1, -1, -1).contiguous()


def build_model(num_classes):
    return Mean(num_classes)
