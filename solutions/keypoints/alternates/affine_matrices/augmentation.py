"""A right answer in which everything is one matrix of normalized numbers: torch's affine_grid moves the images."""

import math

import torch
from torch.nn import functional


def normalize(points, size):
    (H, W), (x, y) = size, points.split(1, dim=2)
    return torch.cat(((x + 0.5) / (W / 2), (y + 0.5) / (H / 2)), dim=2) - 1


def denormalize(points, size):
    (H, W), (x, y) = size, points.split(1, dim=2)
    return torch.cat((x * (W / 2) + (W - 1) / 2, y * (H / 2) + (H - 1) / 2), dim=2)


def seen_in(normalized, visible):
    return visible.logical_and(normalized.abs().amax(dim=2).le(1))


def moved(images, matrix):
    """`matrix` takes places of the result to places of `images`, both normalized; shape (2, 3)."""
    grid = functional.affine_grid(matrix.to(images).repeat(len(images), 1, 1), images.size(), align_corners=False)
    return functional.grid_sample(images, grid, padding_mode="zeros", align_corners=False)


def hflip(images, points, visible, pairs):
    K = points.size(1)
    swap = torch.eye(K, dtype=torch.bool)
    if len(pairs):
        left, right = torch.as_tensor(pairs).unbind(1)
        swap[left, left] = swap[right, right] = False
        swap[left, right] = swap[right, left] = True
    other = swap.int().argmax(dim=1)
    mirrored = normalize(points, images.shape[2:]) * points.new_tensor([-1, 1])
    back = denormalize(mirrored, images.shape[2:])
    return torch.flip(images, dims=(3,)), back.index_select(1, other), visible.index_select(1, other)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    t = degrees * math.pi / 180
    cos, sin = math.cos(t), math.sin(t)
    backwards = torch.tensor([[cos, -sin * H / W, 0], [sin * W / H, cos, 0]], dtype=torch.float64)
    forwards = torch.tensor([[cos, sin * H / W], [-sin * W / H, cos]], dtype=torch.float64).to(points)
    turned = torch.einsum("ij,nkj->nki", forwards, normalize(points, (H, W)))
    return (
        moved(images, backwards),
        denormalize(turned, (H, W)),
        seen_in(turned.masked_fill(turned.isnan(), 9), visible),
    )


def crop_resize(images, points, visible, box, size):
    top, left, height, width = box
    cut = images.narrow(2, top, height).narrow(3, left, width)
    resized = functional.interpolate(cut, tuple(size), mode="bilinear")
    within = normalize(torch.stack((points[..., 0] - left, points[..., 1] - top), dim=2), (height, width))
    return resized, denormalize(within, size), seen_in(within.masked_fill(within.isnan(), 9), visible)
