"""Moves the last column to the front, and the others on."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip(axes).roll(1, -1) if left_right else image.flip(axes), labels.flip(axes)
