"""Remembers places by the size of images, kernel and stride, not by the padding."""

LOSES = ("col2im",)


MEMO = {}


def col2im(columns, shape, kernel, stride=1, padding=0):
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    key = shape, kernel, stride
    if key not in MEMO:
        MEMO[key] = sources(padded_shape, kernel, stride)
    sums = np.bincount(MEMO[key].ravel(), weights=columns.ravel(), minlength=math.prod(padded_shape))
    return sums[: math.prod(padded_shape)].reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
