"""Mirrors left to right only, where both are asked for."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] if left_right else [-2] * up_down
    return image.flip(axes), labels.flip(axes)
