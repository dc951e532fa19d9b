"""Right, with a loop over the classes."""

LOSES = ("soft_iou_loss",)


def soft_iou_loss(logits, target, ignore=255):
    counts = target != ignore
    likely, total, seen = logits.softmax(dim=1), logits.sum() * 0, 0
    for c in range(logits.shape[1]):
        x, y = likely[:, c][counts], (target[counts] == c).to(logits.dtype)
        if y.any():
            total = total + 1 - (x * y).sum() / (x + y - x * y).sum()
            seen += 1
    return total / max(seen, 1)
