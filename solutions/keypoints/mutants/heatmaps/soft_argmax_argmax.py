"""Gives the highest cell."""

LOSES = ("soft_argmax",)


def soft_argmax(scores, temperature=1.0, stride=1):
    W = scores.shape[3]
    best = scores.flatten(2).argmax(dim=-1)
    return stride * (torch.stack([best % W, best // W], dim=-1).to(scores.dtype) + 0.5) - 0.5
