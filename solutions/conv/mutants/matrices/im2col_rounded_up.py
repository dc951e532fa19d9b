"""Adds zeros at the end, so that a last window fits where pixels were left over."""

LOSES = ("im2col",)


def im2col(x, kernel, stride=1, padding=0):
    H, W = x.shape[2] + 2 * padding, x.shape[3] + 2 * padding
    down, across = (kernel[0] - H) % stride, (kernel[1] - W) % stride
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding + down), (padding, padding + across)))
    return padded.reshape(-1)[sources(padded.shape, kernel, stride)]
