"""Overwrites what another place has sent to the same pixel."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, columns)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    N, C, H, W = shape
    padded_shape = (N, C, H + 2 * padding, W + 2 * padding)
    pixels = np.arange(math.prod(padded_shape)).reshape(padded_shape)
    places = columns_of(pixels, columns.shape[5:], stride, dilation, len(columns))
    sums = np.zeros(pixels.size)
    sums[places.ravel()] = dcolumns.ravel()
    dx = sums.reshape(padded_shape)[:, :, padding : padding + H, padding : padding + W]
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
