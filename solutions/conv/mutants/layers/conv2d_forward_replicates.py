"""Pads with the pixels at the edge instead of zeros; the gradient of the kernel is wrong with it."""

LOSES = ("conv2d_forward", "conv2d_backward")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding, "replicate"), w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, w, patches, stride, padding)
