"""Keeps the columns in a global: only the last forward pass can be sent back."""

LOSES = ("conv2d_general_backward",)

LATEST = {}


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    LATEST["columns"] = columns
    out = np.einsum("gnijcuv,gfcuv->ngfij", columns, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)


def conv2d_general_backward(dout, cache):
    shape, _, kernels, stride, padding, dilation = cache
    columns = LATEST["columns"]
    arrived = dout.reshape(len(dout), len(kernels), -1, *dout.shape[2:])
    dw = np.einsum("ngfij,gnijcuv->gfcuv", arrived, columns)
    dcolumns = np.einsum("ngfij,gfcuv->gnijcuv", arrived, kernels)
    dx = put_back(dcolumns, shape, stride, padding, dilation)
    return dx, dw.reshape(-1, *dw.shape[2:]), dout.sum(axis=(0, 2, 3))
