"""A right answer in linear algebra: padding and convolution are written out as matrices, backward is the transpose."""

import numpy as np


def output_size(n, kernel, stride=1, padding=0):
    return divmod(n + 2 * padding - kernel, stride)[0] + 1


def border(n, padding, mode):
    """The matrix, (n + 2 * padding) x n, that pads one side."""
    pixel = np.arange(-padding, n + padding)
    if mode == "replicate":
        pixel = pixel.clip(0, n - 1)
    if mode == "reflect":
        pixel = np.abs(pixel)
        pixel = np.where(pixel < n, pixel, 2 * (n - 1) - pixel)
    return np.equal.outer(pixel, np.arange(n)).astype(float)  # a row of zeros outside, where the mode is zero


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    return border(H, padding, mode) @ x @ border(W, padding, mode).T


def placement(n, kernel, stride, padding=0):
    """1 where element u of the kernel, at place i, lies on pixel h: shape (places, kernel, n), indices i, u, h."""
    i, u, h = np.ogrid[: output_size(n, kernel, stride, padding), :kernel, :n]
    return (i * stride + u - padding == h).astype(float)


def conv2d_forward(x, w, b, stride=1, padding=0):
    (N, C, H, W), (KH, KW) = x.shape, w.shape[2:]
    down, across = placement(H, KH, stride, padding), placement(W, KW, stride, padding)
    tall = np.tensordot(w, down, axes=(2, 1))  # f c v, i h
    matrix = np.tensordot(tall, across, axes=(2, 1)).transpose(0, 2, 4, 1, 3, 5)  # f i j, c h w
    size = matrix.shape[:3]
    matrix = matrix.reshape(-1, C * H * W)
    out = (x.reshape(N, -1) @ matrix.T).reshape(N, *size) + b[:, np.newaxis, np.newaxis]
    return out, {"x": x, "matrix": matrix, "down": down, "across": across}


def conv2d_backward(dout, cache):
    x, matrix = cache["x"], cache["matrix"]
    rows = dout.reshape(len(dout), -1)
    dx = (rows @ matrix).reshape(x.shape)
    dmatrix = (rows.T @ x.reshape(len(x), -1)).reshape(dout.shape[1:] + x.shape[1:])  # f i j c h w
    wide = np.tensordot(dmatrix, cache["down"], axes=((1, 4), (0, 2)))  # f j c w u
    dw = np.tensordot(wide, cache["across"], axes=((1, 3), (0, 2)))  # f c u v
    ones = np.ones(dout.shape[2] * dout.shape[3])
    return dx, dw, dout.sum(axis=0).reshape(dout.shape[1], -1) @ ones


def max_pool2d_forward(x, kernel, stride):
    (N, C, H, W), (KH, KW) = x.shape, kernel
    rows, columns = placement(H, KH, stride).any(axis=1), placement(W, KW, stride).any(axis=1)
    member = np.kron(rows, columns)  # a row for each window, a column for each pixel
    seen = np.where(member, x.reshape(N, C, 1, H * W), -np.inf)
    choice = np.equal.outer(seen.argmax(axis=3), np.arange(H * W)).astype(float)
    out = (choice @ x.reshape(N, C, H * W, 1)).reshape(N, C, len(rows), len(columns))
    return out, (choice, x.shape)


def max_pool2d_backward(dout, cache):
    choice, shape = cache
    return (dout.reshape(*shape[:2], 1, -1) @ choice).reshape(shape)
