"""A right answer by products with matrices of zeros and ones that select pixels; the way back uses the same ones."""

import numpy as np


def selection(n, kernel, stride, padding):
    """S[o, u, i] = 1 where pixel i lies under element u of the kernel at place o."""
    places = (n + 2 * padding - kernel) // stride + 1
    o, u, i = np.ogrid[:places, :kernel, :n]
    return (o * stride + u - padding == i).astype(float)


def im2col(x, kernel, stride=1, padding=0):
    N, C, H, W = x.shape
    down, across = selection(H, kernel[0], stride, padding), selection(W, kernel[1], stride, padding)
    seen = np.einsum("aui,ncij,bvj->ncuvab", down, x, across, optimize=True)
    return seen.reshape(N, C * kernel[0] * kernel[1], len(down) * len(across))


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    down, across = selection(H, kernel[0], stride, padding), selection(W, kernel[1], stride, padding)
    patches = columns.reshape(N, C, *kernel, len(down), len(across))
    return np.einsum("aui,ncuvab,bvj->ncij", down, patches, across, optimize=True)


def conv1d_matrix(w, n, stride=1, padding=0):
    return np.tensordot(selection(n, len(w), stride, padding), w, axes=(1, 0))
