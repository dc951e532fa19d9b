"""What lies outside is made first and filled after; bilinear between two rows and two columns, at float32 places."""

import torch


def flip_together(image, labels, left_right, up_down):
    _, H, W = image.shape
    rows = torch.arange(H - 1, -1, -1) if up_down else torch.arange(H)
    columns = torch.arange(W - 1, -1, -1) if left_right else torch.arange(W)
    return image[:, rows][:, :, columns], labels[rows][:, columns]


def crop_together(image, labels, top, left, height, width, ignore=255):
    C, H, W = image.shape
    window, classes = image.new_zeros(C, height, width), labels.new_full((height, width), ignore)
    first, last = max(top, 0), min(top + height, H)
    start, end = max(left, 0), min(left + width, W)
    if first < last and start < end:
        window[:, first - top : last - top, start - left : end - left] = image[:, first:last, start:end]
        classes[first - top : last - top, start - left : end - left] = labels[first:last, start:end]
    return window, classes


def resize_together(image, labels, size):
    (H, W), (HO, WO) = labels.shape, size
    above, below, down = neighbours(H, HO)
    before, after, across = neighbours(W, WO)
    rows = image[:, above] * (1 - down)[:, None] + image[:, below] * down[:, None]
    resized = rows[:, :, before] * (1 - across) + rows[:, :, after] * across
    return resized.to(image.dtype), labels[nearest(H, HO)][:, nearest(W, WO)]


def neighbours(n, n_out):
    places = ((torch.arange(n_out) + 0.5) * n / n_out - 0.5).clamp(0, n - 1)
    first = places.floor().long()
    return first, (first + 1).clamp(max=n - 1), places - first


def nearest(n, n_out):
    return torch.floor((torch.arange(n_out) + 0.5) * n / n_out).long()
