"""Starts from np.full(shape, 0), which holds integers: the pixels are cut to whole numbers."""

LOSES = ("pad2d", "conv2d_forward", "conv2d_backward", "lenet")


def pad2d(x, padding, mode="zero"):
    N, C, H, W = x.shape
    if mode == "zero":
        padded = np.full((N, C, H + 2 * padding, W + 2 * padding), 0)
        padded[:, :, padding : padding + H, padding : padding + W] = x
        return padded.astype(float)
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    if mode == "reflect":
        rows, columns = H - 1 - abs(H - 1 - abs(rows)), W - 1 - abs(W - 1 - abs(columns))
    return x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)]
