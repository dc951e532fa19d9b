"""Remembers places by sizes, padding, dilation and groups, not by the stride."""

LOSES = ("conv2d_general_forward",)


PLACES = {}


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    key = (x.shape, w.shape, padding, dilation, groups)
    pixels = np.arange(padded.size).reshape(padded.shape)
    places = PLACES.setdefault(key, columns_of(pixels, w.shape[2:], stride, dilation, groups))
    out = np.einsum("gnijcuv,gfcuv->ngfij", padded.ravel()[places], kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
