"""Takes a step of gradient descent on the caller's kernel."""

LOSES = ("conv2d_backward", "lenet")


def conv2d_backward(dout, cache):
    (N, C, H, W), w, patches, stride, padding = cache
    db = dout.sum(axis=(0, 2, 3))
    dw = np.tensordot(dout, patches, axes=((0, 2, 3), (0, 2, 3)))
    dpatches = np.moveaxis(np.tensordot(dout, w, axes=(1, 0)), 3, 1)
    shape = (N, C, H + 2 * padding, W + 2 * padding)
    places = windows(positions(shape), w.shape[2:], stride)
    dxp = add_at(places, dpatches, shape)
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    w -= 1e-3 * dw
    return dx, dw, db
