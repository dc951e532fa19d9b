"""Gives the middle of the highest cell."""

LOSES = ("decode_argmax",)


def decode_argmax(heatmaps, stride=1):
    _H, W = heatmaps.shape[2:]
    best = heatmaps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // W, best % W
    cells = torch.cat([column, row], dim=-1).to(heatmaps.dtype)
    return stride * (cells + 0.5) - 0.5
