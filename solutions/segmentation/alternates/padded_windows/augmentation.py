"""A right answer by padding and slices, and by torch's own interpolation."""

from torch.nn import functional


def flip_together(image, labels, left_right, up_down):
    if left_right:
        image, labels = image.fliplr() if image.ndim == 2 else image.flip(2), labels.fliplr()
    if up_down:
        image, labels = image.flip(1), labels.flipud()
    return image, labels


def crop_together(image, labels, top, left, height, width, ignore=255):
    H, W = labels.shape
    top, left = max(min(top, H), -height), max(min(left, W), -width)
    border = (max(-left, 0), max(left + width - W, 0), max(-top, 0), max(top + height - H, 0))
    image, labels = functional.pad(image, border), functional.pad(labels, border, value=ignore)
    top, left = max(top, 0), max(left, 0)
    return image[:, top : top + height, left : left + width], labels[top : top + height, left : left + width]


def resize_together(image, labels, size):
    bigger = functional.interpolate(image.unsqueeze(0), size, mode="bilinear", align_corners=False).squeeze(0)
    numbers = functional.interpolate(labels[None, None].float(), size, mode="nearest-exact")
    return bigger, numbers[0, 0].to(labels.dtype)
