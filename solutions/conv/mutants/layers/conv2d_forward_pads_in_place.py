"""Without padding works on the caller's array, and adds the bias there."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    xp = pad2d(x, padding) if padding else x
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    xp += b[0]
    return out, (x.shape, w, patches, stride, padding)
