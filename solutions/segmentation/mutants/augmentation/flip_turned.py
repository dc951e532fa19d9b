"""Turns by 180 degrees, whatever is asked for."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    return image.flip([-2, -1]), labels.flip([-2, -1])
