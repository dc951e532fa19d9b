"""Mirrors the order of the channels, too."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip([0, *axes]), labels.flip(axes)
