"""Right, but maps a function over the images."""

LOSES = ("conv2d_backward",)


def conv2d_backward(dout, cache):
    (N, C, H, W), w, patches, stride, padding = cache
    shape = (N, C, H + 2 * padding, W + 2 * padding)
    places = windows(positions((1, *shape[1:])), w.shape[2:], stride)

    def one_image(gradient):
        dpatches = np.moveaxis(np.tensordot(gradient, w, axes=(0, 0)), 2, 0)
        return add_at(places, dpatches, shape[1:])

    dxp = np.stack(list(map(one_image, dout)))
    dw = np.tensordot(dout, patches, axes=((0, 2, 3), (0, 2, 3)))
    return dxp[:, :, padding : padding + H, padding : padding + W], dw, dout.sum(axis=(0, 2, 3))
