"""Sees images in a mirror."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Mirrored(Hourglass):
    def forward(self, images):
        return super().forward(images.flip(-1))


def build_heatmap_network(num_keypoints):
    return Mirrored(num_keypoints)
