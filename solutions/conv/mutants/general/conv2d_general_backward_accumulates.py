"""Adds to the gradient of the weights from call to call, as a training loop without zero_grad does."""

LOSES = ("conv2d_general_backward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    out = np.einsum("gnijcuv,gfcuv->ngfij", columns, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation, np.zeros(kernels.shape))


def conv2d_general_backward(dout, cache):
    shape, columns, kernels, stride, padding, dilation, so_far = cache
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    so_far += np.einsum("ngfij,gnijcuv->gfcuv", arrived, columns)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, so_far.reshape(-1, *so_far.shape[2:]).copy(), dout.sum(axis=(0, 2, 3))
