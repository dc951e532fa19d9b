"""Mirrors the caller's labels."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    labels.copy_(labels.flip(axes))
    return image.flip(axes), labels
