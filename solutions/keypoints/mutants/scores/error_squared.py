"""Takes squared distances."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return (pred - target).square().sum(dim=-1)[visible].mean().item()
