"""A right answer by index arrays: row and column numbers say where every number comes from and where it goes."""

import numpy as np


def grid(places, kernel, stride):
    """Row and column of every element of every window; they broadcast to (HO, WO, KH, KW)."""
    i, j, u, v = np.ogrid[: places[0], : places[1], : kernel[0], : kernel[1]]
    return i * stride + u, j * stride + v


def avg_pool2d_forward(x, kernel, stride):
    *_, H, W = x.shape
    KH, KW = kernel
    rows, columns = grid((1 + (H - KH) // stride, 1 + (W - KW) // stride), kernel, stride)
    out = x[:, :, rows, columns].sum(axis=-1).sum(axis=-1) / (KH * KW)
    return out, {"zeros": np.zeros(x.shape), "where": (rows, columns), "area": KH * KW}


def avg_pool2d_backward(dout, cache):
    dx = cache["zeros"].copy()
    np.add.at(dx, (slice(None), slice(None), *cache["where"]), dout[:, :, :, :, None, None] / cache["area"])
    return dx


class Prints:
    """Where a transposed convolution prints, and what with."""

    def __init__(self, x, w, stride, padding):
        self.x, self.w, self.padding = x, w, padding
        self.rows, self.columns = grid(x.shape[2:], w.shape[2:], stride)
        self.size = self.rows.max() + 1, self.columns.max() + 1

    @property
    def inside(self):
        p, (HB, WB) = self.padding, self.size
        return slice(None), slice(None), slice(p, HB - p), slice(p, WB - p)


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    prints = Prints(x, w, stride, padding)
    big = np.zeros((len(x), w.shape[1], *prints.size))
    stamps = np.einsum("nchw,cfuv->nfhwuv", x, w)
    np.add.at(big, (slice(None), slice(None), prints.rows, prints.columns), stamps)
    return big[prints.inside] + b[:, np.newaxis, np.newaxis], prints


def conv_transpose2d_backward(dout, cache):
    big = np.zeros((*dout.shape[:2], *cache.size))
    big[cache.inside] = dout
    heard = big[:, :, cache.rows, cache.columns]
    dx = np.einsum("nfhwuv,cfuv->nchw", heard, cache.w)
    dw = np.einsum("nfhwuv,nchw->cfuv", heard, cache.x)
    return dx, dw, np.add.reduce(dout, axis=(0, 2, 3))


def max_unpool2d(x, indices, size):
    n, c = np.ogrid[: x.shape[0], : x.shape[1]]
    row, column = np.divmod(indices, size[1])
    out = np.zeros(x.shape[:2] + tuple(size))
    out[n[:, :, None, None], c[:, :, None, None], row, column] = x
    return out


def upsample_nearest(x, factor):
    H, W = x.shape[2:]
    i, j = np.ogrid[: factor * H, : factor * W]
    return x[:, :, i // factor, j // factor]


def bed_of_nails(x, factor):
    i, j = np.indices((factor * x.shape[2], factor * x.shape[3]))
    return np.where((i % factor == 0) & (j % factor == 0), x[:, :, i // factor, j // factor], 0.0)


def neighbours(n, n_out, align_corners):
    """The pixels before and after each sample, and the share of the one after."""
    i = np.arange(n_out, dtype=np.float64)
    s = i * (n - 1) / max(n_out - 1.0, 1.0) if align_corners else ((i + 0.5) * n - 0.5 * n_out) / n_out
    s = s.clip(0, n - 1)
    before = np.trunc(s).astype(np.int64)
    return before, (before + 1).clip(max=n - 1), s - before


def upsample_bilinear(x, size, align_corners):
    top, bottom, t = neighbours(x.shape[2], size[0], align_corners)
    left, right, r = neighbours(x.shape[3], size[1], align_corners)
    top, bottom, t = top[:, None], bottom[:, None], t[:, None]
    return (
        x[:, :, top, left] * (1 - t) * (1 - r)
        + x[:, :, top, right] * (1 - t) * r
        + x[:, :, bottom, left] * t * (1 - r)
        + x[:, :, bottom, right] * t * r
    )
