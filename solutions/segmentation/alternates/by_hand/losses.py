"""A small number is added to what is divided by, instead of asking whether it is 0."""

import torch
from torch.nn.functional import one_hot


def cross_entropy(logits, target, ignore=255, weight=None):
    counts = target != ignore
    right = target.masked_fill(~counts, 0)
    share = counts.to(logits.dtype)
    if weight is not None:
        share = share * weight[right]
    score = torch.take_along_dim(logits, right.unsqueeze(1), dim=1).squeeze(1)
    surprise = torch.logsumexp(logits, dim=1) - score
    return (share * surprise).sum() / (share.sum() + 1e-6)


def soft_iou_loss(logits, target, ignore=255):
    counts = (target != ignore).unsqueeze(-1)
    truth = one_hot(target.masked_fill(~counts.squeeze(-1), 0), logits.shape[1]) * counts
    likely = torch.softmax(logits.permute(0, 2, 3, 1), dim=-1) * counts
    both, either = (likely * truth).sum(dim=(0, 1, 2)), (likely + truth - likely * truth).sum(dim=(0, 1, 2))
    seen = truth.sum(dim=(0, 1, 2)) > 0
    return ((1 - both / (either + 1e-7)) * seen).sum() / (seen.sum() + 1e-9)
