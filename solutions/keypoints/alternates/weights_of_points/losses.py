"""A right answer with weights of 0 and 1, after what is NaN was made a number; the cross-entropy as a divergence."""

import torch


def heatmap_l2(pred, target, visible):
    weight = visible.to(pred)[:, :, None, None].expand_as(pred)
    return torch.sum(weight * torch.pow(pred - target, 2)) / torch.clamp(weight.sum(), min=1)


def heatmap_cross_entropy(scores, target, visible):
    weight = visible.to(scores.dtype)
    wanted = target.reshape(-1, target[0, 0].numel())
    wanted = wanted / wanted.sum(1, keepdim=True).clamp(min=1e-20)
    flat = scores.reshape(wanted.shape)
    losses = torch.logsumexp(flat, 1) * wanted.sum(1) - torch.einsum("mp,mp->m", flat, wanted)
    return weight.reshape(-1).dot(losses) / weight.sum().clamp(min=1)


def masked_regression_loss(pred, target):
    weight = 1 - target.isnan().any(2).to(pred.dtype)
    step = (pred - target.nan_to_num()) * weight[..., None]
    return torch.einsum("nkc,nkc->", step, step) / torch.maximum(weight.sum(), torch.ones(()))
