"""Pads at the top and on the left, and nowhere else."""

LOSES = ("pad2d", "conv2d_forward", "conv2d_backward")


def pad2d(x, padding, mode="zero"):
    H, W = x.shape[2:]
    rows, columns = np.arange(-padding, H), np.arange(-padding, W)
    if mode == "reflect":
        return x[:, :, abs(rows)[:, None], abs(columns)]
    nearest = x[:, :, rows.clip(0)[:, None], columns.clip(0)]
    return nearest if mode == "replicate" else np.where((rows >= 0)[:, None] & (columns >= 0), nearest, 0.0)
