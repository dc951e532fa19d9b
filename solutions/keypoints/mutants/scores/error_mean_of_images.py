"""Takes the mean over each image first."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    distance = torch.where(visible, torch.linalg.vector_norm(pred - target, dim=-1), 0).sum(dim=1) / visible.sum(dim=1)
    return distance.nanmean().item()
