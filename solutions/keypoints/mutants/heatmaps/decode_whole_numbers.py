"""Rounds to whole pixels."""

LOSES = ("decode_argmax",)


def decode_argmax(heatmaps, stride=1):
    H, W = heatmaps.shape[2:]
    best = heatmaps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // W, best % W
    along = heatmaps.flatten(2).gather(2, row * W + torch.arange(W, device=best.device))  # the row of the best cell
    beside = heatmaps.flatten(2).gather(2, column + W * torch.arange(H, device=best.device))  # its column
    cells = torch.cat([column + _quarter(along, column), row + _quarter(beside, row)], dim=-1)
    return (stride * (cells + 0.5) - 0.5).round()
