"""Leaves out what lies outside."""

LOSES = ("crop_together",)


def crop_together(image, labels, top, left, height, width, ignore=255):
    rows, columns = slice(max(top, 0), max(top + height, 0)), slice(max(left, 0), max(left + width, 0))
    return image[:, rows, columns], labels[rows, columns]
