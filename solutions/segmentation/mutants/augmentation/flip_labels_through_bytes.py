"""Labels become bytes on the way: -1 becomes 255."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    axes = [-1] * left_right + [-2] * up_down
    return image.flip(axes), labels.to(torch.uint8).flip(axes).to(labels.dtype)
