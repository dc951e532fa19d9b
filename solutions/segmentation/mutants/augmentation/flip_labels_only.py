"""Mirrors the labels and not the image."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.clone(), labels.flip(axes)
