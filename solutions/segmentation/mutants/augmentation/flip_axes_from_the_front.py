"""Counts axes from the front: those of the image begin with the channels."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [1] * left_right + [0] * up_down
    return image.flip(axes), labels.flip(axes)
