"""Labels become bytes on the way: -1 becomes 255."""

LOSES = ("resize_together",)


def resize_together(image, labels, size):
    resized = torch.nn.functional.interpolate(image[None], size=tuple(size), mode="bilinear", align_corners=False)
    small = torch.nn.functional.interpolate(labels.to(torch.uint8)[None, None], size=tuple(size), mode="nearest-exact")
    return resized[0], small[0, 0].to(labels.dtype)
