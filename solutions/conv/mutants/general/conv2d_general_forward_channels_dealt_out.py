"""Deals the channels out to the groups in turn, like cards."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    dealt = padded.reshape(len(x), -1, groups, *padded.shape[2:]).swapaxes(1, 2).reshape(padded.shape)
    seen = columns_of(dealt, w.shape[2:], stride, dilation, groups)
    out = np.einsum("gnijcuv,gfcuv->ngfij", seen, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
