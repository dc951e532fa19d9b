"""Returns float32 for replicate and reflect."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    N, C, H, W = x.shape
    if mode == "zero":
        padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
        padded[:, :, padding : padding + H, padding : padding + W] = x
        return padded
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    if mode == "reflect":
        rows, columns = H - 1 - abs(H - 1 - abs(rows)), W - 1 - abs(W - 1 - abs(columns))
    return x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)].astype(np.float32)
