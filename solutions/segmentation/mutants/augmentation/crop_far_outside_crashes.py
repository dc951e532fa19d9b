"""Pads as much as is wanted, and fails where the window does not touch the image."""

LOSES = ("crop_together",)


def crop_together(image, labels, top, left, height, width, ignore=255):
    H, W = labels.shape
    above, before = max(-top, 0), max(-left, 0)
    out = image.new_zeros((len(image), height, width))
    found = labels.new_full((height, width), ignore)
    rows, columns = min(top + height, H) - max(top, 0), min(left + width, W) - max(left, 0)
    out[:, above : above + rows, before : before + columns] = image[:, max(top, 0) :, max(left, 0) :][
        :, :rows, :columns
    ]
    found[above : above + rows, before : before + columns] = labels[max(top, 0) :, max(left, 0) :][:rows, :columns]
    return out, found
