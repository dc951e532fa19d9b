"""Remembers places by the size of images, the kernel and the stride, not by the padding."""

LOSES = ("im2col",)


MEMO = {}


def im2col(x, kernel, stride=1, padding=0):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    key = x.shape, kernel, stride
    if key not in MEMO:
        MEMO[key] = sources(padded.shape, kernel, stride)
    return padded.reshape(-1)[MEMO[key] % padded.size]
