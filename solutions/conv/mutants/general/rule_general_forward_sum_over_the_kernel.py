"""Right, but adds up one pixel of the kernel after the other in a generator."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    out = sum(np.einsum("gnijc,gfc->ngfij", columns[..., u, v], kernels[..., u, v]) for u, v in np.ndindex(w.shape[2:]))
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
