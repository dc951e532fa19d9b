"""Returns cells, not pixels."""

LOSES = ("decode", "heatmap_error", "heatmap_pck", "build_heatmap_network")


def decode(scores, size):
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // w, best % w
    x = column + _summit(maps.flatten(2).gather(2, row * w + torch.arange(w)), column)
    y = row + _summit(maps.flatten(2).gather(2, column + w * torch.arange(h)), row)
    return torch.cat([x, y], dim=-1)
