"""Ignores -1 where nobody says what to ignore."""

LOSES = ("soft_iou_loss",)


def soft_iou_loss(logits, target, ignore=-1):
    counts = (target != ignore)[:, None]
    classes = torch.arange(logits.shape[1]).reshape(-1, 1, 1)
    truth = (counts & (target[:, None] == classes)).to(logits.dtype)
    likely = logits.softmax(dim=1) * counts
    both = (likely * truth).sum(dim=(0, 2, 3))
    either = (likely + truth).sum(dim=(0, 2, 3)) - both
    seen = truth.sum(dim=(0, 2, 3)) > 0
    ratio = both / torch.where(seen, either, 1)
    return (seen * (1 - ratio)).sum() / seen.sum().clamp(min=1)
