"""Right, but finds the gradients of one group"s weights after the other."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    dw = np.empty(kernels.shape)
    for g in range(len(kernels)):
        dw[g] = np.einsum("nfij,nijcuv->fcuv", arrived[:, g], columns[g])
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
