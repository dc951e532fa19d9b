"""Takes the channels to have been dealt out to the groups in turn."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    channels = np.moveaxis(columns, 4, 0)
    dealt = channels.reshape(columns.shape[0], columns.shape[4], *channels.shape[2:])
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, np.moveaxis(dealt, 1, 4))
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
