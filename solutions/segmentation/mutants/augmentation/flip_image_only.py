"""Mirrors the image and not its labels."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip(axes), labels.clone()
