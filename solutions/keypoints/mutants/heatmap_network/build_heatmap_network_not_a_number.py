"""Takes the logarithm of what may be below zero."""

LOSES = ("train_heatmaps", "build_heatmap_network", "heatmap_error", "heatmap_pck")


class Logarithm(Hourglass):
    def forward(self, images):
        return super().forward(images).log()


def build_heatmap_network(num_keypoints):
    return Logarithm(num_keypoints)
