"""Sends the gradients to the group before."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, columns)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dcolumns = np.roll(dcolumns, -1, axis=0)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
