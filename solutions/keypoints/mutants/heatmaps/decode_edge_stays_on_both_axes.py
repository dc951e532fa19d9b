"""Does not move at all from a cell at an edge."""

LOSES = ("decode_argmax",)


def decode_argmax(heatmaps, stride=1):
    H, W = heatmaps.shape[2:]
    best = heatmaps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // W, best % W
    along = heatmaps.flatten(2).gather(2, row * W + torch.arange(W, device=best.device))  # the row of the best cell
    beside = heatmaps.flatten(2).gather(2, column + W * torch.arange(H, device=best.device))  # its column
    inner = (column > 0) & (column < W - 1) & (row > 0) & (row < H - 1)
    move = torch.cat([_quarter(along, column), _quarter(beside, row)], dim=-1)
    cells = torch.cat([column, row], dim=-1) + torch.where(inner, move, 0)
    return stride * (cells + 0.5) - 0.5
