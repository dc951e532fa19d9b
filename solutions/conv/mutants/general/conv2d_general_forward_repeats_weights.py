"""Fills the holes with the weights themselves, as np.repeat does."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    KH, KW = w.shape[2:]
    dense = w.repeat(dilation, axis=2).repeat(dilation, axis=3)[
        :, :, : dilation * (KH - 1) + 1, : dilation * (KW - 1) + 1
    ]
    seen = columns_of(padded, dense.shape[2:], stride, 1, groups)
    out = np.einsum("gnijcuv,gfcuv->ngfij", seen, dense.reshape(groups, -1, *dense.shape[1:]))
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
