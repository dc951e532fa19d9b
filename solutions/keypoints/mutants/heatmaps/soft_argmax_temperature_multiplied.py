"""Multiplies by the temperature."""

LOSES = ("soft_argmax",)


def soft_argmax(scores, temperature=1.0, stride=1):
    H, W = scores.shape[2:]
    likely = (scores * temperature).flatten(2).softmax(dim=-1).reshape(scores.shape)
    x = likely.sum(dim=2) @ torch.arange(W, device=scores.device, dtype=scores.dtype)
    y = likely.sum(dim=3) @ torch.arange(H, device=scores.device, dtype=scores.dtype)
    return stride * (torch.stack([x, y], dim=-1) + 0.5) - 0.5
