"""Adds up."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return torch.linalg.vector_norm(pred - target, dim=-1)[visible].sum().item() if visible.any() else torch.nan
