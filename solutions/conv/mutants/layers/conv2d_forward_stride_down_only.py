"""Moves down by the stride, and across by one."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding)
    seen = windows(xp, w.shape[2:], 1)[:, :, ::stride]
    out = np.moveaxis(np.tensordot(seen, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, w, windows(xp, w.shape[2:], stride), stride, padding)
