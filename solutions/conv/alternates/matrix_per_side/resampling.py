"""A right answer in linear algebra: every operation is a matrix down, a matrix across, and their transposes."""

import numpy as np


def selectors(n, kernel, stride):
    """Whether pixel a of a side is seen by place i through element u of the kernel, shape (n, places, kernel)."""
    places = (n - kernel) // stride + 1
    a, i, u = np.ogrid[:n, :places, :kernel]
    return (a == i * stride + u).astype(float)


def avg_pool2d_forward(x, kernel, stride):
    down = selectors(x.shape[2], kernel[0], stride).mean(axis=2).T
    across = selectors(x.shape[3], kernel[1], stride).mean(axis=2)
    return down @ x @ across, (down, across)


def avg_pool2d_backward(dout, cache):
    down, across = cache
    return down.T @ dout @ across.T


def conv_transpose2d_forward(x, w, b, stride=1, padding=0):
    (H, W), (KH, KW) = x.shape[2:], w.shape[2:]
    rows = selectors((H - 1) * stride + KH, KH, stride)
    columns = selectors((W - 1) * stride + KW, KW, stride)
    rows = rows[padding : len(rows) - padding]
    columns = columns[padding : len(columns) - padding]
    printed = np.tensordot(np.tensordot(rows, w, (2, 2)), columns, (4, 2))  # a i c f b j
    out = np.moveaxis(np.tensordot(x, printed, ((1, 2, 3), (2, 1, 5))), 2, 1)
    return out + b.reshape(1, -1, 1, 1), {"x": x, "w": w, "rows": rows, "columns": columns}


def conv_transpose2d_backward(dout, cache):
    x, w, rows, columns = cache.values()
    patches = np.tensordot(np.tensordot(dout, rows, (2, 0)), columns, (2, 0))  # n f i u j v
    dx = np.moveaxis(np.tensordot(patches, w, ((1, 3, 5), (1, 2, 3))), 3, 1)
    dw = np.tensordot(x, patches, ((0, 2, 3), (0, 2, 4)))
    return dx, dw, np.einsum("nfab->f", dout)


def max_unpool2d(x, indices, size):
    """Compare every position of a plane with every index; equal values at one position are the same pixel."""
    HO, WO = size
    N, C = x.shape[:2]
    named = indices.reshape(N, C, 1, -1) == np.arange(HO * WO).reshape(-1, 1)
    which = named.argmax(axis=3)
    values = np.take_along_axis(x.reshape(N, C, -1), which, axis=2)
    return np.where(named.any(axis=3), values, 0.0).reshape(N, C, HO, WO)


def upsample_nearest(x, factor):
    H, W = x.shape[2:]
    down = np.arange(factor * H)[:, None] // factor == np.arange(H)
    across = np.arange(factor * W) // factor == np.arange(W)[:, None]
    return down.astype(float) @ x @ across.astype(float)


def bed_of_nails(x, factor):
    H, W = x.shape[2:]
    down = np.arange(factor * H)[:, None] == factor * np.arange(H)
    across = np.arange(factor * W) == factor * np.arange(W)[:, None]
    return down.astype(float) @ x @ across.astype(float)


def weights(n, n_out, align_corners):
    if align_corners:
        s = np.linspace(0, n - 1, n_out)
    else:
        s = (2 * np.arange(n_out) + 1) * n / (2 * n_out) - 0.5
    s = np.minimum(np.maximum(s, 0), n - 1)
    before = np.minimum(s.astype(int), max(n - 2, 0))
    after = np.minimum(before + 1, n - 1)
    pixels = np.eye(n)
    return pixels[before] + (s - before)[:, None] * (pixels[after] - pixels[before])


def upsample_bilinear(x, size, align_corners):
    down = weights(x.shape[2], size[0], align_corners)
    across = weights(x.shape[3], size[1], align_corners)
    return np.einsum("ai,ncij,bj->ncab", down, x, across, optimize=True)
