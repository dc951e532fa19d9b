"""Takes the root of the mean square."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return (pred - target)[visible].square().sum(dim=-1).mean().sqrt().item()
