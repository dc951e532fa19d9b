"""Forgets the dilation where there are groups."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    seen = columns
    if groups > 1:
        seen = columns_of(padded, w.shape[2:], stride, 1, groups)[:, :, : columns.shape[2], : columns.shape[3]]
    out = np.einsum("gnijcuv,gfcuv->ngfij", seen, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
