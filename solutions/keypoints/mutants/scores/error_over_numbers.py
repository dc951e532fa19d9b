"""Takes the mean over x and y, too."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return (pred - target).abs()[visible].mean().item()
