"""What lies outside is class 0 where nobody says what to ignore."""

LOSES = ("crop_together",)


def crop_together(image, labels, top, left, height, width, ignore=0):
    H, W = labels.shape
    rows, columns = torch.arange(top, top + height), torch.arange(left, left + width)
    inside = ((rows >= 0) & (rows < H))[:, None] & ((columns >= 0) & (columns < W))
    there = rows.clamp(0, H - 1)[:, None], columns.clamp(0, W - 1)
    return image[:, there[0], there[1]].where(inside, 0), labels[there].where(inside, ignore)
