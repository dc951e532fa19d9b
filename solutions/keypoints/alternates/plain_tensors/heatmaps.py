"""Sigma, temperature and the places of cells are tensors of plain numbers, which are float32."""

import torch


def make_heatmaps(points, size, sigma, visible, background=True, stride=1):
    x, y = centres(size[1], stride), centres(size[0], stride)
    points = points.nan_to_num()[:, :, :, None, None]
    squared = (points[:, :, 0] - x) ** 2 + (points[:, :, 1] - y[:, None]) ** 2
    maps = torch.exp(-squared / (2 * torch.tensor(sigma) ** 2)) * visible[:, :, None, None]
    return torch.cat([maps, 1 - maps.max(dim=1, keepdim=True)[0]], dim=1) if background else maps


def centres(n, stride):
    return stride * (torch.arange(n) + 0.5) - 0.5


def decode_argmax(heatmaps, stride=1):
    N, K, H, W = heatmaps.shape
    best = heatmaps.reshape(N, K, H * W).argmax(-1)
    i, j = torch.div(best, W, rounding_mode="trunc"), best % W
    n, k = torch.arange(N)[:, None], torch.arange(K)[None]
    x = (heatmaps[n, k, i, (j + 1).clamp(max=W - 1)] - heatmaps[n, k, i, (j - 1).clamp(min=0)]).sign() / 4
    y = (heatmaps[n, k, (i + 1).clamp(max=H - 1), j] - heatmaps[n, k, (i - 1).clamp(min=0), j]).sign() / 4
    x[(j == 0) | (j == W - 1)] = 0
    y[(i == 0) | (i == H - 1)] = 0
    return torch.stack([stride * (j + x + 0.5) - 0.5, stride * (i + y + 0.5) - 0.5], dim=2)


def soft_argmax(scores, temperature=1.0, stride=1):
    N, K, H, W = scores.shape
    likely = torch.softmax((scores / torch.tensor(temperature)).view(N, K, -1), dim=2).view_as(scores)
    x, y = centres(W, stride), centres(H, stride)
    return torch.stack([(likely * x).sum(dim=(2, 3)), (likely * y[:, None]).sum(dim=(2, 3))], dim=2)
