"""A right answer in functions of functions: each step returns its value and how a gradient comes back through it."""

import math

import numpy as np


def output_size(n, kernel, stride=1, padding=0):
    return math.floor((n + 2 * padding - kernel) / stride) + 1


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    h, w = np.ix_(np.arange(H + 2 * padding) - padding, np.arange(W + 2 * padding) - padding)
    if mode == "replicate":
        return x[:, :, h.clip(0, H - 1), w.clip(0, W - 1)]
    if mode == "reflect":
        return x[:, :, mirror(h, H), mirror(w, W)]
    framed = np.concatenate([x, np.zeros((*x.shape[:3], 1))], axis=3)  # index W is a zero, and so is row H
    framed = np.concatenate([framed, np.zeros((*framed.shape[:2], 1, W + 1))], axis=2)
    return framed[:, :, np.where((h >= 0) & (h < H), h, H), np.where((w >= 0) & (w < W), w, W)]


def mirror(index, n):
    return np.where(index < 0, -index, np.where(index >= n, 2 * (n - 1) - index, index))


def pad(x, padding):
    H, W = x.shape[2:]

    def crop(dpadded):
        return dpadded[:, :, padding : padding + H, padding : padding + W]

    return pad2d(x, padding), crop


def gather(x, kernel, stride):
    """The windows of `x`, shape (N, C, HO, KH, WO, KW)."""
    KH, KW = kernel
    rows = stride * np.arange(output_size(x.shape[2], KH, stride))[:, None] + np.arange(KH)
    columns = stride * np.arange(output_size(x.shape[3], KW, stride))[:, None] + np.arange(KW)
    flat = np.arange(x.size).reshape(x.shape)[:, :, rows][..., columns]

    def give_back(dwindows):
        return np.bincount(flat.ravel(), dwindows.ravel(), x.size).reshape(x.shape)

    return x[:, :, rows][..., columns], give_back


def correlate(windows, w):
    """Each window times each kernel."""

    def split(dout):
        dwindows = np.einsum("nfij,fcuv->nciujv", dout, w, optimize=True)
        return dwindows, np.einsum("nfij,nciujv->fcuv", dout, windows, optimize=True)

    return np.einsum("nciujv,fcuv->nfij", windows, w, optimize=True), split


def conv2d_forward(x, w, b, stride=1, padding=0):
    padded, crop = pad(x, padding)
    windows, give_back = gather(padded, w.shape[2:], stride)
    products, split = correlate(windows, w)

    def pullback(dout):
        dwindows, dw = split(dout)
        return crop(give_back(dwindows)), dw, dout.sum(axis=(0, 2, 3))

    return products + b[:, None, None], pullback


def conv2d_backward(dout, cache):
    return cache(dout)


def largest(windows):
    """The first of the largest in each window, (N, C, HO, KH, WO, KW)."""
    N, C, HO, KH, WO, KW = windows.shape
    rows = windows.swapaxes(3, 4).reshape(N, C, HO, WO, KH * KW)
    winner = np.expand_dims(rows.argmax(axis=-1), -1)

    def reward(dout):
        drows = np.zeros(rows.shape)
        np.put_along_axis(drows, winner, dout[..., None], axis=-1)
        return drows.reshape(N, C, HO, WO, KH, KW).swapaxes(3, 4)

    return np.take_along_axis(rows, winner, axis=-1).squeeze(-1), reward


def max_pool2d_forward(x, kernel, stride):
    windows, give_back = gather(x, kernel, stride)
    out, reward = largest(windows)
    return out, lambda dout: give_back(reward(dout))


def max_pool2d_backward(dout, cache):
    return cache(dout)
