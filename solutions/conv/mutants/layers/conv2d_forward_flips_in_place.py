"""Flips the kernel in place and undoes it in the product: the caller's kernel stays flipped."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    upright = w.copy()
    w[:] = w[:, :, ::-1, ::-1].copy()
    out = np.moveaxis(np.tensordot(patches, upright, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, upright, patches, stride, padding)
