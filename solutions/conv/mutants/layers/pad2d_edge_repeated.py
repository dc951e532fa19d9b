"""Reflect repeats the pixel at the edge, as if the mirror stood beside it."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    if mode == "zero":
        inside = ((rows >= 0) & (rows < H))[:, None] & ((columns >= 0) & (columns < W))
        return np.where(inside, x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)], 0.0)
    if mode == "replicate":
        return x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)]
    rows = np.where(rows < 0, -1 - rows, np.where(rows < H, rows, 2 * H - 1 - rows))
    columns = np.where(columns < 0, -1 - columns, np.where(columns < W, columns, 2 * W - 1 - columns))
    return x[:, :, rows[:, None], columns]
