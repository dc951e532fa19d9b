"""Fits a parabola where there is none: 0 / 0."""

LOSES = ("decode",)


def decode(scores, size):
    maps = scores[:, :-1]
    h, w = maps.shape[2:]
    best = maps.flatten(2).argmax(dim=-1, keepdim=True)
    row, column = best // w, best % w
    x = column + _peak(maps.flatten(2).gather(2, row * w + torch.arange(w)), column)
    y = row + _peak(maps.flatten(2).gather(2, column + w * torch.arange(h)), row)
    cell = maps.new_tensor([size[1] / w, size[0] / h])
    return (torch.cat([x, y], dim=-1) + 0.5) * cell - 0.5


def _peak(line, at):
    last = line.shape[-1] - 1
    less, here, more = (line.gather(2, (at + step).clamp(0, last)) for step in (-1, 0, 1))
    return (more - less) / (4 * here - 2 * less - 2 * more)
