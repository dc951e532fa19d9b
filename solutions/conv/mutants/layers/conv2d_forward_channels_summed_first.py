"""Adds up the channels of image and kernel before it multiplies."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    grey, kernel = patches.sum(axis=1), w.sum(axis=1)
    out = np.moveaxis(np.tensordot(grey, kernel, axes=((3, 4), (1, 2))) + b, -1, 1)
    return out, (x.shape, w, patches, stride, padding)
