"""Scales and angles are tensors of plain numbers, which are float32 whatever the images are."""

import torch
from torch.nn.functional import grid_sample, interpolate


def normalize(points, size):
    height, width = size
    return points * torch.tensor([2 / width, 2 / height]) + torch.tensor([1 / width - 1, 1 / height - 1])


def denormalize(points, size):
    height, width = size
    return points * torch.tensor([width / 2, height / 2]) + torch.tensor([(width - 1) / 2, (height - 1) / 2])


def hflip(images, points, visible, pairs):
    order = torch.arange(points.shape[1])
    if len(pairs) > 0:
        left, right = torch.tensor(pairs).T
        order[left], order[right] = right, left
    mirrored = points.clone()
    mirrored[..., 0] = images.shape[3] - 1 - points[..., 0]
    return torch.fliplr(images.permute(2, 3, 0, 1)).permute(2, 3, 0, 1), mirrored[:, order], visible[:, order]


def rotate(images, points, visible, degrees):
    count, _, height, width = images.shape
    angle = torch.deg2rad(torch.tensor(float(degrees)))
    cos, sin = torch.cos(angle), torch.sin(angle)
    middle = torch.tensor([(width - 1) / 2, (height - 1) / 2])
    dx, dy = (points - middle).unbind(-1)
    turned = torch.stack([cos * dx + sin * dy, cos * dy - sin * dx], dim=-1) + middle
    y, x = torch.meshgrid(torch.arange(height) - middle[1], torch.arange(width) - middle[0], indexing="ij")
    places = torch.stack([cos * x - sin * y, sin * x + cos * y], dim=-1) + middle
    grid = normalize(places, (height, width)).to(images.dtype).repeat(count, 1, 1, 1)
    return grid_sample(images, grid, align_corners=False), turned, visible & inside(turned, height, width)


def crop_resize(images, points, visible, box, size):
    top, left, height, width = box
    moved = (points - torch.tensor([left, top]) + 0.5) * torch.tensor([size[1] / width, size[0] / height]) - 0.5
    cut = images[..., top : top + height, left : left + width]
    return interpolate(cut, size, mode="bilinear"), moved, visible & inside(moved, *size)


def inside(points, height, width):
    x, y = points[..., 0], points[..., 1]
    return (x >= -0.5) & (x <= width - 0.5) & (y >= -0.5) & (y <= height - 0.5)
