"""Keeps x in the cache and writes dx into it: the caller's images are gone."""

LOSES = ("conv2d_backward", "lenet")


def conv2d_forward(x, w, b, stride=1, padding=0):
    patches = windows(pad2d(x, padding), w.shape[2:], stride)
    out = np.moveaxis(np.tensordot(patches, w, axes=((1, 4, 5), (1, 2, 3))) + b, -1, 1)
    return out, (x, w, patches, stride, padding)


def conv2d_backward(dout, cache):
    dx, w, patches, stride, padding = cache
    N, C, H, W = dx.shape
    dw = np.tensordot(dout, patches, axes=((0, 2, 3), (0, 2, 3)))
    dpatches = np.moveaxis(np.tensordot(dout, w, axes=(1, 0)), 3, 1)
    shape = (N, C, H + 2 * padding, W + 2 * padding)
    dxp = add_at(windows(positions(shape), w.shape[2:], stride), dpatches, shape)
    dx[:] = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, dout.sum(axis=(0, 2, 3))
