"""Repeats the edges but leaves the corners zero."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    N, C, H, W = x.shape
    p = padding
    out = np.zeros((N, C, H + 2 * p, W + 2 * p))
    out[:, :, p : p + H, p : p + W] = x
    if mode == "zero" or p == 0:
        return out
    if mode == "replicate":
        top, bottom, left, right = x[:, :, :1], x[:, :, -1:], x[:, :, :, :1], x[:, :, :, -1:]
    else:
        top, bottom = x[:, :, p:0:-1], x[:, :, -2 : -p - 2 : -1]
        left, right = x[..., p:0:-1], x[..., -2 : -p - 2 : -1]
    out[:, :, :p, p : p + W] = top
    out[:, :, p + H :, p : p + W] = bottom
    out[:, :, p : p + H, :p] = left
    out[:, :, p : p + H, p + W :] = right
    return out
