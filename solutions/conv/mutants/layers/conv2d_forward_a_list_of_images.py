"""Returns the output as a list of images."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return list(out), (x.shape, w, patches, stride, padding)
