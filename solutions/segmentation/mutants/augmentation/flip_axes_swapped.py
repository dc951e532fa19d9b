"""Takes rows for columns."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-2] * left_right + [-1] * up_down
    return image.flip(axes), labels.flip(axes)
