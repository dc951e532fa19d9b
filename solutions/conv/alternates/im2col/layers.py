"""A right answer in the classic way: index arrays lay the windows out as columns of a matrix (im2col)."""

import numpy as np


def output_size(n, kernel, stride=1, padding=0):
    last_start = n - kernel + 2 * padding
    return int(np.floor_divide(last_start, stride)) + 1


def pad2d(x, padding, mode="zero"):
    p = padding
    if mode == "zero":
        bar = np.zeros_like(x[:, :, :1, :]).repeat(p, axis=2)
        x = np.concatenate([bar, x, bar], axis=2)
        bar = np.zeros_like(x[:, :, :, :1]).repeat(p, axis=3)
        return np.concatenate([bar, x, bar], axis=3)
    if mode == "replicate":
        x = np.concatenate([x[:, :, :1].repeat(p, axis=2), x, x[:, :, -1:].repeat(p, axis=2)], axis=2)
        return np.concatenate([x[..., :1].repeat(p, axis=3), x, x[..., -1:].repeat(p, axis=3)], axis=3)
    x = np.concatenate([x[:, :, p:0:-1], x, x[:, :, -2 : -2 - p : -1]], axis=2)
    return np.concatenate([x[..., p:0:-1], x, x[..., -2 : -2 - p : -1]], axis=3)


def im2col_indices(C, H, W, KH, KW, stride):
    """Channel, row and column of each element of each window; they broadcast to (C * KH * KW, HO * WO)."""
    HO, WO = output_size(H, KH, stride), output_size(W, KW, stride)
    channel = np.repeat(np.arange(C), KH * KW)
    row_in_window = np.tile(np.repeat(np.arange(KH), KW), C)
    column_in_window = np.tile(np.arange(KW), C * KH)
    top = stride * np.repeat(np.arange(HO), WO)
    left = stride * np.tile(np.arange(WO), HO)
    return channel[:, None], row_in_window[:, None] + top, column_in_window[:, None] + left


def conv2d_forward(x, w, b, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    (N, C, H, W), (F, _, KH, KW) = padded.shape, w.shape
    k, i, j = im2col_indices(C, H, W, KH, KW, stride)
    columns = padded[:, k, i, j]  # (N, C * KH * KW, HO * WO)
    out = w.reshape(F, -1) @ columns + b.reshape(-1, 1)
    out = out.reshape(N, F, output_size(H, KH, stride), output_size(W, KW, stride))
    return out, (padded.shape, (k, i, j), columns, w, padding)


def conv2d_backward(dout, cache):
    shape, (k, i, j), columns, w, padding = cache
    N, F = dout.shape[:2]
    rows = dout.reshape(N, F, -1)
    dw = (rows @ columns.transpose(0, 2, 1)).sum(axis=0).reshape(w.shape)
    dcolumns = w.reshape(F, -1).T @ rows
    dpadded = np.zeros(shape)
    np.add.at(dpadded, (slice(None), k, i, j), dcolumns)
    bottom, right = shape[2] - padding, shape[3] - padding
    return dpadded[:, :, padding:bottom, padding:right], dw, rows.sum(axis=(0, 2))


def max_pool2d_forward(x, kernel, stride):
    N, C, H, W = x.shape
    KH, KW = kernel
    HO, WO = output_size(H, KH, stride), output_size(W, KW, stride)
    images = x.reshape(N * C, 1, H, W)
    k, i, j = im2col_indices(1, H, W, KH, KW, stride)
    columns = images[:, k, i, j]  # (N * C, KH * KW, HO * WO)
    best = columns.argmax(axis=1)
    place = np.arange(HO * WO)
    cache = {"shape": x.shape, "i": i[best, place], "j": j[best, place]}
    return columns.max(axis=1).reshape(N, C, HO, WO), cache


def max_pool2d_backward(dout, cache):
    N, C, H, W = cache["shape"]
    dimages = np.zeros((N * C, H, W))
    image = np.arange(N * C)[:, None]
    np.add.at(dimages, (image, cache["i"], cache["j"]), dout.reshape(N * C, -1))
    return dimages.reshape(N, C, H, W)
