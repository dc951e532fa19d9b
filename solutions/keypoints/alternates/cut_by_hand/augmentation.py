"""A right answer without torch's operators for images: shares of pixels as matrices, one for rows, one for columns."""

import math

import torch


def normalize(points, size):
    out = torch.empty_like(points)
    out[..., 0] = (points[..., 0] - (size[1] - 1) / 2) * 2 / size[1]
    out[..., 1] = (points[..., 1] - (size[0] - 1) / 2) * 2 / size[0]
    return out


def denormalize(points, size):
    out = torch.empty_like(points)
    out[..., 0] = points[..., 0] * size[1] / 2 + (size[1] - 1) / 2
    out[..., 1] = points[..., 1] * size[0] / 2 + (size[0] - 1) / 2
    return out


def hflip(images, points, visible, pairs):
    K, W = points.shape[1], images.shape[3]
    permutation = torch.eye(K, dtype=torch.int64)
    if len(pairs) > 0:
        a, b = torch.tensor(list(pairs)).T
        permutation[torch.cat([a, b])] = permutation[torch.cat([b, a])]
    order = permutation @ torch.arange(K)
    mirrored = points.index_select(1, order)
    mirrored[..., 0] = (W - 1) - mirrored[..., 0]
    return images[..., torch.arange(W - 1, -1, -1)], mirrored, visible[:, order]


def tents(places, n):
    """How much each of n pixels counts at each place; 0 beyond the edge."""
    return (1 - (places[..., None] - torch.arange(n)).abs()).clamp(min=0)


def rotate(images, points, visible, degrees):
    H, W = images.shape[2:]
    t = math.radians(degrees % 360)
    x, y = points[..., 0] - (W - 1) / 2, points[..., 1] - (H - 1) / 2
    new_x = x * math.cos(t) + y * math.sin(t) + (W - 1) / 2
    new_y = y * math.cos(t) - x * math.sin(t) + (H - 1) / 2
    across = torch.arange(W, dtype=torch.float64) - (W - 1) / 2
    down = (torch.arange(H, dtype=torch.float64) - (H - 1) / 2)[:, None]
    columns = tents(across * math.cos(t) - down * math.sin(t) + (W - 1) / 2, W)  # (H, W, W)
    rows = tents(across * math.sin(t) + down * math.cos(t) + (H - 1) / 2, H)  # (H, W, H)
    part = torch.einsum("ncab,ijb->ncija", images.double(), columns)
    turned = torch.einsum("ncija,ija->ncij", part, rows)
    inside = (new_x >= -0.5) & (new_x <= W - 0.5) & (new_y >= -0.5) & (new_y <= H - 0.5)
    return turned.to(images.dtype), torch.stack([new_x, new_y], -1).to(points.dtype), inside & visible


def shares(n, m):
    return tents(((torch.arange(m, dtype=torch.float64) + 0.5) * n / m - 0.5).clamp(0, n - 1), n)


def crop_resize(images, points, visible, box, size):
    (t, l, h, w), (HO, WO) = box, size  # noqa: E741
    cut = images[..., t : t + h, l : l + w].double()
    resized = torch.einsum("ia,ncab,jb->ncij", shares(h, HO), cut, shares(w, WO)).to(images.dtype)
    x, y = points[..., 0] - (l - 0.5), points[..., 1] - (t - 0.5)
    inside = (x >= 0) & (x <= w) & (y >= 0) & (y <= h)
    return resized, torch.stack([x * WO / w - 0.5, y * HO / h - 0.5], dim=-1), visible & inside
