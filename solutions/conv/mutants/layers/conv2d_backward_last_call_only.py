"""Keeps the arrays in a global: only the last forward pass can be sent back."""

LOSES = ("conv2d_backward", "lenet")


LATEST = {}


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    LATEST["patches"] = patches
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x.shape, w, stride, padding)


def conv2d_backward(dout, cache):
    (N, C, H, W), w, stride, padding = cache
    dw = np.tensordot(dout, LATEST["patches"], axes=((0, 2, 3), (0, 2, 3)))
    dpatches = np.moveaxis(np.tensordot(dout, w, axes=(1, 0)), 3, 1)
    shape = (N, C, H + 2 * padding, W + 2 * padding)
    dxp = add_at(windows(positions(shape), w.shape[2:], stride), dpatches, shape)
    return dxp[:, :, padding : padding + H, padding : padding + W], dw, dout.sum(axis=(0, 2, 3))
