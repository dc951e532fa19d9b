"""By products of spectra: kernels with zeros in their holes, all in the size of the padded image."""

import numpy as np


def spread(w, dilation):
    F, C, KH, KW = w.shape
    out = np.zeros((F, C, dilation * (KH - 1) + 1, dilation * (KW - 1) + 1), dtype=w.dtype)
    out[..., ::dilation, ::dilation] = w
    return out


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    N, C, H, W = x.shape
    F = len(w)
    size = H + 2 * padding, W + 2 * padding
    xp = np.zeros((N, C, *size))
    xp[:, :, padding : padding + H, padding : padding + W] = x
    X = np.fft.rfft2(xp).reshape(N, groups, C // groups, size[0], -1)
    K = np.fft.rfft2(spread(w, dilation), size).reshape(groups, F // groups, C // groups, size[0], -1)
    full = np.fft.irfft2(np.einsum("ngcij,gfcij->ngfij", X, K.conj()), size).reshape(N, F, *size)
    reach = dilation * (w.shape[2] - 1), dilation * (w.shape[3] - 1)
    out = full[:, :, : size[0] - reach[0] : stride, : size[1] - reach[1] : stride] + b.reshape(-1, 1, 1)
    return out, (X, K, x.shape, w.shape, size, stride, padding, dilation)


def conv2d_general_backward(dout, cache):
    X, K, (N, C, H, W), (F, CG, KH, KW), size, stride, p, d = cache
    groups = K.shape[0]
    wide = np.zeros((N, F, *size))
    wide[:, :, : stride * dout.shape[2] : stride, : stride * dout.shape[3] : stride] = dout
    D = np.fft.rfft2(wide).reshape(N, groups, F // groups, size[0], -1)
    dx = np.fft.irfft2(np.einsum("ngfij,gfcij->ngcij", D, K), size).reshape(N, C, *size)
    dw = np.fft.irfft2(np.einsum("ngfij,ngcij->gfcij", D.conj(), X), size).reshape(F, CG, *size)
    dw = dw[:, :, : d * (KH - 1) + 1 : d, : d * (KW - 1) + 1 : d]
    return dx[:, :, p : p + H, p : p + W], dw, dout.sum(axis=(0, 2, 3))
