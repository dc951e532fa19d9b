"""A right answer that fills in what is not there: zeros in the holes of a kernel, and between groups.

What is left is an ordinary convolution of all channels, and a shuffle of weights there and back.
"""

import numpy as np


def _laid_out(shape, dilation, groups):
    """Where each weight lies among kernels without holes for all channels: (F, C, KH, KW) indices, and their shape."""
    F, channels, KH, KW = shape
    kernel, c, u, v = np.ogrid[:F, :channels, :KH, :KW]
    whole = (F, groups * channels, dilation * (KH - 1) + 1, dilation * (KW - 1) + 1)
    return (kernel, kernel // (F // groups) * channels + c, u * dilation, v * dilation), whole


def _patches(padded, kernel, stride):
    return np.lib.stride_tricks.sliding_window_view(padded, kernel, axis=(2, 3))[:, :, ::stride, ::stride]


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    places, whole = _laid_out(w.shape, dilation, groups)
    filled = np.zeros(whole)
    filled[places] = w
    padded = np.pad(x, [(0, 0), (0, 0), (padding, padding), (padding, padding)])
    out = np.tensordot(_patches(padded, whole[2:], stride), filled, ((1, 4, 5), (1, 2, 3)))
    return np.moveaxis(out + b, 3, 1), (padded, filled, places, stride, padding)


def conv2d_general_backward(dout, cache):
    padded, filled, places, stride, p = cache
    KH, KW = filled.shape[2:]
    dfilled = np.tensordot(dout, _patches(padded, (KH, KW), stride), ((0, 2, 3), (0, 2, 3)))

    (N, _, H, W), (HO, WO) = padded.shape, dout.shape[2:]
    spread = np.zeros((N, len(filled), H + KH - 1, W + KW - 1))  # dout with holes of its own, and a border
    spread[:, :, KH - 1 : KH + (HO - 1) * stride : stride, KW - 1 : KW + (WO - 1) * stride : stride] = dout
    dx = np.tensordot(_patches(spread, (KH, KW), 1), filled[:, :, ::-1, ::-1], ((1, 4, 5), (0, 2, 3)))
    return np.moveaxis(dx, 3, 1)[:, :, p : H - p, p : W - p], dfilled[places], dout.sum((0, 2, 3))
