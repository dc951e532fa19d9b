"""Right, with a loop over the pairs."""

LOSES = ("hflip",)


def hflip(images, points, visible, pairs):
    points, visible = points.clone(), visible.clone()
    points[..., 0] = images.shape[-1] - 1 - points[..., 0]
    for left, right in pairs:
        points[:, [left, right]] = points[:, [right, left]]
        visible[:, [left, right]] = visible[:, [right, left]]
    return images.flip(-1), points, visible
