"""Flips the kernel left to right only."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.tensordot(patches, w[..., ::-1], axes=((1, 4, 5), (1, 2, 3))) + b
    return np.moveaxis(out, -1, 1), (x.shape, w, patches, stride, padding)
