"""Rounds the output size up: a last window that sticks out is filled with zeros."""

LOSES = ("conv2d_forward",)


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding)
    bottom, right = -(xp.shape[2] - w.shape[2]) % stride, -(xp.shape[3] - w.shape[3]) % stride
    larger = np.pad(xp, ((0, 0), (0, 0), (0, bottom), (0, right)))
    seen = windows(larger, w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(seen, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, w, windows(xp, w.shape[2:], stride), stride, padding)
