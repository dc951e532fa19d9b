"""Takes invisible points for (0, 0)."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    target = torch.where(visible[..., None], target, 0)
    return torch.linalg.vector_norm(pred - target, dim=-1)[visible | visible.any()].mean().item()
