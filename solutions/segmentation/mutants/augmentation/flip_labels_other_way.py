"""Mirrors the labels upside down where the image is mirrored left to right."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip(axes), labels.flip([-2] * left_right + [-1] * up_down)
