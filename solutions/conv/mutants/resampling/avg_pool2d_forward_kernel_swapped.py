"""Takes the window's rows for its columns."""

LOSES = ("avg_pool2d_forward", "avg_pool2d_backward")


def avg_pool2d_forward(x, kernel, stride):
    kernel = kernel[::-1]
    return windows(x, kernel, stride).mean(axis=(4, 5)), (x.shape, kernel, stride)
