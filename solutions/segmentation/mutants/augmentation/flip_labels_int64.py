"""Returns int64 labels, also for uint8."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip(axes), labels.flip(axes).long()
