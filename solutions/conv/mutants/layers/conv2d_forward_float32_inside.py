"""Computes in float32 and returns float64."""

LOSES = ("conv2d_forward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.tensordot(patches.astype(np.float32), w.astype(np.float32), axes=((1, 4, 5), (1, 2, 3)))
    out = np.moveaxis(out.astype(float) + b, -1, 1)
    return out, (x.shape, w, patches, stride, padding)
