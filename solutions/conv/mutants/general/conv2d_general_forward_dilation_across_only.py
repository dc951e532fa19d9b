"""Pulls the kernels apart across only."""

LOSES = ("conv2d_general_forward",)


def conv2d_general_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])
    KH, KW = w.shape[2:]
    reach = (KH, dilation * (KW - 1) + 1)
    windows = np.lib.stride_tricks.sliding_window_view(padded, reach, axis=(2, 3))
    windows = windows[:, :, ::stride, ::stride, :, ::dilation]
    seen = windows.reshape(len(x), groups, -1, *windows.shape[2:]).transpose(1, 0, 3, 4, 2, 5, 6)
    out = np.einsum("gnijcuv,gfcuv->ngfij", seen, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
