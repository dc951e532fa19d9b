"""Computes the output size as if the kernels had no holes; what sticks out sees zeros."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    bottom, far = (dilation - 1) * (w.shape[2] - 1), (dilation - 1) * (w.shape[3] - 1)
    larger = np.pad(padded, ((0, 0), (0, 0), (0, bottom), (0, far)))
    seen = columns_of(larger, w.shape[2:], stride, dilation, groups)
    out = np.einsum("gnijcuv,gfcuv->ngfij", seen, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
