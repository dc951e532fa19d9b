"""Reflects with slices that end at -padding: breaks without padding and for small images."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    if mode == "reflect":
        x = np.concatenate([x[:, :, padding:0:-1], x, x[:, :, -padding - 1 : -1][:, :, ::-1]], axis=2)
        return np.concatenate([x[..., padding:0:-1], x, x[..., -2 : -padding - 1 : -1]], axis=3)
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    nearest = x[:, :, rows.clip(0, H - 1)[:, None], columns.clip(0, W - 1)]
    inside = ((rows >= 0) & (rows < H))[:, None] & ((columns >= 0) & (columns < W))
    return nearest if mode == "replicate" else np.where(inside, nearest, 0.0)
