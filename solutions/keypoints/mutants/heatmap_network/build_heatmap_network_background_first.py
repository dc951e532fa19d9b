"""Gives the map of the background first."""

LOSES = ("build_heatmap_network", "heatmap_error", "heatmap_pck")


class Rolled(Hourglass):
    def forward(self, images):
        return super().forward(images).roll(1, dims=1)


def build_heatmap_network(num_keypoints):
    return Rolled(num_keypoints)
