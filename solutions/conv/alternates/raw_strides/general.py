"""A right answer that looks through a view of seven axes, made of raw strides, and adds gradients up through one."""

from typing import NamedTuple

import numpy as np
from numpy.lib.stride_tricks import as_strided


class Look(NamedTuple):
    """How kernels look at padded images; channels are (group, channel of the group)."""

    shape: tuple
    kernel: tuple
    stride: int
    padding: int
    dilation: int
    groups: int

    @property
    def padded(self):
        N, C, H, W = self.shape
        return N, C, H + 2 * self.padding, W + 2 * self.padding

    def at(self, padded):
        (N, C, H, W), (KH, KW) = self.padded, self.kernel
        images, channels, down, across = padded.strides
        in_group = C // self.groups
        HO = 1 + (H - self.dilation * (KH - 1) - 1) // self.stride
        WO = 1 + (W - self.dilation * (KW - 1) - 1) // self.stride
        steps = (images, channels * in_group, channels, self.stride * down, self.stride * across)
        holes = (self.dilation * down, self.dilation * across)
        return as_strided(padded, (N, self.groups, in_group, HO, WO, KH, KW), steps + holes)

    def cropped(self, padded):
        (H, W), p = self.shape[2:], self.padding
        return padded[:, :, p : p + H, p : p + W]


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    look = Look(x.shape, w.shape[2:], stride, padding, dilation, groups)
    padded = np.zeros(look.padded)
    look.cropped(padded)[:] = x
    split = w.reshape(groups, -1, *w.shape[1:])
    maps = np.einsum("ngchwuv,gfcuv->ngfhw", look.at(padded), split, optimize=True)
    return maps.reshape(len(x), len(w), *maps.shape[3:]) + b.reshape(-1, 1, 1), (look, padded, split)


def conv2d_general_backward(dout, cache):
    look, padded, split = cache
    arrived = dout.reshape(len(dout), look.groups, -1, *dout.shape[2:])
    dw = np.einsum("ngfhw,ngchwuv->gfcuv", arrived, look.at(padded), optimize=True)
    sent = np.einsum("ngfhw,gfcuv->ngchwuv", arrived, split, optimize=True)
    dpadded = np.zeros(look.padded)
    places = look.at(np.arange(dpadded.size).reshape(dpadded.shape))
    np.add.at(dpadded.reshape(-1), places, sent)
    return look.cropped(dpadded), dw.reshape(dout.shape[1], *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
