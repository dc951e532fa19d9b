"""Reshapes the image into tiles: needs sizes that divide and windows that do not overlap."""

LOSES = ("avg_pool2d_forward", "avg_pool2d_backward")


def avg_pool2d_forward(x, kernel, stride):
    N, C, H, W = x.shape
    KH, KW = kernel
    return x.reshape(N, C, H // KH, KH, W // KW, KW).mean(axis=(3, 5)), (x.shape, kernel, stride)
