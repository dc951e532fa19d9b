"""Gives a cell for 32 × 32 pixels."""

LOSES = ("train_heatmaps", "build_heatmap_network", "heatmap_error", "heatmap_pck")


class Coarse(Hourglass):
    def forward(self, images):
        return nn.functional.avg_pool2d(super().forward(images), 8)


def build_heatmap_network(num_keypoints):
    return Coarse(num_keypoints)
