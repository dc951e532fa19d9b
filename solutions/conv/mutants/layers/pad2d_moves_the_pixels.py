"""Moves the pixels out of its input, which is zero afterwards."""

LOSES = ("pad2d", "conv2d_forward", "lenet")


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    inside = ((rows >= 0) & (rows < H))[:, None] & ((columns >= 0) & (columns < W))
    if mode == "reflect":
        rows, columns = H - 1 - abs(H - 1 - abs(rows)), W - 1 - abs(W - 1 - abs(columns))
    padded = x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)]
    x[:] = 0.0
    return np.where(inside, padded, 0.0) if mode == "zero" else padded
