"""Mirrors by chance, each for itself."""

LOSES = ("flip_together",)


def flip_together(image, labels, left_right, up_down):
    sides = torch.rand(2) < 0.5
    image = image.flip([-1] if sides[0] and left_right else [-2] * up_down)
    return image, labels.flip([-1] if sides[1] and left_right else [-2] * up_down)
