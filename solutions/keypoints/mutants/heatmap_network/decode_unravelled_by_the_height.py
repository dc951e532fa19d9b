"""Finds row and column of the highest cell by the number of rows."""

LOSES = ("decode",)


def decode(scores, size):
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // h, best % h
    x = column + _summit(maps.flatten(2).gather(2, (row * w + torch.arange(w)).clamp(max=h * w - 1)), column)
    y = row + _summit(maps.flatten(2).gather(2, (column + w * torch.arange(h)).clamp(max=h * w - 1)), row)
    cell = maps.new_tensor([size[1] / w, size[0] / h])
    return (torch.cat([x, y], dim=-1) + 0.5) * cell - 0.5
