"""Sums db over everything."""

LOSES = ("conv2d_backward", "lenet")


def conv2d_backward(dout, cache):
    (N, C, H, W), w, patches, stride, padding = cache
    db = np.full(len(w), dout.sum())
    dw = np.tensordot(dout, patches, axes=((0, 2, 3), (0, 2, 3)))
    dpatches = np.moveaxis(np.tensordot(dout, w, axes=(1, 0)), 3, 1)
    shape = (N, C, H + 2 * padding, W + 2 * padding)
    places = windows(positions(shape), w.shape[2:], stride)
    dxp = add_at(places, dpatches, shape)
    dx = dxp[:, :, padding : padding + H, padding : padding + W]
    return dx, dw, db
