"""A right answer in which a bell is the product of two, across and down; neighbours come from shifted maps."""

import torch


def centres(n, stride, like):
    return torch.arange(n, dtype=like.dtype) * stride + (stride - 1) / 2


def make_heatmaps(points, size, sigma, visible, background=True, stride=1):
    seen = visible.unsqueeze(-1)
    known = torch.where(seen, points, torch.zeros_like(points)) / sigma
    across = torch.exp(-0.5 * (known[..., :1] - centres(size[1], stride, points) / sigma) ** 2) * seen
    down = torch.exp(-0.5 * (known[..., 1:] - centres(size[0], stride, points) / sigma) ** 2)
    maps = torch.einsum("nki,nkj->nkij", down, across)
    if not background:
        return maps
    return torch.cat((maps, (1 - maps.max(dim=1).values).unsqueeze(1)), 1)


def decode_argmax(heatmaps, stride=1):
    N, K, H, W = heatmaps.shape
    across, down = moves(heatmaps, 3), moves(heatmaps, 2)
    best = heatmaps.reshape(N, K, H * W).max(dim=2).indices
    row = torch.div(best, W, rounding_mode="floor")
    column = best - row * W
    at = best.unsqueeze(2)
    x = column + across.reshape(N, K, -1).gather(2, at).squeeze(2)
    y = row + down.reshape(N, K, -1).gather(2, at).squeeze(2)
    return torch.stack((x, y), 2) * stride + (stride - 1) / 2


def moves(heatmaps, axis):
    """A quarter towards the higher neighbour of each cell; 0 at both ends."""
    n = heatmaps.shape[axis]
    out = torch.zeros_like(heatmaps)
    if n > 2:
        inner = heatmaps.narrow(axis, 2, n - 2) - heatmaps.narrow(axis, 0, n - 2)
        out.narrow(axis, 1, n - 2).copy_(0.25 * inner.sign())
    return out


def soft_argmax(scores, temperature=1.0, stride=1):
    logs = scores / temperature
    logs = logs - logs.logsumexp(dim=(2, 3), keepdim=True)
    x = torch.einsum("nkij,j->nk", logs.exp(), centres(scores.shape[3], stride, scores))
    y = torch.einsum("nkij,i->nk", logs.exp(), centres(scores.shape[2], stride, scores))
    return torch.stack((x, y), dim=2)
