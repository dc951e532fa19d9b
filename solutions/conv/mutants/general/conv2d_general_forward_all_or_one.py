"""Knows one group and as many groups as channels; other numbers are taken for one for each channel."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    if groups == 1:
        out = np.einsum("gnijcuv,gfcuv->ngfij", columns, kernels)
    else:
        out = np.einsum("gnijcuv,gfcuv->ngfij", columns[:, :, :, :, :1], kernels[:, :, :1])
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
