"""Takes the larger of |x| and |y|."""

LOSES = ("mean_pixel_error",)


def mean_pixel_error(pred, target, visible):
    return (pred - target).abs().amax(dim=-1)[visible].mean().item()
