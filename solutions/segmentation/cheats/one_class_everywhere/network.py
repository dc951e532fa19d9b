"""A network that has learned which class is the most frequent, and answers nothing else."""

import torch
from torch import nn


class Most(nn.Module):
    def __init__(self, num_classes):
        super().__init__()
        self.shares = nn.Parameter(torch.zeros(num_classes))

    def forward(self, x):
        return self.shares[:, None, None].expand(len(x), -1, *x.shape[2:])


def build_model(num_classes):
    return Most(num_classes)
