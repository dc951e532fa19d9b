"""Index arrays that are remembered by everything that they depend on; gradients by sorting and np.add.reduceat."""

import functools

import numpy as np


def output_size(n, kernel, stride=1, padding=0):
    places, _ = divmod(n + 2 * padding - kernel + stride, stride)
    return int(places)


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[-2:]
    i, j = np.ogrid[-padding : H + padding, -padding : W + padding]
    if mode == "reflect":
        i, j = np.abs(i), np.abs(j)
        i, j = np.where(i >= H, 2 * H - 2 - i, i), np.where(j >= W, 2 * W - 2 - j, j)
    out = x[..., i.clip(0, H - 1), j.clip(0, W - 1)]
    if mode == "zero":
        return np.where((i >= 0) & (i < H) & (j >= 0) & (j < W), out, 0.0)
    return out


@functools.cache
def indices(C, H, W, KH, KW, stride):
    """Flat places in one image: a row for each place, a column for each weight."""
    c, u, v = np.unravel_index(np.arange(C * KH * KW), (C, KH, KW))
    HO, WO = output_size(H, KH, stride), output_size(W, KW, stride)
    i, j = np.unravel_index(np.arange(HO * WO), (HO, WO))
    rows, columns = u + stride * i[:, None], v + stride * j[:, None]
    return np.ravel_multi_index((np.broadcast_to(c, rows.shape), rows, columns), (C, H, W))


@functools.cache
def back(C, H, W, KH, KW, stride):
    """In which order gradients lie together that go to one pixel; where each pixel's begin; which pixels those are."""
    flat = indices(C, H, W, KH, KW, stride).ravel()
    order = flat.argsort(kind="stable")
    pixels, starts = np.unique(flat[order], return_index=True)
    return order, starts, pixels


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding)
    N, C, H, W = xp.shape
    F, _, KH, KW = w.shape
    seen = xp.reshape(N, -1)[:, indices(C, H, W, KH, KW, stride)]  # N, places, weights
    out = seen @ w.reshape(F, -1).T + b
    HO, WO = output_size(H, KH, stride), output_size(W, KW, stride)
    return out.transpose(0, 2, 1).reshape(N, F, HO, WO), (seen, w, xp.shape, x.shape, stride, padding)


def conv2d_backward(dout, cache):
    seen, w, (N, C, HP, WP), (_, _, H, W), stride, padding = cache
    F, _, KH, KW = w.shape
    flat = dout.reshape(N, F, -1)
    dw = (flat @ seen).sum(axis=0).reshape(w.shape)
    dseen = (flat.swapaxes(1, 2) @ w.reshape(F, -1)).reshape(N, -1)
    order, starts, pixels = back(C, HP, WP, KH, KW, stride)
    dx = np.zeros((N, C * HP * WP))
    dx[:, pixels] = np.add.reduceat(dseen[:, order], starts, axis=1)
    dx = dx.reshape(N, C, HP, WP)
    return dx[:, :, padding : padding + H, padding : padding + W], dw, flat.sum(axis=(0, 2))


def max_pool2d_forward(x, kernel, stride):
    N, C, H, W = x.shape
    HO, WO = output_size(H, kernel[0], stride), output_size(W, kernel[1], stride)
    places = indices(1, H, W, *kernel, stride)
    seen = x.reshape(N * C, H * W)[:, places]
    best = seen.argmax(-1)
    source = places[np.arange(len(places)), best]
    out = seen.max(-1).reshape(N, C, HO, WO)
    return out, (source, x.shape)


def max_pool2d_backward(dout, cache):
    source, (N, C, H, W) = cache
    flat = (source + H * W * np.arange(N * C)[:, None]).ravel()
    dx = np.zeros(N * C * H * W)
    np.add.at(dx, flat, dout.ravel())
    return dx.reshape(N, C, H, W)
