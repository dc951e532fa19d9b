"""A right answer that thinks in shifted images: one view of them for each element of the kernel."""

import numpy as np
from numpy.lib.stride_tricks import as_strided


def output_size(n, kernel, stride=1, padding=0):
    starts = slice(0, n + 2 * padding - kernel + 1, stride).indices(n + 2 * padding)
    return len(range(*starts))


def pad2d(x, padding, mode="zero"):
    if padding == 0:
        return x.copy()
    H, W = x.shape[2:]
    p, inner = padding, slice(padding, -padding)
    padded = np.zeros((*x.shape[:2], H + 2 * p, W + 2 * p))
    padded[..., inner, inner] = x
    if mode == "replicate":
        padded[..., :p, :], padded[..., -p:, :] = padded[..., p : p + 1, :], padded[..., -p - 1 : -p, :]
        padded[..., :p], padded[..., -p:] = padded[..., p : p + 1], padded[..., -p - 1 : -p]
    elif mode == "reflect":
        padded[..., :p, inner], padded[..., -p:, inner] = (
            np.flip(x[..., 1 : p + 1, :], 2),
            np.flip(x, 2)[..., 1 : p + 1, :],
        )
        left, right = np.flip(padded[..., p + 1 : 2 * p + 1], 3), np.flip(padded[..., W - 1 : p + W - 1], 3)
        padded[..., :p], padded[..., -p:] = left, right
    return padded


def shifted(x, kernel, stride):
    """What each element of the kernel meets at all places: a view of `x`, shape (KH, KW, N, C, HO, WO)."""
    (N, C, H, W), (KH, KW) = x.shape, kernel
    n, c, h, w = x.strides
    size = output_size(H, KH, stride), output_size(W, KW, stride)
    return as_strided(x, (KH, KW, N, C, *size), (h, w, n, c, h * stride, w * stride), writeable=False)


def add_shifted(parts, shape, stride):
    """What `shifted` undone is: every part goes back to where it came from, on a sheet of its own; then all add up."""
    KH, KW = parts.shape[:2]
    sheets = np.zeros((KH, KW, *shape))
    u, v, n, c, h, w = sheets.strides
    places = as_strided(sheets, parts.shape, (u + h, v + w, n, c, h * stride, w * stride))
    places[...] = parts
    return sheets.sum(axis=(0, 1))


def conv2d_forward(x, w, b, stride=1, padding=0):
    padded = pad2d(x, padding)
    views = shifted(padded, w.shape[2:], stride)
    products = np.einsum("uvnchw,fcuv->uvnfhw", views, w)
    return products.sum(axis=(0, 1)) + b[None, :, None, None], (padded, w, stride, padding)


def conv2d_backward(dout, cache):
    padded, w, stride, padding = cache
    dw = np.einsum("uvnchw,nfhw->fcuv", shifted(padded, w.shape[2:], stride), dout)
    dpadded = add_shifted(np.einsum("nfhw,fcuv->uvnchw", dout, w), padded.shape, stride)
    bottom, right = padded.shape[2] - padding, padded.shape[3] - padding
    return dpadded[:, :, padding:bottom, padding:right], dw, dout.sum((2, 3)).sum(0)


def max_pool2d_forward(x, kernel, stride):
    views = shifted(x, kernel, stride)
    stack = views.reshape(-1, *views.shape[2:])
    return np.maximum.reduce(stack), (stack.argmax(axis=0), x.shape, kernel, stride)


def max_pool2d_backward(dout, cache):
    winner, shape, kernel, stride = cache
    sheet = np.arange(kernel[0] * kernel[1]).reshape(*kernel, 1, 1, 1, 1)
    return add_shifted(np.where(winner == sheet, dout, 0.0), shape, stride)
