"""A right answer in NumPy where no gradient is needed, and with torch's own expectation where one is."""

import numpy as np
import torch


def make_heatmaps(points, size, sigma, visible, background=True, stride=1):
    (H, W), places = size, points.numpy()
    rows, columns = np.indices((H, W)) * stride + (stride - 1) / 2
    x, y = np.nan_to_num(places[..., 0])[..., None, None], np.nan_to_num(places[..., 1])[..., None, None]
    maps = np.exp(-(np.hypot(columns - x, rows - y) ** 2) / (2 * sigma**2)) * visible.numpy()[..., None, None]
    if background:
        maps = np.concatenate([maps, 1 - maps.max(axis=1, keepdims=True)], axis=1)
    return torch.from_numpy(maps.astype(places.dtype))


def decode_argmax(heatmaps, stride=1):
    maps = heatmaps.numpy()
    N, K, H, W = maps.shape
    i, j = np.unravel_index(maps.reshape(N, K, -1).argmax(axis=-1), (H, W))
    n, k = np.ogrid[:N, :K]
    at = np.stack([j, i], axis=-1).astype(maps.dtype)
    across = maps[n, k, i, np.minimum(j + 1, W - 1)] - maps[n, k, i, np.maximum(j - 1, 0)]
    down = maps[n, k, np.minimum(i + 1, H - 1), j] - maps[n, k, np.maximum(i - 1, 0), j]
    inner = np.stack([(j > 0) & (j < W - 1), (i > 0) & (i < H - 1)], axis=-1)
    at += 0.25 * inner * np.sign(np.stack([across, down], axis=-1))
    return torch.from_numpy((at * stride + 0.5 * (stride - 1)).astype(maps.dtype))


def soft_argmax(scores, temperature=1.0, stride=1):
    N, K, H, W = scores.shape
    likely = torch.nn.functional.softmax(torch.div(scores, temperature).view(N * K, H * W), dim=1)
    number = torch.arange(H * W)
    x = likely.mul((number % W).to(scores)).sum(1)
    y = likely.mul((number // W).to(scores)).sum(1)
    points = torch.column_stack([x, y]).view(N, K, 2)
    return points.mul(stride).add(0.5 * (stride - 1))
