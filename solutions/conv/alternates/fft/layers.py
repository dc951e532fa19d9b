"""A right answer by Fourier transforms, masks and sorting, where no other one looks alike."""

import numpy as np

SIDES = (-2, -1)


def output_size(n, kernel, stride=1, padding=0):
    return np.arange(n + 2 * padding)[: n + 2 * padding - kernel + 1 : stride].size


def bounce(index, n):
    """A triangle wave: 0, 1, …, n - 1, …, 1, 0, 1, …"""
    period = max(2 * (n - 1), 1)
    index = index % period
    return np.where(index < n, index, period - index)


def pad2d(x, padding, mode="zero"):
    *_, H, W = x.shape
    i = np.arange(H + 2 * padding).reshape(-1, 1) - padding
    j = np.arange(W + 2 * padding).reshape(1, -1) - padding
    inside = (i >= 0) & (i < H) & (j >= 0) & (j < W)
    if mode == "reflect":
        return x[..., bounce(i, H), bounce(j, W)]
    nearest = x[..., np.maximum(0, np.minimum(i, H - 1)), np.maximum(0, np.minimum(j, W - 1))]
    return np.where(inside, nearest, 0.0) if mode == "zero" else nearest


def spectrum(x, size):
    return np.fft.rfft2(x, size, axes=SIDES)


def dilate(dout, stride, size):
    """`dout` with stride - 1 zeros between its pixels, in the top left corner of an image of `size`."""
    spread = np.zeros(dout.shape[:2] + size)
    HO, WO = dout.shape[2:]
    spread[:, :, : HO * stride : stride, : WO * stride : stride] = dout
    return spread


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding)
    size = xp.shape[2:]
    product = np.einsum("nchw,fchw->nfhw", spectrum(xp, size), spectrum(w, size).conj())
    whole = np.fft.irfft2(product, size, axes=SIDES)
    valid = whole[:, :, : size[0] - w.shape[2] + 1, : size[1] - w.shape[3] + 1]
    cache = {"xp": xp, "w": w, "stride": stride, "padding": padding}
    return valid[:, :, ::stride, ::stride] + b.reshape(1, -1, 1, 1), cache


def conv2d_backward(dout, cache):
    xp, w, p = cache["xp"], cache["w"], cache["padding"]
    (HP, WP), (KH, KW) = xp.shape[2:], w.shape[2:]
    gradient = spectrum(dilate(dout, cache["stride"], (HP, WP)), (HP, WP))
    product = np.einsum("nchw,nfhw->fchw", spectrum(xp, (HP, WP)), gradient.conj())
    dw = np.fft.irfft2(product, (HP, WP), axes=SIDES)[:, :, :KH, :KW]
    product = np.einsum("nfhw,fchw->nchw", gradient, spectrum(w, (HP, WP)))
    dxp = np.fft.irfft2(product, (HP, WP), axes=SIDES)
    return dxp[:, :, p : HP - p, p : WP - p], dw, dout.sum(axis=3).sum(axis=2).sum(axis=0)


def max_pool2d_forward(x, kernel, stride):
    def see(a):
        a = np.lib.stride_tricks.sliding_window_view(a, kernel, axis=SIDES)[:, :, ::stride, ::stride]
        return a.reshape(*a.shape[:4], kernel[0] * kernel[1])

    out = see(x).max(axis=-1)
    won = see(x) == out[..., None]
    first = won & (won.cumsum(axis=-1) == 1)
    number = np.arange(x.size).reshape(x.shape)
    return out, [see(number)[first], x.shape]


def max_pool2d_backward(dout, cache):
    source, shape = cache  # in the order of the windows, as dout is when flattened
    order = np.argsort(source, kind="stable")
    pixels, start = np.unique(source[order], return_index=True)
    dx = np.zeros(shape)
    np.put(dx, pixels, np.add.reduceat(dout.flatten()[order], start))
    return dx
