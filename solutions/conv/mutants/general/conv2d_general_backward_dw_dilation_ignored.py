"""Finds the gradient of the weights as if the kernels had no holes; that of the images is right."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    pixels = np.arange(math.prod(padded_shape)).reshape(padded_shape)
    places = columns_of(pixels, columns.shape[5:], stride, dilation, len(columns))
    padded = np.zeros(padded_shape)
    padded.flat[places.ravel()] = columns.ravel()
    near = columns_of(padded, columns.shape[5:], stride, 1, len(columns))[:, :, : dout.shape[2], : dout.shape[3]]
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, near)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
