"""A right answer by index arrays and by matrices of shares, without torch's operators for images."""

import torch


def flip_together(image, labels, left_right, up_down):
    H, W = labels.shape
    rows = torch.arange(H - 1, -1, -1) if up_down else torch.arange(H)
    columns = torch.arange(W - 1, -1, -1) if left_right else torch.arange(W)
    return image[..., rows[:, None], columns], labels[rows[:, None], columns]


def crop_together(image, labels, top, left, height, width, ignore=255):
    (C, H, W), bottom, right = image.shape, top + height, left + width
    pixels = image.new_zeros((C, height, width))
    classes = labels.new_full((height, width), ignore)
    t, b, l, r = max(top, 0), min(bottom, H), max(left, 0), min(right, W)  # noqa: E741
    if t < b and l < r:
        inner = slice(t - top, b - top), slice(l - left, r - left)
        pixels[(slice(None), *inner)] = image[:, t:b, l:r]
        classes[inner] = labels[t:b, l:r]
    return pixels, classes


def places(n, m):
    return ((torch.arange(m, dtype=torch.float64) + 0.5) * n / m - 0.5).clamp(0, n - 1)


def shares(n, m, like):
    distance = (places(n, m)[:, None] - torch.arange(n)).abs()
    return (1 - distance).clamp(min=0).to(like)


def resize_together(image, labels, size):
    (H, W), (h, w) = labels.shape, size
    resized = torch.einsum("ih,chw,jw->cij", shares(H, h, image), image, shares(W, w, image))
    rows, columns = (places(H, h) + 0.5).long().clamp(max=H - 1), (places(W, w) + 0.5).long().clamp(max=W - 1)
    return resized, labels.index_select(0, rows).index_select(1, columns)
