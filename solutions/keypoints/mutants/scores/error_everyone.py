"""Takes all points that are known."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return torch.linalg.vector_norm(pred - target, dim=-1)[~target.isnan().any(dim=-1) & visible.any()].mean().item()
