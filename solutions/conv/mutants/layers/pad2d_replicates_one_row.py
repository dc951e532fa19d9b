"""Replicates by copying the neighbouring border row once: right for padding 1 only."""

LOSES = ("pad2d",)


def pad2d(x, padding, mode="zero"):
    N, C, H, W = x.shape
    rows, columns = np.arange(-padding, H + padding), np.arange(-padding, W + padding)
    if mode == "reflect":
        return x[:, :, H - 1 - abs(H - 1 - abs(rows))[:, None], W - 1 - abs(W - 1 - abs(columns))]
    padded = np.zeros((N, C, H + 2 * padding, W + 2 * padding))
    padded[:, :, padding : padding + H, padding : padding + W] = x
    if mode == "replicate" and padding:
        padded[:, :, padding - 1] = padded[:, :, padding]
        padded[:, :, padding + H] = padded[:, :, padding + H - 1]
        padded[:, :, :, padding - 1] = padded[:, :, :, padding]
        padded[:, :, :, padding + W] = padded[:, :, :, padding + W - 1]
    return padded
