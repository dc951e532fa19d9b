"""Lets negative rows and columns count from the end."""

LOSES = ("crop_together",)


def crop_together(image, labels, top, left, height, width, ignore=255):
    H, W = labels.shape
    rows, columns = torch.arange(top, top + height), torch.arange(left, left + width)
    inside = (rows < H)[:, None] & (columns < W) & (rows >= -H)[:, None] & (columns >= -W)
    there = rows.clamp(-H, H - 1)[:, None], columns.clamp(-W, W - 1)
    return image[:, there[0], there[1]].where(inside, 0), labels[there].where(inside, ignore)
