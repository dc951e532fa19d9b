"""A right answer in NumPy: every pixel is gathered from its four neighbours by index arrays, points are complex."""

import numpy as np
import torch


def normalize(points, size):
    half = np.array([size[1], size[0]]) / 2
    numbers = points.numpy()
    return torch.from_numpy(((numbers + 0.5 - half) / half).astype(numbers.dtype))


def denormalize(points, size):
    half = np.array([size[1], size[0]]) / 2
    numbers = points.numpy()
    return torch.from_numpy((numbers * half + half - 0.5).astype(numbers.dtype))


def hflip(images, points, visible, pairs):
    left, right = np.array(pairs, dtype=int).reshape(-1, 2).T
    places, seen = points.numpy().copy(), visible.numpy().copy()
    places[:, np.r_[left, right]] = places[:, np.r_[right, left]]
    seen[:, np.r_[left, right]] = seen[:, np.r_[right, left]]
    places[..., 0] = images.shape[3] - 1 - places[..., 0]
    return torch.from_numpy(images.numpy()[..., ::-1].copy()), torch.from_numpy(places), torch.from_numpy(seen)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    turn = np.exp(-1j * np.radians(degrees))  # y points down
    middle = complex(W - 1, H - 1) / 2
    places = points.numpy()
    turned = (places[..., 0] + 1j * places[..., 1] - middle) * turn + middle
    new = np.stack([turned.real, turned.imag], axis=-1)
    y, x = np.mgrid[:H, :W]
    source = (x + 1j * y - middle) / turn + middle
    rotated = bilinear(images.numpy(), source.real, source.imag)
    seen = visible.numpy() & (np.abs(new + 0.5 - np.array([W, H]) / 2) <= np.array([W, H]) / 2).all(axis=-1)
    return torch.from_numpy(rotated), torch.from_numpy(new.astype(places.dtype)), torch.from_numpy(seen)


def bilinear(images, x, y):
    H, W = images.shape[2:]
    framed = np.pad(images, ((0, 0), (0, 0), (1, 1), (1, 1)))
    x, y = np.clip(x + 1, 0, W + 1 - 1e-9), np.clip(y + 1, 0, H + 1 - 1e-9)
    j, i = x.astype(int), y.astype(int)
    right, below = x - j, y - i
    upper = framed[..., i, j] * (1 - right) + framed[..., i, j + 1] * right
    lower = framed[..., i + 1, j] * (1 - right) + framed[..., i + 1, j + 1] * right
    return (upper * (1 - below) + lower * below).astype(images.dtype)


def crop_resize(images, points, visible, box, size):
    (top, left, height, width), (HO, WO) = box, size
    y = np.clip((np.arange(HO) + 0.5) * height / HO - 0.5, 0, height - 1)[:, None] + top
    x = np.clip((np.arange(WO) + 0.5) * width / WO - 0.5, 0, width - 1) + left
    resized = bilinear(images.numpy(), *np.broadcast_arrays(x, y))
    places = points.numpy()
    share = (places + 0.5 - np.array([left, top])) / np.array([width, height])
    seen = visible.numpy() & (share >= 0).all(axis=-1) & (share <= 1).all(axis=-1)
    new = share * np.array([WO, HO]) - 0.5
    return torch.from_numpy(resized), torch.from_numpy(new.astype(places.dtype)), torch.from_numpy(seen)
