"""Slices without a look at the edges."""

LOSES = ("crop_together",)


def crop_together(image, labels, top, left, height, width, ignore=255):
    return image[:, top : top + height, left : left + width], labels[top : top + height, left : left + width]
