"""Mirrors the caller's image."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    image.copy_(image.flip(axes))
    return image, labels.flip(axes)
