"""A right answer that puts zeros between pixels and convolves as usual; means come from running sums."""

from dataclasses import dataclass

import numpy as np
from numpy.lib.stride_tricks import as_strided


def framed(x, top, bottom, left, right):
    return np.pad(x, [(0, 0), (0, 0), (top, bottom), (left, right)])


def correlated(x, w, stride):
    """An ordinary convolution of x (N, C, H, W) with w (F, C, KH, KW), as networks define it."""
    x = np.ascontiguousarray(x)
    (N, C, H, W), (KH, KW) = x.shape, w.shape[2:]
    n, c, h, v = x.strides
    shape = N, C, (H - KH) // stride + 1, (W - KW) // stride + 1, KH, KW
    seen = as_strided(x, shape, (n, c, h * stride, v * stride, h, v), writeable=False)
    return np.einsum("nchwuv,fcuv->nfhw", seen, w)


def dilated(x, stride):
    """`stride` - 1 zeros between the pixels, and none after the last."""
    spread = bed_of_nails(x, stride)
    return spread[:, :, : spread.shape[2] - stride + 1, : spread.shape[3] - stride + 1]


def avg_pool2d_forward(x, kernel, stride):
    KH, KW = kernel
    sums = framed(x, 1, 0, 1, 0).cumsum(axis=2).cumsum(axis=3)
    tall = sums[:, :, KH:] - sums[:, :, :-KH]
    whole = tall[:, :, :, KW:] - tall[:, :, :, :-KW]
    return whole[:, :, ::stride, ::stride] / (KH * KW), (x.shape, KH, KW, stride)


def avg_pool2d_backward(dout, cache):
    (_, _, H, W), KH, KW, stride = cache
    spread = dilated(dout, stride)
    bottom, right = H - KH + 1 - spread.shape[2], W - KW + 1 - spread.shape[3]  # up to the last place at stride 1
    spread = framed(spread, KH - 1, KH - 1 + bottom, KW - 1, KW - 1 + right)
    dx, _ = avg_pool2d_forward(spread, (KH, KW), 1)
    return dx


@dataclass
class Printed:
    x: np.ndarray
    w: np.ndarray
    stride: int
    padding: int


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    KH, KW = w.shape[2:]
    spread = framed(dilated(x, stride), KH - 1, KH - 1, KW - 1, KW - 1)
    out = correlated(spread, w.transpose(1, 0, 2, 3)[:, :, ::-1, ::-1], 1)
    HB, WB = out.shape[2:]
    out = out[:, :, padding : HB - padding, padding : WB - padding]
    return out + b[None, :, None, None], Printed(x, w, stride, padding)


def conv_transpose2d_backward(dout, cache):
    p = cache.padding
    whole = framed(dout, p, p, p, p)
    dx = correlated(whole, cache.w, cache.stride)
    dw = correlated(whole.swapaxes(0, 1), dilated(cache.x, cache.stride).swapaxes(0, 1), 1)  # (F, C, KH, KW)
    return dx, dw.swapaxes(0, 1), dout.sum(axis=3).sum(axis=2).sum(axis=0)


def max_unpool2d(x, indices, size):
    N, C, H, W = x.shape
    out = np.zeros((N * C, size[0] * size[1]))
    out[np.arange(N * C)[:, None], indices.reshape(N * C, H * W)] = x.reshape(N * C, H * W)
    return out.reshape(N, C, *size)


def upsample_nearest(x, factor):
    return np.kron(x, np.ones((factor, factor)))


def bed_of_nails(x, factor):
    N, C, H, W = x.shape
    out = np.zeros((N, C, H, factor, W, factor))
    out[:, :, :, 0, :, 0] = x
    return out.reshape(N, C, H * factor, W * factor)


def stretched(x, n_out, align_corners):
    """Bilinear along the last side, by the pixels before and after each sample."""
    n = x.shape[-1]
    i = np.arange(n_out)
    if align_corners:
        s = i * ((n - 1) / (n_out - 1)) if n_out > 1 else np.zeros(1)
    else:
        s = (i + 0.5) * (n / n_out) - 0.5
    s = np.clip(s, 0, n - 1)
    k = np.floor(s).astype(int)
    t = s - k
    return (1 - t) * x[..., k] + t * x[..., np.minimum(k + 1, n - 1)]


def upsample_bilinear(x, size, align_corners):
    wide = stretched(x, size[1], align_corners)
    return stretched(wide.swapaxes(2, 3), size[0], align_corners).swapaxes(2, 3)
