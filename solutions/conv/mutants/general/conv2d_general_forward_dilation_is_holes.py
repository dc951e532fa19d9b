"""Takes dilation for the number of pixels between two weights."""

LOSES = ("conv2d_general_forward", "conv2d_general_backward")


def conv2d_general_forward(
    x: np.ndarray,
    w: np.ndarray,
    b: np.ndarray,
    stride: int = 1,
    padding: int = 0,
    dilation: int = 1,
    groups: int = 1,
) -> tuple[np.ndarray, Any]:
    padded = np.pad(x, ((0, 0), (0, 0), (padding, padding), (padding, padding)))
    columns = columns_of(padded, w.shape[2:], stride, dilation + 1, groups)
    kernels = w.reshape(groups, -1, *w.shape[1:])  # (G, F / G, C / G, KH, KW)
    out = np.einsum("gnijcuv,gfcuv->ngfij", columns, kernels)
    out = out.reshape(len(x), len(w), *out.shape[3:]) + b[:, None, None]
    return out, (x.shape, columns, kernels, stride, padding, dilation)
