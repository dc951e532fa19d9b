"""Divides by 0 where no point is visible."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return torch.linalg.vector_norm(pred - target, dim=-1)[visible].sum().item() / int(visible.sum())
