"""Moves by a quarter of the difference."""

LOSES = ("decode_argmax",)


def decode_argmax(heatmaps, stride=1):
    H, W = heatmaps.shape[2:]
    best = heatmaps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // W, best % W
    along = heatmaps.flatten(2).gather(2, row * W + torch.arange(W))
    beside = heatmaps.flatten(2).gather(2, column + W * torch.arange(H))
    cells = torch.cat([column + towards(along, column), row + towards(beside, row)], dim=-1)
    return stride * (cells + 0.5) - 0.5


def towards(line, at):
    last = line.shape[-1] - 1
    more, less = line.gather(2, (at + 1).clamp(max=last)), line.gather(2, (at - 1).clamp(min=0))
    return torch.where((at > 0) & (at < last), (more - less) / 4, 0)
