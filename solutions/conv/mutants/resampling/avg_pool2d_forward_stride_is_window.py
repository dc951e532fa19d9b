"""Moves by the size of the window, whatever the stride."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    return windows(x, kernel, 1)[:, :, :: kernel[0], :: kernel[1]].mean(axis=(4, 5)), (x.shape, kernel, stride)
