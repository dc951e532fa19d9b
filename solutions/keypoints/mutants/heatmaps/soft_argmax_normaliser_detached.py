"""Learns as if the sum of the exponentials were constant."""

LOSES = ("soft_argmax",)


def soft_argmax(scores, temperature=1.0, stride=1):
    H, W = scores.shape[2:]
    shifted = (scores - scores.amax(dim=(2, 3), keepdim=True).detach()) / temperature
    likely = shifted.exp() / shifted.exp().sum(dim=(2, 3), keepdim=True).detach()
    x = likely.sum(dim=2) @ torch.arange(W, device=scores.device, dtype=scores.dtype)
    y = likely.sum(dim=3) @ torch.arange(H, device=scores.device, dtype=scores.dtype)
    return stride * (torch.stack([x, y], dim=-1) + 0.5) - 0.5
