"""Takes the maps to have been dealt out by the groups in turn."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), -1, len(kernels), *dout.shape[2:]).swapaxes(1, 2)
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, columns)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
