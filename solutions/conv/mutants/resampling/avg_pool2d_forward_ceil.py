"""Rounds the output size up: windows that stick out count, with zeros beyond the edge."""

LOSES = ("avg_pool2d_forward",)


def avg_pool2d_forward(x, kernel, stride):
    bottom, right = -(x.shape[2] - kernel[0]) % stride, -(x.shape[3] - kernel[1]) % stride
    larger = np.pad(x, ((0, 0), (0, 0), (0, bottom), (0, right)))
    return windows(larger, kernel, stride).mean(axis=(4, 5)), (x.shape, kernel, stride)
