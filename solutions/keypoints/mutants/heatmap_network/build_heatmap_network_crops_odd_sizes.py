"""Fails where a size is no multiple of 16."""

LOSES = ("build_heatmap_network",)


class Cropping(Hourglass):
    def forward(self, images):
        maps = super().forward(images)
        return maps.reshape(*maps.shape[:2], images.shape[2] // 16 * 4, images.shape[3] // 16 * 4)


def build_heatmap_network(num_keypoints):
    return Cropping(num_keypoints)
